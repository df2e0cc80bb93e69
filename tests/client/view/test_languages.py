"""In each language, at 100 % and 200 %, no word of ChatClient's windows is cut off."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_tk import i18n
from chat_tk.client.details import Invitation, Link, PersonDetails, Phase, RoomList, RoomOffer
from chat_tk.client.preferences import Preferences
from chat_tk.client.values import Kind, Level, Line, Room
from chat_tk.client.view.chat import ChatWindow
from chat_tk.client.view.join import JoinDialog
from chat_tk.client.view.joinform import Wanted
from chat_tk.client.view.settings import SettingsWindow, Surroundings
from chat_tk.client.view.shortcuts import ShortcutsWindow
from chat_tk.i18n import _
from tests.client.view.conftest import Notes
from tests.cut import cut

NOON = 1_795_176_000.0


@pytest.fixture(params=["en", "de", "ru"], autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.install(request.param)
    yield request.param
    i18n.install("en")


def test_the_dialog_before_the_chat(scaled_root: tk.Tk) -> None:
    """With all options, where nothing was found, and what is wrong is told."""
    nothing = lambda *_given: None  # noqa: E731  five times the same
    dialog = JoinDialog(
        scaled_root,
        Wanted(""),
        on_join=nothing,
        on_start_chat=nothing,
        on_cancel=nothing,
        on_check=nothing,
        on_quit=nothing,
    )
    dialog.show_advice(_("No chat found yet. Is it open, and is this computer in the same network?"))
    dialog.form.show_options(shown=True)
    dialog.form.address.text.set("two words")
    dialog.form.take()
    dialog.show_form(_("No chat was found. Type its address, or start a chat here."))
    assert cut(dialog.window) == []
    dialog.show_joining(_("Opening a chat on this computer …"))
    assert cut(dialog.window) == []


def test_the_chat(scaled_root: tk.Tk, scale: float, notes: Notes) -> None:
    """With every strip and bar at once, as narrow as the people at the side allow."""
    window = ChatWindow(scaled_root, notes, print)
    window.open_room(Room("#lobby", "Lobby", topic="Be kind", people=1204, may_topic=True))
    window.select_room("#lobby", [Line(1, "#lobby", Kind.MESSAGE, NOON, "hello", "Ben", msgid="a")], [], "")
    window.show_nick("Maria Rossi", "Room 204")
    scaled_root.geometry(f"{int(760 * scale)}x{int(620 * scale)}")
    window.show_status(
        _("You are in, but in no room yet. Choose one with “Rooms …”, or type /list and then /join NAME.")
    )
    window.show_invitation(Invitation("#staff", "Teachers", "Anna"))
    window.ask_room_password("#vault", "vault")
    window.show_link(Link(Phase.WAITING, _("The connection to the chat is broken."), 21))
    window.compose.composer.set("one\ntwo\nthree\nfour")
    window.compose.pasted.pasted("one\ntwo\nthree\nfour")
    window.wishes.find()
    window.find_bar.entry.insert(0, "zebra")
    assert cut(scaled_root) == []


def test_what_opens_beside_the_chat(scaled_root: tk.Tk, notes: Notes) -> None:
    """The list of rooms, somebody, and the keys."""
    window = ChatWindow(scaled_root, notes, print)
    window.show_nick("Maria", "Room 204")
    window.wishes.open_rooms()
    window.show_rooms(RoomList(tuple(RoomOffer(f"#r{n}", f"r{n}", n) for n in range(600)), complete=True, cut=True))
    window.show_person(PersonDetails("bob", "Bob", keeps_order=True, bot=True, idle=11754, since=NOON, account="bob"))
    ShortcutsWindow(scaled_root)
    assert cut(scaled_root) == []


def test_the_settings(scaled_root: tk.Tk, tmp_path: Path) -> None:
    """Each page, with rooms that have a rule of their own."""
    scaled_root.deiconify()
    rooms = [Room("#a", "a-room-with-a-really-very-long-name-indeed", level=Level.NOTHING)]
    around = Surroundings(lambda: "Maria", lambda _name: None, lambda: rooms, lambda _key, _level: None)
    settings = SettingsWindow(scaled_root, Preferences(tmp_path / "p.json"), around)
    for page in settings.book.tabs():  # type: ignore[no-untyped-call]
        settings.book.select(page)  # type: ignore[no-untyped-call]
        assert cut(settings.window) == []
