"""What opens beside the chat: rooms, persons, the network log; strips, answers, the lock, the menu."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path

import pytest

from chat_tk.client.details import (
    Abilities,
    Invitation,
    Link,
    PersonDetails,
    Phase,
    RoomList,
    RoomOffer,
    WireLine,
)  # fmt: skip
from chat_tk.client.values import Kind, Line, Room
from chat_tk.client.view import person
from chat_tk.client.view.chat import ChatWindow
from chat_tk.client.view.roomlist import RoomListWindow
from chat_tk.ui import dialogs, files
from chat_tk.ui.form import Form
from chat_tk.ui.widgets import Field
from tests.client.view.conftest import Notes, inside, press
from tests.client.view.test_sides import choose, labels

NOON = 1_795_176_000.0
OFFERS = tuple(RoomOffer(f"#r{number}", f"Room {number}", number, "about cats" * (number == 3)) for number in range(5))


@pytest.fixture
def chat(root: tk.Tk, notes: Notes) -> ChatWindow:
    window = ChatWindow(root, notes, print)
    window.open_room(Room("#lobby", "Lobby", topic="Be kind", people=2, may_topic=True))
    window.open_room(Room("bob", "Bob", private=True))
    window.select_room("#lobby", [], [], "")
    window.show_nick("Maria", "Room 204")
    root.update()
    return window


def answers(root: tk.Tk, button: int, text: str | None = None) -> list[str]:
    """Answer the next box; what it said."""
    said: list[str] = []

    def look() -> None:
        box = dialogs.open_box(root)
        if box is None:
            root.after(20, look)
            return
        said.append(box.text)
        if text is not None and box.entry is not None:
            box.entry.delete(0, "end")
            box.entry.insert(0, text)
        box.buttons[button].invoke()

    root.after(20, look)
    return said


# --- rooms ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def rooms(root: tk.Tk, notes: Notes) -> RoomListWindow:
    root.deiconify()
    window = RoomListWindow(root, notes)
    window.show(RoomList(OFFERS, complete=True))
    root.update()
    return window


def listed(window: RoomListWindow) -> list[str]:
    return [window.tree.set(row, "room") for row in window.tree.get_children()]


def test_rooms_are_listed_the_liveliest_first(rooms: RoomListWindow) -> None:
    """And counted; while more are coming, that is said."""
    assert listed(rooms) == ["Room 4", "Room 3", "Room 2", "Room 1", "Room 0"]
    assert rooms.note["text"] == "5 rooms"
    rooms.show(RoomList(OFFERS[:1], complete=False))
    assert rooms.note["text"] == "1 room, more are coming …"
    rooms.show(RoomList((), complete=True, problem="The chat does not list its rooms."))
    assert rooms.note["text"] == "The chat does not list its rooms."


def test_typing_narrows_and_enter_enters(rooms: RoomListWindow, notes: Notes) -> None:
    """Also by what a room is about; what was found stays marked, and arrows walk on from there in the field."""
    rooms.entry.insert(0, "CATS")
    assert listed(rooms) == ["Room 3"]
    rooms.entry.delete(0, "end")
    press(rooms.entry, "<Down>", "<Return>")
    assert notes.done == [("join", "#r2")]
    assert not rooms.is_open


def test_a_name_that_is_not_there_opens_a_new_room(rooms: RoomListWindow, notes: Notes) -> None:
    """By the button, or by Enter when nothing fits; an existing one is not opened anew."""
    rooms.entry.insert(0, "room 3")
    assert rooms.new_button.instate(["disabled"])
    rooms.entry.delete(0, "end")
    rooms.entry.insert(0, "Holiday plans")
    assert listed(rooms) == []
    assert rooms.join_button.instate(["disabled"])
    press(rooms.entry, "<Return>")
    assert notes.done == [("join", "Holiday plans")]


def test_the_button_that_stands_out_is_what_enter_does(rooms: RoomListWindow) -> None:
    """Join while a room is marked; where none has the name, the one that opens a new room."""

    def looks() -> tuple[str, str]:
        return str(rooms.join_button["style"]), str(rooms.new_button["style"])

    assert looks() == ("Primary.TButton", "TButton")
    rooms.entry.insert(0, "Holiday plans")
    assert looks() == ("TButton", "Primary.TButton")
    assert rooms.note["text"] == "No room is called so yet."
    rooms.show(RoomList((), complete=False))
    assert rooms.note["text"] == "Asking for the rooms …"


def test_the_list_that_comes_to_the_front_again_has_the_keyboard_in_its_field(chat: ChatWindow) -> None:
    """Who asks for it a second time types a name at once, too."""
    chat.sidebar.rooms_button.invoke()
    window = chat.wishes._room_list
    assert window is not None
    chat.compose.composer.text.focus_force()
    chat.root.update()
    chat.sidebar.rooms_button.invoke()
    chat.root.update()
    assert window.window.focus_lastfor() is window.entry
    window.close()


def test_the_list_opens_from_the_window_and_once(chat: ChatWindow, notes: Notes) -> None:
    """Asked for again, it comes to the front; Escape closes it."""
    chat.sidebar.rooms_button.invoke()
    chat.sidebar.rooms_button.invoke()
    chat.show_rooms(RoomList(OFFERS, complete=True))
    window = chat.wishes._room_list
    assert window is not None
    assert listed(window) == ["Room 4", "Room 3", "Room 2", "Room 1", "Room 0"]
    assert notes.asked("list_rooms") == [("list_rooms",)] * 2
    press(window.entry, "<Escape>")
    assert not window.is_open
    chat.show_rooms(RoomList(OFFERS, complete=True))


def test_three_thousand_rooms(rooms: RoomListWindow) -> None:
    """A part is shown, and that is said."""
    rooms.show(RoomList(tuple(RoomOffer(f"#r{n}", f"r{n}", n) for n in range(3000)), complete=True, cut=True))
    assert len(listed(rooms)) == 500
    assert rooms.note["text"].startswith("3000 rooms, not all are shown")


# --- persons --------------------------------------------------------------------------------------------------------


def test_a_person_is_told_in_words(chat: ChatWindow, notes: Notes) -> None:
    """What is known and nothing else; from there one writes or ignores."""
    known = PersonDetails(
        "bob", "Bob B.", "Robert B.", "on a boat", "10.0.0.7", "bobby", away=True, away_text="back at five",
        keeps_order=True, idle=754, since=NOON, rooms=("Lobby", "Staff"), shared=("Lobby",), encrypted=True,
    )  # fmt: skip
    chat.show_person(known)
    window = chat.wishes._person
    assert window is not None
    assert window.facts["Full name"] == "Robert B."
    assert window.facts["Away"] == "back at five"
    assert window.facts["Last wrote"] == "12 min ago"
    assert window.facts["Other rooms"] == "Staff"
    assert window.facts["Role"] == "keeps order here"
    assert "Also" not in window.facts
    window.buttons[0].invoke()
    assert notes.done == [("message_person", "bob")]
    assert not window.is_open


def test_nobody_of_that_name() -> None:
    """That is said, and nothing is made up."""
    assert list(person.facts(PersonDetails("ghost", found=False), NOON)) == [("Here", "Nobody of this name is here.")]


# --- network log ----------------------------------------------------------------------------------------------------


def test_the_network_log(chat: ChatWindow, notes: Notes, tmp_path: Path) -> None:
    """Ctrl+Shift+L opens and closes it; what goes and comes is told apart; it can be kept."""
    press(chat.compose.composer.text, "<Control-Shift-L>")
    lines = [WireLine(NOON, sent=True, text="NICK maria"), WireLine(NOON, sent=False, text=":s 001 \x02x\ud800")]
    chat.show_wire(lines)
    window = chat.wishes._wire
    assert window is not None
    window._write(str(tmp_path / "log.txt"))
    kept = (tmp_path / "log.txt").read_text(encoding="utf-8").splitlines()
    assert [each[9:] for each in kept] == ["→ NICK maria", "← :s 001 \x02x\ufffd"]
    said = answers(chat.root, 0)
    window._write(str(tmp_path / "no" / "log.txt"))
    assert said[0].startswith("The file could not be written")
    press(chat.compose.composer.text, "<Control-Shift-L>")
    assert notes.asked("watch_wire") == [("watch_wire", True), ("watch_wire", False)]
    chat.show_wire(lines)


def fills_in(root: tk.Tk, button: int, text: str) -> None:
    """Type this into the only field of the next form, and press a button of it."""

    def look() -> None:
        box = dialogs.open_box(root)
        if not isinstance(box, Form):
            root.after(20, look)
            return
        (field,) = box.fields.values()
        assert isinstance(field, Field)
        assert field.entry["show"]
        field.set(text)
        box.buttons[button].invoke()

    root.after(20, look)


# --- strips and answers ---------------------------------------------------------------------------------------------


def test_an_invitation_is_a_strip(chat: ChatWindow, notes: Notes) -> None:
    """Join enters, Not now lets it be; the same twice is said once, a flood fills nothing."""
    for _number in range(2):
        chat.show_invitation(Invitation("#staff", "Staff", "Alice"))
    assert chat.strips.words == ["Alice invites you to Staff."]
    button = chat.strips.button("Join")
    assert button is not None
    button.invoke()
    assert notes.done == [("join", "#staff")]
    assert chat.strips.words == []
    for number in range(50):
        chat.show_invitation(Invitation(f"#r{number}", f"r{number}", "Alice"))
    assert len(chat.strips.words) == 3
    chat.root.update()
    assert inside(chat.root) == []


def test_a_conversation_is_kept_as_a_file(
    chat: ChatWindow, notes: Notes, root: tk.Tk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the room's name; who thinks better of it keeps nothing."""
    chat.change_room(Room("#lobby", "Class 7/b"))
    asked: list[tuple[str, list[str]]] = []
    for chosen in ("", "/somewhere/talk.txt"):
        monkeypatch.setattr(
            files, "ask_save",
            lambda _parent, _title, name, kinds, chosen=chosen: asked.append((name, [e for _k, e in kinds])) or chosen,
        )  # fmt: skip
        chat.wishes.export()
    assert asked == [("Class 7_b.html", [".html", ".txt"])] * 2
    assert notes.asked("export") == [("export", "/somewhere/talk.txt", "#lobby")]


