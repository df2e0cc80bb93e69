"""The dialog before the chat: what it gives on, what it shows, and that nothing is cut off."""

from __future__ import annotations

import tkinter as tk

import pytest

from chat_tk.client.view.choices import Choice
from chat_tk.client.view.join import JoinDialog
from chat_tk.client.view.joinform import Wanted
from chat_tk.ui import dialogs
from tests.client.view.conftest import inside, press

MARIA = Wanted("Maria Rossi")
OFFICE = Choice("o", "Office", 3, last=True, known=True)
DEN = Choice("d", "Den", 0, password=True)
ATTIC = Choice("a", "Attic", None, known=True)
TYPED = Wanted("Maria Rossi", place="192.168.1.20:7000")


class Heard:
    """What the dialog called, in order."""

    def __init__(self) -> None:
        self.done: list[object] = []

    def open(self, root: tk.Tk, wanted: Wanted = MARIA) -> JoinDialog:
        dialog = JoinDialog(
            root,
            wanted,
            on_join=self.done.append,
            on_start_chat=lambda name: self.done.append(f"start {name}"),
            on_cancel=lambda: self.done.append("cancel"),
            on_check=lambda: self.done.append("check"),
            on_quit=lambda: self.done.append("quit"),
        )
        root.update()
        return dialog


@pytest.fixture
def heard() -> Heard:
    return Heard()


def chosen(dialog: JoinDialog) -> str:
    dialog.window.update()
    return dialog.form.choices.chosen


# --- the list ------------------------------------------------------------------------------------------------------


def test_one_enter_joins_the_chat_that_was_found(root: tk.Tk, heard: Heard) -> None:
    """The name is there, the first chat is chosen, the keyboard is in the name."""
    dialog = heard.open(root)
    assert dialog.window.focus_lastfor() is dialog.form.name.entry
    dialog.show_chats([OFFICE, DEN])
    press(dialog.form.name.entry, "<Return>")
    assert heard.done == [Wanted("Maria Rossi", key="o")]


def test_enter_before_anything_was_found_waits_for_it(root: tk.Tk, heard: Heard) -> None:
    """The one chat that comes then is joined."""
    dialog = heard.open(root)
    press(dialog.form.name.entry, "<Return>")
    assert heard.done == []
    assert "Looking" in dialog.status["text"]
    dialog.show_chats([DEN])
    tries = 0
    while not heard.done and tries < 200:
        tries += 1
        root.after(50)
        root.update()
    assert heard.done == [Wanted("Maria Rossi", key="d")]


def test_enter_before_two_were_found_leaves_the_choice(root: tk.Tk, heard: Heard) -> None:
    """Nobody is led into a chat that they did not mean; nor when none comes."""
    dialog = heard.open(root)
    press(dialog.form.name.entry, "<Return>")
    dialog.show_chats([OFFICE, DEN])
    dialog._join_eagerly()
    assert heard.done == []
    dialog.show_chats([])
    press(dialog.form.name.entry, "<Return>")
    dialog.show_advice("No chat found yet.")
    assert "Type its address" in dialog.status["text"]
    assert dialog.window.focus_lastfor() is dialog.form.address.entry


def test_arrows_in_the_name_move_the_choice(root: tk.Tk, heard: Heard) -> None:
    """And stop at the ends; the keyboard stays where it is."""
    dialog = heard.open(root)
    dialog.show_chats([OFFICE, DEN, ATTIC])
    press(dialog.form.name.entry, "<Down>", "<Down>", "<Down>", "<Up>")
    assert chosen(dialog) == "d"
    assert dialog.window.focus_lastfor() is dialog.form.name.entry
    press(dialog.form.name.entry, "<Return>")
    assert heard.done == [Wanted("Maria Rossi", key="d")]


def test_the_best_is_chosen_until_the_person_chooses(root: tk.Tk, heard: Heard) -> None:
    """What comes later may be better; a choice that was made stays."""
    dialog = heard.open(root)
    dialog.show_chats([DEN])
    dialog.show_chats([OFFICE, DEN])
    assert chosen(dialog) == "o"
    press(dialog.form.name.entry, "<Down>")
    dialog.show_chats([OFFICE, ATTIC, DEN])
    assert chosen(dialog) == "d"
    dialog.show_chats([OFFICE, ATTIC])
    assert chosen(dialog) == "o"


