"""What one does with a line: quotes, reactions, menus, keys, copying. With real widgets."""

from __future__ import annotations

import dataclasses
import tkinter as tk

import pytest

from chat_tk.client.details import Abilities
from chat_tk.client.values import Delivery, Kind, Line, Quote, Reaction
from chat_tk.client.view.area import ChatArea
from chat_tk.client.view.personmenu import PersonMenu
from chat_tk.client.view.touch import Touch
from chat_tk.ui import dialogs
from tests.client.view.conftest import Notes, press
from tests.client.view.test_sides import choose, labels, submenu

NOON = 1_795_176_000.0
ALL = Abilities(replies=True, reactions=True, deleting=True)


def line(number: int, text: str = "", sender: str = "Alice", **more: object) -> Line:
    plain = Line(number, "#lobby", Kind.MESSAGE, NOON + number, text or f"line {number}", sender, msgid=f"m{number}")
    return plain._replace(**more)  # type: ignore[arg-type]


@pytest.fixture
def touch(root: tk.Tk, notes: Notes) -> Touch:
    area = ChatArea(root, lambda link: notes.done.append(("link", link)), notes.read_back)
    area.rich.pack(fill="both", expand=True)
    root.geometry("560x320")
    root.deiconify()
    root.update()
    made = Touch(
        area,
        notes,
        PersonMenu(root, notes, lambda nick: notes.done.append(("mention", nick))),
        lambda link: notes.done.append(("link", link)),
        lambda line: notes.done.append(("reply", line.id)),
        lambda line: notes.done.append(("emoji", line.id)),
    )
    made.menu.abilities = ALL
    return made


def show(touch: Touch, *lines: Line) -> tk.Text:
    touch._area.show(lines)
    text = touch._area.rich.text
    text.update()
    text.update()
    return text


def shown(touch: Touch) -> str:
    return str(touch._area.rich.text.get("1.0", "end-1c"))