def test_a_box_of_tks_own_takes_the_keyboard(chat: ChatWindow, root: tk.Tk) -> None:
    """It is none of ours, and tkinter does not know it: the field below is drawn without the keyboard all the same."""
    if root.tk.call("tk", "windowingsystem") != "x11":
        pytest.skip("only there Tk has boxes for files of its own")
    chat.compose.composer.text.focus_force()
    root.update()
    seen: list[str] = []

    def cancel() -> None:
        tops = map(str, root.tk.splitlist(root.tk.call("winfo", "children", ".")))
        box = next((each for each in tops if "filedialog" in each and root.tk.call("winfo", "viewable", each)), "")
        if not box:
            root.after(20, cancel)
            return
        root.tk.call("focus", "-force", f"{box}.contents.f2.ent")
        root.tk.call("update")
        chat.change_room(Room("#lobby", "Lobby", people=4))
        root.tk.call("update")
        seen.append(box)
        root.tk.call("set", "::tk::Priv(selectFilePath)", "")

    root.after(50, cancel)
    assert files.ask_save(root, "Export", "lobby.html", [("Web page", ".html")]) == ""
    assert seen


def test_who_was_removed_enters_again_with_a_button(chat: ChatWindow, notes: Notes) -> None:
    """Only where one sees that room, and not while there is no connection at all."""
    chat.change_room(Room("#lobby", "Lobby", joined=False))
    assert chat.strips.words == ["You are not in this room any more."]
    button = chat.strips.button("Enter it again")
    assert button is not None
    button.invoke()
    assert notes.done == [("join", "#lobby")]
    chat.select_room("bob", [], [], "")
    assert chat.strips.words == []
    chat.select_room("#lobby", [], [], "")
    chat.show_link(Link(Phase.BROKEN, "The connection broke."))
    chat.change_room(Room("#lobby", "Lobby", joined=False, people=1))
    assert chat.strips.words == ["The connection broke."]
    chat.show_link(Link(Phase.HERE))
    chat.change_room(Room("#lobby", "Lobby", people=1))
    assert chat.strips.words == []