def test_a_row_tells_what_matters(root: tk.Tk, heard: Heard) -> None:
    """How many are there, whether one was there, whether it wants a password."""
    dialog = heard.open(root)
    dialog.show_chats([OFFICE, DEN, ATTIC])
    rows = [dialog.form.choices.tree.item(key, "values") for key in "oda"]
    assert rows == [
        ("Office", "3 people", "last used"),
        ("Den", "nobody yet", "new \N{MIDDLE DOT} password"),
        ("Attic", "", ""),
    ]


def test_a_long_name_of_a_chat_is_seen_to_go_on(root: tk.Tk, heard: Heard) -> None:
    """It gets what number and note leave; those stand whole."""
    dialog = heard.open(root)
    dialog.show_chats([Choice("l", "A class with a name that is longer than any list is wide, room 417", 1204), OFFICE])
    root.update()
    name, people, note = dialog.form.choices.tree.item("l", "values")
    assert name.startswith("A class with a name")
    assert name.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert (people, note) == ("1204 people", "new")


def test_nothing_found_says_what_to_do(root: tk.Tk, heard: Heard) -> None:
    """And offers to check the network; it goes when a chat comes."""
    dialog = heard.open(root)
    dialog.show_advice("No chat found yet.")
    root.update()
    assert dialog.form.check_button.winfo_viewable()
    dialog.form.check_button.invoke()
    assert heard.done == ["check"]
    dialog.show_chats([DEN])
    root.update()
    assert not dialog.form.check_button.winfo_viewable()


def test_nothing_moves_when_advice_comes(root: tk.Tk, heard: Heard) -> None:
    """It stands in the list, which is empty then; and it is back when the last chat has gone."""
    dialog = heard.open(root)
    assert dialog.form.looking.winfo_viewable()
    before = dialog.window.winfo_reqheight()
    dialog.show_advice("No chat found yet. Is it open, and is this computer in the same network?")
    root.update()
    assert dialog.form.advice.winfo_viewable()
    assert dialog.window.winfo_reqheight() == before
    assert inside(dialog.form.choices) == []
    dialog.show_chats([DEN])
    dialog.show_chats([])
    root.update()
    assert dialog.form.looking.winfo_viewable()


# --- an address ----------------------------------------------------------------------------------------------------


def test_an_address_counts_and_the_list_does_not(root: tk.Tk, heard: Heard) -> None:
    """While one stands there nothing is chosen, whatever is found; without it the best is chosen again."""
    dialog = heard.open(root)
    dialog.show_chats([OFFICE])
    dialog.form.address.text.set("room.local:7001")
    dialog.show_chats([OFFICE, DEN])
    assert chosen(dialog) == ""
    press(dialog.form.address.entry, "<Return>")
    assert heard.done == [Wanted("Maria Rossi", place="room.local:7001")]
    dialog.form.address.text.set("")
    assert chosen(dialog) == "o"


def test_choosing_in_the_list_takes_the_address_away(root: tk.Tk, heard: Heard) -> None:
    """One of the two counts, and it is seen which."""
    dialog = heard.open(root, TYPED)
    dialog.show_chats([OFFICE, DEN])
    press(dialog.form.address.entry, "<Down>")
    assert dialog.form.address.text.get() == ""
    assert chosen(dialog) == "o"


@pytest.mark.parametrize(("typed", "how"), [("ircs://chat.example", "require"), ("irc://chat.example", "try")])
def test_a_link_says_whether_it_must_be_secured(root: tk.Tk, heard: Heard, typed: str, how: str) -> None:
    """``ircs`` is always; and host and port stand among the options."""
    dialog = heard.open(root)
    dialog.form.address.text.set(typed)
    assert dialog.form.options.secured == how
    assert dialog.form.options.host.text.get() == "chat.example"
    assert dialog.form.options.port.text.get() == ("6697" if how == "require" else "6667")


