"""The chat window, with real widgets: what it shows, and what it asks for."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

import pytest

from chat_tk.client.details import RoomList, RoomOffer
from chat_tk.client.values import Kind, Line, Member, Room
from chat_tk.client.view.chat import ChatWindow
from chat_tk.ui import dialogs
from chat_tk.ui.rowlist import RowList
from chat_tk.ui.theme import Theme
from tests.client.view.conftest import Notes, inside, press

LOBBY = Room("#lobby", "Lobby", topic="Everyone is welcome", people=2)
HOMEWORK = Room("#homework", "Homework", unread=3, people=1)
BOB = Room("bob", "Bob", private=True)
MARIA = Member("Maria", me=True)
NOON = 1_795_176_000.0


def line(number: int, text: str = "Hello", sender: str = "Alice") -> Line:
    return Line(number, "#lobby", Kind.MESSAGE, NOON + number, text, sender)


def open_chat(root: tk.Tk, notes: Notes) -> ChatWindow:
    """A window that shows the lobby, with another room and a private conversation beside it."""
    window = ChatWindow(root, notes, lambda link: notes.done.append(("link", link)))
    for room in (BOB, LOBBY, HOMEWORK):
        window.open_room(room)
    window.select_room("#lobby", [line(1)], [Member("Alice", "@"), MARIA], "")
    window.show_nick("Maria", "Room 204")
    root.update()
    return window


@pytest.fixture
def chat(root: tk.Tk, notes: Notes) -> ChatWindow:
    return open_chat(root, notes)


def rows(listing: RowList) -> list[str]:
    """What the rows say: the sign, the name, the words behind it, the badge."""
    signs = {"here": "●", "away": "○"}
    return [
        " ".join(
            part for part in (signs.get(row.sign, row.sign), row.text, row.note and f"({row.note})", row.badge) if part
        )
        for row in listing.rows
    ]


def sheets(root: tk.Tk) -> list[tk.Misc]:
    """The windows beside the chat."""
    return [each for each in root.winfo_children() if isinstance(each, tk.Toplevel) and each.title() == "Rooms"]


def answer(root: tk.Tk, button: int, seen: list[str]) -> None:
    """Press a button of the next message box."""

    def look() -> None:
        box = dialogs.open_box(root)
        if box is None:
            root.after(20, look)
            return
        seen.append(box.text)
        box.buttons[button].invoke()

    root.after(20, look)


def test_it_is_hidden_until_there_is_something_to_show(root: tk.Tk, notes: Notes) -> None:
    """The dialog is still there when the window is made; the first status or name brings it up."""
    window = ChatWindow(root, notes, print)
    root.update()
    assert not root.winfo_viewable()
    window.show_status("Joining ...")
    root.update()
    assert root.winfo_viewable()


def test_title_name_and_status(chat: ChatWindow) -> None:
    """The title tells room and chat; the foot tells what goes on and who one is."""
    chat.show_status("The connection broke. Trying again ...")
    assert chat.root.title() == "(3) Lobby – Room 204"
    assert chat.status.status["text"] == "The connection broke. Trying again ..."
    assert "Maria" in chat.status.name["text"]


def test_a_long_status_is_read_to_its_end(chat: ChatWindow) -> None:
    """It goes on below, however narrow the window is; what has no end is cut."""
    chat.root.geometry("440x400")
    chat.root.update()
    low = chat.status.winfo_height()
    chat.show_status("You are in, but in no room yet. Choose one with “Rooms …”, or type /list and then /join NAME.")
    chat.root.update()
    assert chat.status.winfo_height() >= 2 * low - 4
    assert inside(chat.root) == []
    chat.show_status("word " * 500)
    assert len(chat.status.status["text"]) == 200


def test_rooms_stand_before_private_conversations(chat: ChatWindow) -> None:
    """In the order in which they came, with their unread counts."""
    assert rows(chat.sidebar.listing) == ["# Lobby", "# Homework 3", "● Bob"]


def test_a_room_changes_and_goes(chat: ChatWindow) -> None:
    """Count, title and topic follow; a room that is closed is gone."""
    chat.change_room(Room("#lobby", "Lobby", topic="New topic", people=7))
    chat.change_room(Room("bob", "Bob", private=True, unread=1))
    chat.close_room("#homework")
    chat.root.update()
    assert chat.header.topic["text"] == "New topic"
    assert chat.header.people_button["text"] == "7 people"
    assert rows(chat.sidebar.listing) == ["# Lobby", "● Bob 1"]


def test_a_private_conversation_counts_nobody(chat: ChatWindow) -> None:
    """It has no list of people; "0 people" would be nonsense. Back in a room the number is there again."""
    bob = Room("bob", "Bob", private=True)
    chat.open_room(bob)
    chat.select_room("bob", [], [], "")
    assert not chat.header.people_button.winfo_manager()
    chat.select_room("#lobby", [], [], "")
    assert chat.header.people_button.winfo_manager()


def test_select_room_shows_lines_people_and_draft(chat: ChatWindow) -> None:
    """All that belongs to a room comes at once, and the composer has the focus."""
    chat.select_room("bob", [line(5, "psst", "Bob")], [MARIA, Member("Bob", away=True)], "half a sent")
    chat.root.update()
    assert "psst" in chat.area.rich.text.get("1.0", "end")
    assert "Hello" not in chat.area.rich.text.get("1.0", "end")
    assert rows(chat.people.listing) == ["● Maria (you)", "○ Bob (away)"]
    assert chat.compose.composer.get() == "half a sent"
    assert chat.root.focus_lastfor() is chat.compose.composer.text
    assert chat.header.title["text"] == "Bob"


def test_a_list_that_was_asked_for_opens_its_window(root: tk.Tk, chat: ChatWindow) -> None:
    """``/list`` shows the rooms; who closes the window while they come is not shown them again."""
    offer = RoomOffer("#den", "Den", 2, "")
    chat.wishes.show_rooms(RoomList((offer,), complete=False))
    (listing,) = sheets(root)
    listing.destroy()
    chat.wishes.show_rooms(RoomList((offer,), complete=True))
    assert sheets(root) == []
    chat.wishes.show_rooms(RoomList((offer,), complete=True))
    assert len(sheets(root)) == 1


def test_the_shown_room_may_go_and_nothing_is_lost(chat: ChatWindow) -> None:
    """Removed from a room in the middle of a sentence: the sentence stays."""
    chat.compose.composer.set("What I wanted to sa")
    chat.select_room("#homework", [], [MARIA], "")
    chat.close_room("#lobby")
    assert chat.compose.composer.get() == "What I wanted to sa"


def test_text_stays_when_a_room_opens_by_itself(chat: ChatWindow) -> None:
    """The controller shows a room that was joined long ago, while something is being written: it waits in its room."""
    chat.compose.composer.set("Not sent yet")
    chat.select_room("#homework", [], [MARIA], "")
    assert chat.compose.composer.get() == ""
    chat.select_room("#lobby", [], [MARIA], "")
    assert chat.compose.composer.get() == "Not sent yet"


def test_a_command_that_opens_a_room_keeps_the_draft_of_that_room(chat: ChatWindow, notes: Notes) -> None:
    """``/msg bob`` where half a sentence to Bob waited."""
    notes.on_submit = lambda: chat.select_room("bob", [], [MARIA], "half a sentence")
    chat.compose.composer.set("/msg bob")
    chat.compose.send_button.invoke()
    assert chat.compose.composer.get() == "half a sentence"
    chat.select_room("#lobby", [], [MARIA], "")
    assert chat.compose.composer.get() == ""


def test_enter_and_send_submit_and_empty_the_composer(chat: ChatWindow, notes: Notes) -> None:
    """A9: by key and by click."""
    chat.compose.composer.set("one")
    press(chat.compose.composer.text, "<Return>")
    chat.compose.composer.set("two")
    chat.compose.send_button.invoke()
    assert notes.done == [("submit", "one"), ("submit", "two")]
    assert chat.compose.composer.get() == ""


def test_what_cannot_be_sent_stays(chat: ChatWindow, notes: Notes) -> None:
    """``submit`` says what must stand in the composer."""
    notes.left = "/jion room"
    chat.compose.composer.set("/jion room")
    press(chat.compose.composer.text, "<Return>")
    assert chat.compose.composer.get() == "/jion room"


@pytest.mark.parametrize(
    ("key", "room"),
    [("<Alt-Down>", "#homework"), ("<Alt-Up>", "bob"), ("<Control-Tab>", "#homework"), ("<Control-Shift-Tab>", "bob")],
)
def test_keys_change_the_room_with_the_draft(chat: ChatWindow, notes: Notes, key: str, room: str) -> None:
    """From the composer, round the ends of the list; what is being written goes along."""
    chat.compose.composer.set("draft")
    press(chat.compose.composer.text, key)
    assert notes.done == [("choose_room", room, "draft")]


def test_a_click_in_the_sidebar_chooses(chat: ChatWindow, notes: Notes) -> None:
    """The room is asked for; it is shown when the controller says so."""
    x, y, _width, _height = chat.sidebar.listing.place_of("#homework") or (0, 0, 0, 0)
    canvas = chat.sidebar.listing.canvas
    canvas.event_generate("<Button-1>", x=x + 30, y=y + 5)
    canvas.event_generate("<ButtonRelease-1>", x=x + 30, y=y + 5)
    chat.root.update()
    assert notes.done == [("choose_room", "#homework", "")]
    assert chat.root.focus_lastfor() is chat.compose.composer.text
    assert chat.header.title["text"] == "Lobby"


def test_delete_leaves_the_chosen_room(chat: ChatWindow, notes: Notes) -> None:
    """With the focus in the list of rooms."""
    press(chat.sidebar.listing.canvas, "<Delete>")
    assert notes.done == [("leave_room", "#lobby")]


def test_control_w_closes_private_conversations_only(chat: ChatWindow, notes: Notes) -> None:
    """Nobody leaves a room by a slip."""
    press(chat.compose.composer.text, "<Control-w>")
    assert notes.done == []
    chat.select_room("bob", [], [], "")
    press(chat.compose.composer.text, "<Control-w>")
    assert notes.done == [("leave_room", "bob")]


def test_closing_is_intercepted(chat: ChatWindow, notes: Notes) -> None:
    """A12: the window manager's button and Ctrl+Q ask the controller; the window stands until it says close."""
    chat.root.tk.call(chat.root.protocol("WM_DELETE_WINDOW"))
    press(chat.compose.composer.text, "<Control-q>")
    assert notes.done == [("quit",), ("quit",)]
    assert chat.root.winfo_viewable()
    chat.close()
    chat.close()