def test_a_room_with_a_password_asks_for_it(chat: ChatWindow, notes: Notes) -> None:
    """Typed unseen in a box; who thinks better of it keeps the strip."""
    chat.ask_room_password("#vault", "vault")
    assert chat.strips.words == ["vault needs a password."]
    button = chat.strips.button("Type it …")
    assert button is not None
    for index, typed in ((1, "x"), (0, "secret")):
        assert notes.done == []
        fills_in(chat.root, index, typed)
        button.invoke()
    assert notes.done == [("join", "#vault", "secret")]
    assert chat.strips.words == []


def test_a_broken_connection_says_so_and_tries_now(chat: ChatWindow, notes: Notes) -> None:
    """The seconds run; back again, the strip is gone and takes no room."""
    chat.show_link(Link(Phase.BROKEN, "The connection broke."))
    assert chat.strips.words == ["The connection broke."]
    for seconds in (2, 1):
        chat.show_link(Link(Phase.WAITING, "The connection broke.", seconds))
    assert chat.strips.words == ["The connection broke. Next try in 1 second."]
    button = chat.strips.button("Try now")
    assert button is not None
    button.invoke()
    assert notes.done == [("try_now",)]
    chat.show_link(Link(Phase.HERE))
    chat.root.update()
    assert chat.strips.words == []
    assert chat.strips.winfo_height() <= 2