def test_host_and_port_among_the_options_are_the_address(root: tk.Tk, heard: Heard) -> None:
    """Typed in two fields (A7), also for IPv6."""
    dialog = heard.open(root)
    dialog.form.more_button.invoke()
    dialog.form.options.host.text.set("fd00::1")
    dialog.form.options.port.text.set("7000")
    press(dialog.form.options.port.entry, "<Return>")
    assert heard.done == [Wanted("Maria Rossi", place="[fd00::1]:7000")]


def test_what_is_no_address_is_told_at_once(root: tk.Tk, heard: Heard) -> None:
    """Beside the field, and Enter stays there."""
    dialog = heard.open(root)
    dialog.form.address.text.set("two words")
    assert "is not an address" in dialog.form.address.note["text"]
    press(dialog.form.address.entry, "<Return>")
    assert heard.done == []
    assert dialog.window.focus_lastfor() is dialog.form.address.entry


def test_one_thing_is_wrong_at_a_time(root: tk.Tk, heard: Heard) -> None:
    """What is told beside a field takes the place of what was wrong before."""
    dialog = heard.open(root)
    dialog.show_form("No chat was found.")
    dialog.form.address.text.set("two words")
    press(dialog.form.address.entry, "<Return>")
    assert dialog.status["text"] == ""


@pytest.mark.parametrize(("wanted", "field"), [(TYPED, "address"), (MARIA, "name")])
def test_where_nobody_answers_the_address_can_be_mended(root: tk.Tk, heard: Heard, wanted: Wanted, field: str) -> None:
    """A typed one has the keyboard; without one, the name has it as ever."""
    dialog = heard.open(root, wanted)
    dialog.show_form("Nothing answers.", place=True)
    assert dialog.window.focus_lastfor() is getattr(dialog.form, field).entry


# --- the rest of the form ------------------------------------------------------------------------------------------


def test_without_a_name_nobody_joins(root: tk.Tk, heard: Heard) -> None:
    """The field says so, and has the keyboard."""
    dialog = heard.open(root, Wanted(""))
    dialog.show_chats([OFFICE])
    press(dialog.form.address.entry, "<Return>")
    assert heard.done == []
    assert "name" in dialog.form.name.note["text"]
    assert dialog.window.focus_lastfor() is dialog.form.name.entry


def test_options_are_closed_and_go_along(root: tk.Tk, heard: Heard) -> None:
    """Passwords unseen; rooms get their sign."""
    dialog = heard.open(root, TYPED)
    assert not dialog.form.options.winfo_viewable()
    dialog.form.more_button.invoke()
    root.update()
    options = dialog.form.options
    assert options.winfo_viewable()
    assert options.password.entry["show"]
    assert options.account_password.entry["show"]
    for field, text in zip(options.fields[2:], ("word", "maria", "secret", "den, #tea"), strict=True):
        field.text.set(text)
    options.secure("never")
    press(options.rooms.entry, "<Return>")
    assert heard.done == [
        Wanted("Maria Rossi", "", "192.168.1.20:7000", "word", "never", "maria", "secret", ("#den", "#tea"))
    ]


def test_joining_can_be_cancelled(root: tk.Tk, heard: Heard) -> None:
    """By Esc and by the button; everything typed is still there, and nothing is joined twice."""
    dialog = heard.open(root, TYPED)
    dialog.show_joining("Joining 192.168.1.20 ...")
    assert dialog.form.name.entry.instate(["disabled"])
    assert "Joining" in dialog.status["text"]
    press(dialog.form.choices.tree, "<Return>")
    press(dialog.join_button, "<Escape>")
    dialog.show_joining("Joining 192.168.1.20 ...")
    dialog.join_button.invoke()
    assert heard.done == ["cancel", "cancel"]
    assert dialog.form.name.entry.instate(["!disabled"])
    assert (dialog.form.address.text.get(), dialog.status["text"]) == ("192.168.1.20:7000", "")