def click(text: tk.Text, words: str, button: int = 1) -> None:
    """With the pointer, in the middle of the first letters of ``words``."""
    x, y, _width, height = text.bbox(text.search(words, "1.0"))
    where = {"x": x + 2, "y": y + height // 2}
    text.event_generate("<Motion>", **where)
    text.event_generate(f"<Button-{button}>", **where)
    text.event_generate(f"<ButtonRelease-{button}>", **where)
    text.update()


def test_a_quote_stands_above_and_leads_to_the_line(touch: Touch, notes: Notes) -> None:
    """A click on it brings the quoted line into sight and marks it, drawn or not; nothing is fetched."""
    many = [line(number) for number in range(2, 300)]
    text = show(touch, line(1, "why?", "Bob"), *many, line(900, "yes", quote=Quote("m1", "Bob", "why?", 1)))
    assert "Bob  why?\nyes" in shown(touch)
    click(text, "why?")
    start, end = text.tag_ranges("flash")
    assert text.get(start, end).endswith("why?\n")
    assert text.dlineinfo(start) is not None
    assert not notes.asked("go_to")


def test_a_quote_of_what_is_not_here_is_fetched(touch: Touch, notes: Notes) -> None:
    """By the line that answers it: the session knows what that is."""
    text = show(touch, line(5, "yes", quote=Quote("far", "Bob", "long ago")))
    click(text, "long ago")
    assert notes.asked("go_to_quoted") == [("go_to_quoted", 5)]


def test_an_answer_to_something_unknown_says_so(touch: Touch) -> None:
    """No empty line, no broken quote."""
    show(touch, line(5, "yes", quote=Quote("far")))
    assert "Answers an earlier message\nyes" in shown(touch)


def test_reactions_are_chips_that_toggle(touch: Touch, notes: Notes) -> None:
    """The emoji as a picture, the number beside it; a click gives or takes one's own."""
    text = show(touch, line(5, reactions=(Reaction("👍", ("Bob", "Eve"), mine=True), Reaction("so true", ("Eve",)))))
    assert text.image_names()
    click(text, "so true")
    assert notes.done == [("react", 5, "so true")]
    assert len(text.tag_ranges("mychip")) == 2
    touch._area.change(line(5))
    assert "so true" not in shown(touch)


def test_the_menu_of_a_line(touch: Touch, notes: Notes) -> None:
    """All that can be done, and nothing that cannot."""
    theirs = line(5, "see https://a.example/x")
    show(touch, theirs)
    menu = touch.menu.fill(theirs, touch._area.rich.links_of(5))
    assert labels(menu) == ["Reply", "React", "Copy", "Open a.example", "Copy the address at a.example", "Alice"]
    for label in ("Reply", "Open a.example"):
        choose(menu, label)
    choose(submenu(menu, "React"), "Another …")
    choose(submenu(menu, "React"), "👍")
    choose(submenu(menu, "Alice"), "Who is this?")
    assert notes.done == [
        ("reply", 5), ("link", "https://a.example/x"), ("emoji", 5), ("react", 5, "👍"), ("who_is", "Alice"),
    ]  # fmt: skip
    choose(menu, "Copy")
    assert touch._area.rich.clipboard_get() == "see https://a.example/x"
    touch.menu.abilities = Abilities()
    assert labels(touch.menu.fill(line(6, deleted=True), [])) == ["Copy", "Alice"]
    assert labels(touch.menu.fill(line(7, "Tom came", "", kind=Kind.INFO), [])) == ["Copy"]


@pytest.mark.parametrize("button", [0, 1])
def test_deleting_asks_first(touch: Touch, notes: Notes, root: tk.Tk, button: int) -> None:
    """One's own; another's only where one keeps order and the chat can."""
    mine = line(5, "oops", "Maria", own=True)

    def answer() -> None:
        box = dialogs.open_box(root)
        assert box is not None
        box.buttons[button].invoke()

    root.after(50, answer)
    choose(touch.menu.fill(mine, []), "Delete …")
    assert notes.done == ([("delete", 5)] if button else [])
    assert "Delete …" not in labels(touch.menu.fill(line(6), []))
    touch.menu.abilities = dataclasses.replace(ALL, delete_others=True)
    touch._people.manages = True
    assert "Delete …" in labels(touch.menu.fill(line(6), []))


def test_a_failed_line_says_why_and_is_tried_again_by_click_and_key(touch: Touch, notes: Notes) -> None:
    """C6: red, the reason, "Try again"; Enter in the area does the same for the last one, and the menu has it."""
    failed = line(1, "mine", "Maria", own=True, delivery=Delivery.FAILED, reason="You may not speak here.", msgid="")
    text = show(touch, failed)
    assert "You may not speak here." in shown(touch)
    click(text, "Try\N{NO-BREAK SPACE}again")
    press(text, "<Return>")
    choose(touch.menu.fill(failed, []), "Try again")
    assert notes.done == [("retry", 1)] * 3


def test_who_came_and_went_is_one_line_that_unfolds(touch: Touch) -> None:
    """By a click, and by the menu; folded again the same way."""
    moved = line(3, "Tom and Ina came", "", kind=Kind.MOVEMENT, details="14:52 Tom came\n14:53 Ina came", msgid="")
    text = show(touch, line(1), moved, line(4))
    assert "14:53" not in shown(touch)
    click(text, "Tom and Ina")
    assert "14:52 Tom came\n14:53 Ina came" in shown(touch)
    choose(touch.menu.fill(moved, []), "Show or hide details")
    assert "14:53" not in shown(touch)


def test_lines_are_walked_through_by_keyboard(touch: Touch, notes: Notes) -> None:
    """Up goes to the last line and on, over days and marks; what one stands on is seen; Ctrl+C copies it."""
    text = show(touch, line(1, "first"), line(100_000, "second"), line(100_001, "third"))
    press(text, "<Up>", "<Up>")
    rich = touch._area.rich
    assert rich.walker.current == 100_000
    assert "second" in text.get(*text.tag_ranges("current-line"))
    text.event_generate("<<Copy>>")
    assert rich.clipboard_get() == "second"
    press(text, "<Up>", "<Up>")
    assert rich.walker.current == 1
    press(text, "<Down>", "<Down>", "<Down>")
    assert rich.walker.current == 100_001


def test_several_lines_are_copied_with_names_and_times(touch: Touch) -> None:
    """And without reactions, quotes, marks; a part of one line as it stands, emoji as text."""
    quote = Quote("m1", "Alice", "one", 1)
    answered = line(2, "two", "Bob", quote=quote, reactions=(Reaction("👍", ("Bob",)),))
    text = show(touch, line(1, "one 👍 \x02bold\x02"), answered, line(3, "waves", "Bob", kind=Kind.ACTION))
    press(text, "<Control-a>")
    text.event_generate("<<Copy>>")
    copied = touch._area.rich.clipboard_get()
    assert [each[8:] for each in copied.split("\n")] == ["Alice: one 👍 bold", "Bob: two", "* Bob waves"]
    assert copied[0] == "["
    text.tag_remove("sel", "1.0", "end")
    start = text.search("one", "1.0")
    text.tag_add("sel", start, f"{start} + 5 chars")
    text.event_generate("<<Copy>>")
    assert touch._area.rich.clipboard_get() == "one 👍"


def test_the_bar_beside_a_line(touch: Touch, notes: Notes) -> None:
    """It stands beside what the pointer is on, with what can be done; scrolling takes it away."""
    text = show(touch, line(1, "one"), line(2, "two"))
    x, y, _width, height = text.bbox(text.search("two", "1.0"))
    text.event_generate("<Motion>", x=x + 2, y=y + height // 2)
    assert touch.bar.frame.winfo_manager() == "place"
    touch.bar.reply.invoke()
    touch.bar.react.invoke()
    assert notes.done == [("reply", 2), ("emoji", 2)]
    touch.bar.hide()
    assert touch.bar.frame.winfo_manager() == ""
    touch.menu.abilities = Abilities()
    touch.bar.show(line(2, "two"))
    assert touch.bar.reply.winfo_manager() == ""


def test_a_name_is_a_person(touch: Touch, notes: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A click on it shows what can be done with whoever wrote it."""
    shown_menus: list[list[str]] = []
    monkeypatch.setattr(tk.Menu, "tk_popup", lambda menu, *_place: shown_menus.append(labels(menu)))
    text = show(touch, line(1, "one", name="Alice Ö."))
    click(text, "Alice")
    assert shown_menus == [["Write to Alice Ö. privately", "Mention", "Who is this?", "Ignore"]]
    click(text, "one", button=3)
    assert shown_menus[1][0] == "Reply"


@pytest.mark.parametrize("text", ["\ud83d", "😀" * 500, "a\x00b", "{[$x]}", "\u202eevil", "مرحبا", "-nocase"])
def test_any_text_may_stand_anywhere(touch: Touch, text: str) -> None:
    """In a name, a quote, a reaction, the details of comings."""
    show(
        touch,
        line(1, text, text, name=text, quote=Quote(text, text, text, 7), reactions=(Reaction(text, (text,)),)),
        line(2, text, "", kind=Kind.MOVEMENT, details=f"{text}\n{text}"),
    )
    touch._area.unfold(2)
    touch.menu.fill(line(1, text, text), [])
    press(touch._area.rich.text, "<Control-a>")
    touch._area.rich.text.event_generate("<<Copy>>")