def test_an_answer_goes_with_its_room(chat: ChatWindow, notes: Notes) -> None:
    """Shown above the composer, sent once; another room has none; what could not be sent stays an answer."""
    chat.wishes.reply(Line(7, "#lobby", Kind.MESSAGE, NOON, "why?", "bob", name="Bob B."))
    chat.root.update()
    assert chat.replies.words["text"] == "Answer to Bob B.: why?"
    chat.select_room("bob", [], [], "")
    assert chat.replies.line_id == 0
    chat.select_room("#lobby", [], [], "")
    notes.left = "because"
    for left in ("because", ""):
        notes.left = left
        chat.compose.composer.set("because")
        press(chat.compose.composer.text, "<Return>")
    chat.compose.composer.set("next")
    press(chat.compose.composer.text, "<Return>")
    assert notes.asked("submit") == [("submit", "because", 7), ("submit", "because", 7), ("submit", "next")]


def test_an_answer_stays_when_its_room_gets_another_name(chat: ChatWindow) -> None:
    """And what is being written, too: it is put there once."""
    chat.wishes.reply(Line(7, "#lobby", Kind.MESSAGE, NOON, "why?", "bob"))
    chat.compose.composer.insert("because")
    chat.move_room("#lobby", Room("#hall", "Hall"))
    assert (chat.replies.line_id, chat.compose.composer.get(), chat.shown) == (7, "because", "#hall")


def test_a_room_with_another_name_stays_where_it_is(chat: ChatWindow) -> None:
    """In the list, and in the chat area: nothing is drawn anew, and a line there can be answered."""
    chat.open_room(Room("#den", "Den"))
    chat.add_lines([Line(7, "#lobby", Kind.MESSAGE, NOON, "why?", "bob")])
    chat.area.draw_now()
    before = chat.area.rich.text.get("1.0", "end")
    chat.move_room("#lobby", Room("#hall", "Hall"))
    chat.root.update()
    assert [row.text for row in chat.sidebar.listing.rows] == ["Hall", "Den", "Bob"]
    assert (chat.shown, chat.sidebar.beside(1), chat.header.title["text"]) == ("#hall", "#den", "Hall")
    assert chat.area.rich.text.get("1.0", "end") == before
    assert "why?" in before
    line = chat.area.line(7)
    assert line is not None
    chat.wishes.reply(line)
    assert chat.replies.line_id == 7


def test_escape_takes_an_answer_back(chat: ChatWindow) -> None:
    """From the composer, where one is."""
    chat.wishes.reply(Line(7, "#lobby", Kind.MESSAGE, NOON, "why?", "bob"))
    press(chat.compose.composer.text, "<Escape>")
    assert chat.replies.line_id == 0
    assert not chat.replies.winfo_viewable()


# --- header and menu ------------------------------------------------------------------------------------------------


def test_the_topic_is_edited_where_one_may(chat: ChatWindow, notes: Notes) -> None:
    """Else it is read whole; unchanged, nothing is sent."""
    for text in ("Be kind", "Be brief"):
        answers(chat.root, 0, text)
        chat.wishes.edit_topic()
    assert notes.done == [("set_topic", "Be brief", "#lobby")]
    chat.change_room(Room("#lobby", "Lobby", topic="Only to read"))
    said = answers(chat.root, 0)
    chat.wishes.edit_topic()
    assert said == ["Only to read"]