def test_enter_on_a_person_opens_a_private_conversation(chat: ChatWindow, notes: Notes) -> None:
    """But not with oneself."""
    press(chat.people.listing.canvas, "<Return>", "<Down>", "<Return>")
    assert notes.done == [("message_person", "Alice")]


def test_people_follow_in_place(chat: ChatWindow) -> None:
    """Who comes, goes, is away or gets a say is shown in the order that was told."""
    chat.show_members([Member("Zoë", "+"), Member("Alice", "@", away=True), MARIA, Member("Tom")])
    assert rows(chat.people.listing) == ["● Zoë (speaker)", "○ Alice (host, away)", "● Maria (you)", "● Tom"]
    chat.show_members([Member("Tom"), MARIA])
    assert rows(chat.people.listing) == ["● Tom", "● Maria (you)"]


def test_typing_while_reading_goes_to_the_composer(chat: ChatWindow) -> None:
    """The chat area takes no letters; the composer does."""
    press(chat.area.rich.text, "<Key-h>")
    press(chat.compose.composer.text, "<Key-i>")
    assert chat.compose.composer.get() == "hi"


def test_tell_and_ask_retry(chat: ChatWindow) -> None:
    """Message boxes in words; "Try again" is true, "Close" is not; "Join anyway" is true, "Stop" is not."""
    seen: list[str] = []
    for do, button, result in (
        (chat.tell, 0, None),
        (chat.ask_retry, 0, True),
        (chat.ask_retry, 1, False),
        (chat.ask_trust, 0, False),
        (chat.ask_trust, 1, True),
    ):
        answer(chat.root, button, seen)
        function: Callable[[str], object] = do
        assert function("The chat was closed.") is result
    assert seen == ["The chat was closed."] * 5


