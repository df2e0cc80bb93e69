"""Searching: what is here, while one types; on the server, with a window of what was found."""

from __future__ import annotations

import tkinter as tk

import pytest

from chat_tk.client.details import Abilities, Found
from chat_tk.client.values import Kind, Line, Room
from chat_tk.client.view import finding
from chat_tk.client.view.chat import ChatWindow
from chat_tk.client.view.found import FoundWindow
from tests.client.view.conftest import Notes, press

NOON = 1_795_176_000.0


def line(number: int, text: str, sender: str = "Alice") -> Line:
    return Line(number, "#lobby", Kind.MESSAGE, NOON + number, text, sender)


@pytest.fixture
def chat(root: tk.Tk, notes: Notes) -> ChatWindow:
    window = ChatWindow(root, notes, print)
    window.open_room(Room("#lobby", "Lobby"))
    lines = [line(number, f"line {number}") for number in range(300)]
    lines[7] = line(7, "the \x02Needle\x02 in the hay")
    lines[250] = line(250, "another needle, and a needle")
    window.select_room("#lobby", lines, [], "")
    window.show_nick("Maria", "Room 204")
    root.update()
    return window


def find(chat: ChatWindow, text: str) -> None:
    press(chat.compose.composer.text, "<Control-f>")
    chat.find_bar.entry.delete(0, "end")
    chat.find_bar.entry.insert(0, text)
    chat.root.update()


def here(chat: ChatWindow) -> str:
    """The line around what is looked at now."""
    text = chat.area.rich.text
    places = text.tag_ranges("found-here")
    return str(text.get(f"{places[0]} linestart", f"{places[0]} lineend")) if places else ""


def test_typing_finds_the_newest_and_steps_go_on(chat: ChatWindow) -> None:
    """Whatever the capitals, drawn or not; the count tells which of how many; round the ends."""
    find(chat, "NEEDLE")
    assert here(chat) == "another needle, and a needle"
    assert chat.find_bar.count["text"] == "2 of 2"
    assert len(chat.area.rich.text.tag_ranges("found-here")) == 4
    press(chat.find_bar.entry, "<Return>")
    assert here(chat) == "the Needle in the hay"
    assert chat.find_bar.count["text"] == "1 of 2"
    assert chat.area.rich.text.dlineinfo("found-here.first") is not None
    press(chat.find_bar.entry, "<Shift-Return>", "<Down>")
    assert chat.find_bar.count["text"] == "1 of 2"


def test_nothing_found_is_said(chat: ChatWindow) -> None:
    """The field is red, nothing moves; an empty field says nothing."""
    find(chat, "no such words")
    assert chat.find_bar.count["text"] == "Nothing found here"
    assert chat.find_bar.entry.instate(["invalid"])
    find(chat, "")
    assert chat.find_bar.count["text"] == ""


def test_escape_ends_it(chat: ChatWindow) -> None:
    """No colour stays, and one can write on."""
    find(chat, "needle")
    press(chat.find_bar.entry, "<Escape>")
    assert not chat.area.rich.text.tag_ranges("found")
    assert not chat.area.rich.text.tag_ranges("found-here")
    assert not chat.find_bar.winfo_viewable()
    assert chat.root.focus_lastfor() is chat.compose.composer.text


def test_what_is_older_is_sought_by_a_button(chat: ChatWindow, notes: Notes) -> None:
    """And by Ctrl+Enter: on the server where it can search, else among all lines that are kept here."""
    find(chat, "needle")
    press(chat.find_bar.entry, "<Control-Return>")
    assert notes.asked("search") == [("search", "needle", False)]
    chat.show_abilities(Abilities(search=True))
    find(chat, "needle")
    press(chat.find_bar.entry, "<Control-Return>")
    chat.find_bar.older.invoke()
    assert notes.asked("search")[1:] == [("search", "needle", True)] * 2


def test_what_was_found_leads_to_its_place(root: tk.Tk) -> None:
    """By Enter on the line, and by a click; a link in it is not opened from here."""
    chosen: list[Line] = []
    root.deiconify()
    window = FoundWindow(root, chosen.append)
    lines = (line(9, "newest https://a.example/"), line(3, "older", "Bob"))
    window.show(Found("e", lines, (("#lobby", "Lobby"), ("#b", "B")), on_server=True))
    text = window.rich.text
    root.update()
    assert "Lobby, Friday 20 November 2026" in text.get("1.0", "end")
    assert "2 messages" in window.note["text"]
    press(text, "<Down>", "<Return>")
    x, y, _width, height = text.bbox(text.search("a.example", "1.0"))
    text.event_generate("<Motion>", x=x, y=y + height // 2)
    text.event_generate("<Button-1>", x=x, y=y + height // 2)
    text.event_generate("<ButtonRelease-1>", x=x, y=y + height // 2)
    assert [each.id for each in chosen] == [3, 9]
    press(text, "<Escape>")
    assert not window.is_open
    window.close()


def test_what_was_not_found_is_said(chat: ChatWindow) -> None:
    """Searching, nothing, a problem: each in words, in the one window."""
    chat.show_found(Found("x", (), complete=False))
    window = chat.wishes._found
    assert window is not None
    assert window.note["text"] == "Searching …"
    chat.show_found(Found("x", ()))
    assert window.note["text"] == "Nothing was found for “x”."
    chat.show_found(Found("x", (), problem="The chat does not answer."))
    assert window.note["text"] == "The chat does not answer."
    assert chat.wishes._found is window


def test_signs_beyond_the_usual_ones_do_no_harm(chat: ChatWindow) -> None:
    """Tk 8.6 ended the program where one of them stood in the widget; and signs that mean something elsewhere."""
    chat.add_lines([line(300, "\U0001d407i a.c \U0001f600" * 120), line(301, "\U00020731 ABC [x] A.C")])
    find(chat, "i a.c")
    assert chat.find_bar.count["text"] == "1 of 1"
    text = chat.area.rich.text
    found = text.tag_ranges("found-here")
    assert len(found) == 2 * 120
    assert {text.get(*found[place : place + 2]) for place in range(0, len(found), 2)} == {"i a.c"}
    find(chat, "[x] a.c")
    assert text.get(*text.tag_ranges("found-here")) == "[x] A.C"


def test_what_is_seen_is_coloured_however_much_is_found(chat: ChatWindow) -> None:
    """There are more places than are coloured; those in sight are, and the line that one looks at."""
    chat.add_lines([line(300 + number, "many " * 8) for number in range(60)])
    find(chat, "many")
    text = chat.area.rich.text
    top = text.index("@5,5")
    assert text.tag_nextrange("found", f"{top} linestart", f"{top} lineend + 1 lines")
    assert here(chat) == "many " * 8
    assert len(text.tag_ranges("found")) // 2 <= finding.MOST_COLOURED < 60 * 8