def test_a_click_at_the_topic_edits_it_when_the_button_comes_up(chat: ChatWindow, notes: Notes) -> None:
    """While it is down, the box would not get the keys."""
    said = answers(chat.root, 0, "Be brief")
    chat.header.topic.event_generate("<Button-1>")
    assert not said
    chat.header.topic.event_generate("<ButtonRelease-1>")
    assert said == ["What is this room about?"]
    assert notes.done == [("set_topic", "Be brief", "#lobby")]


def test_the_lock_tells_with_whom_one_is_connected(chat: ChatWindow) -> None:
    """The fingerprint in words; without a lock, what that means."""
    chat.show_link(Link(Phase.HERE, encrypted=True, fingerprint="apple river stone"))
    said = answers(chat.root, 0)
    chat.header.lock_button.invoke()
    assert said[0].endswith("apple river stone")
    chat.show_link(Link(Phase.HERE))
    said = answers(chat.root, 0)
    chat.header.lock_button.invoke()
    assert "without a lock" in said[0]


def test_the_menu_has_what_is_possible(chat: ChatWindow, notes: Notes) -> None:
    """It follows the room and what the chat can do."""
    menu = chat.wishes.menu.fill()
    assert "Raise my hand" not in labels(menu)
    chat.show_abilities(Abilities(hands=True, status=True))
    menu = chat.wishes.menu.fill()
    choose(menu, "Raise my hand")
    answers(chat.root, 0, "at lunch")
    choose(menu, "I am away …")
    chat.show_away("at lunch")
    choose(chat.wishes.menu.fill(), "I am here again")
    answers(chat.root, 0, "Maria R.")
    choose(menu, "My name …")
    answers(chat.root, 0, "")
    choose(menu, "A line about me …")
    away = [("set_away", "at lunch"), ("set_away", None)]
    assert notes.done == [("raise_hand", True), *away, ("set_name", "Maria R."), ("set_status", "")]
    chat.select_room("bob", [], [], "")
    assert "Close this conversation" in labels(chat.wishes.menu.fill())
    assert "Invite somebody …" not in labels(chat.wishes.menu.fill())


def test_one_sees_that_one_is_away(chat: ChatWindow) -> None:
    """Beside one's name, also where no people are shown; another name does not hide it."""
    assert chat.status.name["text"] == "You are Maria"
    chat.show_away("at lunch")
    assert chat.status.name["text"] == "You are Maria, away"
    chat.show_nick("Maria R.", "Room 204")
    assert chat.status.name["text"] == "You are Maria R., away"
    chat.show_away(None)
    assert chat.status.name["text"] == "You are Maria R."


def test_who_writes_is_told_below_the_lines(chat: ChatWindow) -> None:
    """Without moving anything."""
    before = chat.area.rich.winfo_height()
    chat.change_room(Room("#lobby", "Lobby", typing=("Ann", "Bob")))
    chat.root.update()
    assert chat.typing["text"] == "Ann and Bob are writing …"
    assert chat.area.rich.winfo_height() >= before
    chat.change_room(Room("#lobby", "Lobby", typing=tuple("abcde")))
    assert chat.typing["text"] == "Several people are writing …"


def test_tab_reaches_everything(chat: ChatWindow) -> None:
    """From the composer, round the window, and back; what is pressed with a click takes the keys too."""
    chat.show_link(Link(Phase.WAITING, "The connection broke.", 5))
    chat.root.update()
    start = chat.compose.composer.text
    chain, widget = [start], start.tk_focusNext()
    while widget is not None and widget is not start and len(chain) < 100:
        chain.append(widget)  # type: ignore[arg-type]
        widget = widget.tk_focusNext()
    wanted = [
        chat.compose.send_button, chat.sidebar.listing.canvas, chat.sidebar.rooms_button, chat.header.search_button,
        chat.header.people_button, chat.header.menu_button, chat.area.rich.text, chat.people.listing.canvas,
        chat.strips.button("Try now"),
    ]  # fmt: skip
    assert [str(each) for each in wanted if each not in chain] == []