def test_the_end_loses_nothing_unsent(chat: ChatWindow) -> None:
    """What was being written stands in the box, which then waits for OK instead of going by itself."""
    seen: list[str] = []
    chat.compose.composer.set("one more thing")
    answer(chat.root, 0, seen)
    chat.tell("The chat was closed.")
    assert seen[0].startswith("The chat was closed.\n")
    assert seen[0].endswith("\none more thing")


def test_nothing_is_cut_off_at_the_smallest_size(scaled_root: tk.Tk, notes: Notes) -> None:
    """A3, at 100 % and 200 %: all that is shown lies within the window, with either side open."""
    chat = open_chat(scaled_root, notes)
    chat.change_room(Room("#lobby", "A room with a long title", topic="A topic " * 30, people=12345))
    chat.compose.composer.set("many\nlines\n" * 8)
    assert inside(scaled_root) == []
    width, height = scaled_root.minsize()
    scaled_root.geometry(f"{width}x{height}")
    assert inside(scaled_root) == []
    assert not chat.sidebar.winfo_viewable()
    assert not chat.people.winfo_viewable()
    for button, side in ((chat.header.rooms_button, chat.sidebar), (chat.header.people_button, chat.people)):
        button.invoke()
        assert inside(scaled_root) == []
        assert side.winfo_viewable()
    assert not chat.sidebar.winfo_viewable()


