"""Tests of the window that is there before its chat: what it waits for, and what is done in it meanwhile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from chat_tk.server import __main__ as start
from chat_tk.server import hosting
from chat_tk.server.opening import Opening
from chat_tk.server.settings_file import SettingsFile
from chat_tk.server.signals import StopAsked
from chat_tk.server.windowed import Behind, Read

CHATS_OWN = ("chat_tk.server.core", "chat_tk.server.model", "sqlite3", "ssl", "hashlib", "zeroconf", "cryptography")
SEEN_LATER = ("chat_tk.ui.board", "chat_tk.server.view.big", "chat_tk.irc.markup", "tomllib")
"""What draws what one sees on a click, the names of rooms, and what a settings file is read with."""


class FakeController:
    """Notes what is asked of it."""

    exit_code = 3

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.screen: object = None

    def __getattr__(self, name: str):
        return lambda *given, **named: self.asked.append((name, *given, *named.values()))


@pytest.fixture
def behind(tmp_path, monkeypatch):
    """What is behind a window, with a controller that only notes."""
    made: list[FakeController] = []

    def make(_opening, _ready_file, _post):
        made.append(FakeController())
        return made[-1]

    monkeypatch.setattr(hosting, "make_controller", make)
    chat = Behind(Opening(SettingsFile(tmp_path / "chat.toml"), {}), "")
    chat.screen = object()  # type: ignore[assignment]
    return chat, made


def test_the_window_waits_for_nothing_that_only_the_chat_needs() -> None:
    """Neither the core nor encryption nor the database is read before the window is there, nor what is seen later."""
    code = (
        "import sys, chat_tk.server.__main__, chat_tk.server.view.window;"
        f"print([name for name in {CHATS_OWN + SEEN_LATER!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_chat_is_opened_once_it_was_read(behind) -> None:
    """On another thread; what it says then opens the chat here, with the window as its screen."""
    chat, made = behind
    chat.read_on()
    read = chat.queue.get(timeout=30)
    assert isinstance(read, Read)
    assert made == []
    chat.handle([read])
    assert made[0].asked[0] == ("start",)
    assert made[0].screen is chat.screen
    chat.wait()
    assert chat.exit_code == 3


def test_what_is_done_sooner_waits_for_the_chat(behind) -> None:
    """A button, and the wish to end: both reach the one controller, which is opened all the same."""
    chat, made = behind
    chat.pause(on=True)
    chat.handle([StopAsked()])
    chat.handle([Read()])
    assert len(made) == 1
    assert made[0].asked == [("pause", True), ("handle", []), ("stop",), ("start",), ("handle", [])]


@pytest.mark.window
def test_a_window_that_is_closed_at_once(monkeypatch, tmp_path: Path) -> None:
    """Before the chat behind it is there: nothing is opened, and the program ends well."""
    from chat_tk.server.view.window import HostWindow

    make = HostWindow.__init__

    def closed_at_once(self, *given) -> None:
        make(self, *given)
        self.root.after_idle(self.ask_close)

    monkeypatch.setattr(HostWindow, "__init__", closed_at_once)
    ready = tmp_path / "ready"
    assert start.main(["--host", "127.0.0.1", "--port", "0", "--ready-file", str(ready)]) == 0
    assert not ready.exists()