def test_escape_and_closing_quit(root: tk.Tk, heard: Heard) -> None:
    """At the form there is nothing to cancel."""
    dialog = heard.open(root)
    press(dialog.form.name.entry, "<Escape>")
    dialog.window.tk.call(dialog.window.protocol("WM_DELETE_WINDOW"))
    assert heard.done == ["quit", "quit"]


def test_start_a_chat_here_needs_a_name_only(root: tk.Tk, heard: Heard) -> None:
    """No address: the chat will be on this computer."""
    dialog = heard.open(root, Wanted(""))
    dialog.start_button.invoke()
    assert heard.done == []
    dialog.form.name.text.set(" Maria  Rossi ")
    dialog.start_button.invoke()
    assert heard.done == ["start Maria Rossi"]


ENDS = [(0, "again"), (1, "change"), (2, "quit"), (None, "change")]
ENDS_HERE = [(0, "start"), (1, "again"), (2, "change"), (3, "quit"), (None, "change")]


@pytest.mark.parametrize(
    ("here", "button", "wish"), [(False, *end) for end in ENDS] + [(True, *end) for end in ENDS_HERE]
)
def test_a_failure_offers_a_way_on(root: tk.Tk, heard: Heard, button: int | None, wish: str, *, here: bool) -> None:
    """A8: a message box in words; closing it leads back to the form. A chat that was here can be opened again."""
    dialog = heard.open(root, TYPED)
    seen: list[str] = []

    def answer() -> None:
        box = dialogs.open_box(root)
        if box is None:
            root.after(20, answer)
            return
        seen.append(box.text)
        box.choose(button)

    root.after(20, answer)
    assert dialog.ask_retry("Nothing answers there.", here=here) == wish
    assert seen == ["Nothing answers there."]


@pytest.mark.parametrize(("key", "joins"), [("<Return>", False), ("<Escape>", False), (1, True)])
def test_another_computer_is_joined_only_by_its_button(
    root: tk.Tk, heard: Heard, key: str | int, *, joins: bool
) -> None:
    """Stop is what Enter and Escape press."""
    dialog = heard.open(root, TYPED)

    def answer() -> None:
        box = dialogs.open_box(root)
        if isinstance(key, int) and box is not None:
            box.buttons[key].invoke()
            return
        if box is not None and box.winfo_viewable():
            box.buttons[0].focus_force()
            box.buttons[0].event_generate(key)
        root.after(20, answer)  # until it is heard: a window that has just come may not have the keys yet

    root.after(20, answer)
    assert dialog.ask_trust("This is not the same computer as last time.") is joins


def test_nothing_is_cut_off_whatever_the_notes_say(scaled_root: tk.Tk, heard: Heard) -> None:
    """All widgets stay inside the smallest window, at 100 % and 200 %."""
    dialog = heard.open(scaled_root, Wanted(""))
    assert inside(dialog.window) == []
    dialog.show_advice("No chat found yet. Is it open, and is this computer in the same network? " * 2)
    dialog.form.name.text.set("Ma,ria" * 15)
    dialog.form.address.text.set("two words " * 9)
    dialog.form.more_button.invoke()
    dialog.form.options.port.text.set("x")
    dialog.show_form("Nothing answers at 192.168.1.20, port 6667. " * 4)
    dialog.window.geometry("1x1")
    assert inside(dialog.window) == []


@pytest.mark.parametrize(("wanted", "field"), [("password", "password"), ("account", "account_password")])
def test_a_chat_that_wants_a_password_shows_where_to_type_it(
    root: tk.Tk, heard: Heard, wanted: str, field: str
) -> None:
    """The field unfolds and has the focus; what was typed in it is selected, to be typed over."""
    dialog = heard.open(root, TYPED)
    dialog.show_form("This chat needs a password.", **{wanted: True})
    root.update()
    assert dialog.form.options.winfo_ismapped()
    assert dialog.window.focus_lastfor() is getattr(dialog.form.options, field).entry
    assert dialog.form.more_button["text"] == "Fewer options"


def test_close_may_be_called_twice(root: tk.Tk, heard: Heard) -> None:
    """The second call does nothing."""
    dialog = heard.open(root)
    dialog.close()
    dialog.close()
    assert not dialog.window.winfo_exists()
