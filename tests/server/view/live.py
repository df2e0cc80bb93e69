"""A real window of a real chat with real clients: what a click does is heard by those whom it concerns."""

from __future__ import annotations

import contextlib
import time
import tkinter as tk
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from chat_tk.net.address import Address
from chat_tk.server.config import Config, Table, build
from chat_tk.server.controller import HostController
from chat_tk.server.events import Event, Reachable
from chat_tk.server.model import ChatServer
from chat_tk.server.preferences import Preferences
from chat_tk.server.settings_file import SettingsFile
from chat_tk.server.view.window import HostWindow
from chat_tk.ui.pump import Pump
from tests.server.live import Guest
from tests.server.view.conftest import PATIENCE, exists, until

FLAGS: dict[str, Any] = {"host": "127.0.0.1", "port": 0, "network": "Room 204", "tls": False, "announce": False}


class Desk:
    """The window, its controller, the server, and the guests."""

    def __init__(self, folder: Path, *, flood: bool = True, **flags: Any) -> None:
        file = SettingsFile(folder / "chat.toml")
        self._tables: Table = {} if flood else {"limits": {"flood": False}}
        self.flags = {key: value for key, value in (FLAGS | {"data_dir": str(folder)} | flags).items() if value != ""}
        preferences = Preferences(self._build(file.read()), file, self.flags, self._build)
        queue: SimpleQueue[Event] = SimpleQueue()
        self.root = tk.Tk()
        self.raised: list[Any] = []
        self.root.report_callback_exception = lambda *details: self.raised.append(details)
        self.server = ChatServer(preferences.config, queue.put, watched=True)
        self.launched: list[Address] = []
        self.controller = HostController(
            self.server, preferences, queue.put, lambda _places: Reachable(0, ("127.0.0.1",), {}), self.launched.append
        )
        self.window = HostWindow(self.root, self.controller)
        self.controller.screen = self.window
        Pump(self.root, queue, self.controller.handle)
        self.guests: list[Guest] = []
        self.controller.start()
        self.until(lambda: self.window.invitation is not None)
        assert self.window.invitation is not None
        self.port = self.window.invitation.places[0].address.port

    def _build(self, tables: Table) -> Config:
        return build({**self._tables, **tables}, self.flags)

    def until(self, condition: Callable[[], object]) -> None:
        """Let the window work until something is true."""
        until(self.root, condition)

    def joins(self, nick: str, patience: float = PATIENCE, full_name: str = "") -> Guest:
        """Somebody at an IRC program is in the lobby, and in the list."""
        guest = Guest(self.port)
        guest.socket.settimeout(patience)
        self.guests.append(guest)
        guest.says(f"NICK {nick}", f"USER {nick} 0 * :{full_name or nick}", "PING :in")
        guest.hears("PONG")
        self.until(lambda: self.row(nick))
        return guest

    def row(self, nick: str) -> str:
        """The row of somebody in the list of people; empty: none."""
        self.window.people.table.settle()
        return next((str(p.number) for p in self.window.people.table.rows() if p.nick == nick), "")

    def choose(self, page: Any, *keys: str) -> None:
        """Select rows."""
        self.until(lambda: all(page.table.tree.exists(key) for key in keys))
        page.table.tree.selection_set(*keys)
        self.root.update()

    def ends(self) -> None:
        """Wait for the end of the window."""
        until_gone = time.monotonic() + PATIENCE
        while exists(self.root):
            assert time.monotonic() < until_gone, "the window stays"
            with contextlib.suppress(tk.TclError):
                self.root.update()

    def end(self) -> None:
        """Everybody goes, the chat is closed, the window too."""
        for guest in self.guests:
            guest.close()
        self.controller.stop()
        self.ends()
        assert self.raised == []


@contextlib.contextmanager
def desk(folder: Path, **flags: Any) -> Iterator[Desk]:
    """A host's desk for the length of a test; ``flags`` as on the command line, an empty one is not given."""
    made = Desk(folder, **flags)
    try:
        yield made
    finally:
        made.end()