def test_the_sides_come_back_in_a_wide_window(scaled_root: tk.Tk, notes: Notes) -> None:
    """They yield people first, and return when there is room."""
    chat = open_chat(scaled_root, notes)
    px = Theme.of(scaled_root).px
    for width, shown in ((920, (1, 1)), (600, (1, 0)), (420, (0, 0)), (920, (1, 1))):
        scaled_root.geometry(f"{px(width)}x{px(500)}")
        scaled_root.update()
        assert (chat.sidebar.winfo_viewable(), chat.people.winfo_viewable()) == shown


@pytest.mark.parametrize(
    "text",
    ["😀👍🏽👨‍👩‍👧", "مرحبا בעולם", "你好世界", "e\u0301\u0323" * 50, "\ud83d", "a\x00b", "%s {[$x]}", "\u202eevil"],
)
def test_every_script_can_be_shown_and_edited(chat: ChatWindow, notes: Notes, text: str) -> None:
    """No text from outside raises, whatever part of the window shows it."""
    chat.open_room(Room(text, text, topic=text, people=1))
    chat.select_room(text, [Line(9, text, Kind.MESSAGE, NOON, text, text)], [Member(text)], text)
    chat.show_status(text)
    chat.show_nick(text, text)
    press(chat.compose.composer.text, "<Key-x>", "<BackSpace>", "<Return>")
    assert notes.done
    chat.close_room(text)
    chat.root.update()


def test_tab_goes_to_what_can_be_done_and_nowhere_else(chat: ChatWindow) -> None:
    """Round all of the window: fields, lists and buttons, each of which shows that it has the keyboard."""
    chat.change_room(Room("#lobby", "Lobby", topic="What is for lunch?", people=3))
    chat.root.update()
    start = widget = chat.compose.composer.text
    visited: list[tk.Misc] = []
    while not visited or (widget is not start and len(visited) < 50):
        visited.append(widget)
        widget = widget.tk_focusNext()  # type: ignore[assignment]
    assert widget is start
    assert {each.winfo_class() for each in visited} <= {"Text", "TButton", "Canvas", "TEntry"}
    assert {chat.area.rich.text, chat.sidebar.listing.canvas, chat.people.listing.canvas} <= set(visited)


def test_a_private_conversation_has_no_empty_column(chat: ChatWindow) -> None:
    """The people come back with the next room, unless the person had hidden them."""
    chat.root.update()
    assert chat.people.winfo_manager()
    chat.open_room(Room("bob", "bob", private=True))
    chat.select_room("bob", (), (), "")
    assert not chat.people.winfo_manager()
    chat.layout.toggle_people()
    assert not chat.people.winfo_manager()
    chat.open_room(Room("#den", "den"))
    chat.select_room("#den", (), (), "")
    assert chat.people.winfo_manager()


def test_the_window_is_as_large_as_it_was(scaled_root: tk.Tk, notes: Notes) -> None:
    """As the person made it, at whatever scale; told when it goes, also when it went with its root."""
    chat = ChatWindow(scaled_root, notes, print)
    chat.layout.size = (700, 500)
    ends: list[tuple[int, int]] = []
    chat.layout.on_end = ends.append
    chat.show_nick("Maria", "Room 204")
    scaled_root.update()
    px = Theme.of(scaled_root).px
    assert (scaled_root.winfo_width(), scaled_root.winfo_height()) == (px(700), px(500))
    scaled_root.geometry(f"{px(640)}x{px(480)}")
    scaled_root.update()
    chat.layout.frame.destroy()
    assert ends == [(640, 480)]


@pytest.fixture
def narrow(chat: ChatWindow) -> ChatWindow:
    """A window in which one side fits; the people stand in the place of the rooms."""
    px = Theme.of(chat.root).px
    chat.root.geometry(f"{px(600)}x{px(500)}")
    chat.root.update()
    assert sides(chat) == (True, False)
    chat.header.people_button.invoke()
    assert sides(chat) == (False, True)
    return chat


def sides(chat: ChatWindow) -> tuple[bool, bool]:
    """Whether the rooms and the people stand there."""
    return bool(chat.sidebar.winfo_manager()), bool(chat.people.winfo_manager())


def test_the_rooms_come_back_when_the_people_go(narrow: ChatWindow) -> None:
    """Nothing else leads to another room there; and the keys go where one writes."""
    narrow.people.listing.canvas.focus_set()
    narrow.header.people_button.invoke()
    assert sides(narrow) == (True, False)
    narrow.root.update()
    assert narrow.root.focus_lastfor() is narrow.compose.composer.text


def test_a_private_conversation_has_a_way_back(narrow: ChatWindow) -> None:
    """In a narrow window too; the rooms then stay, because somebody may be about to click there."""
    narrow.open_room(Room("bob", "bob", private=True))
    narrow.select_room("bob", (), (), "")
    assert sides(narrow) == (True, False)
    narrow.select_room("#lobby", (), (), "")
    assert sides(narrow) == (True, False)


def test_page_up_in_the_field_reads_back(chat: ChatWindow) -> None:
    """And Page Down comes back; what is written stays where it is."""
    chat.select_room("#lobby", [line(number, f"line {number}") for number in range(1, 200)], [], "half a")
    chat.root.update()
    text = chat.area.rich.text
    end = text.yview()[1]
    press(chat.compose.composer.text, "<Prior>")
    chat.root.update()
    assert text.yview()[1] < end
    press(chat.compose.composer.text, "<Next>")
    chat.root.update()
    assert text.yview()[1] == end
    assert chat.compose.composer.get() == "half a"
