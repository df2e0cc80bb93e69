"""One attempt to be in a chat, put together: its connection, its controller and the window that it gets.

Rule 1: everything here runs on the main thread, in Tk's loop.
Rule 2: one attempt is one ``ChatController`` with a queue and a pump of its own; what a given-up attempt still tells is
    heard by nobody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from chat_tk.client import config, known, memory, windowsize
from chat_tk.client.controller import ChatController
from chat_tk.client.model import ChatClient
from chat_tk.client.values import Target
from chat_tk.client.view.chat import ChatWindow
from chat_tk.ui.pump import Pump, Root

if TYPE_CHECKING:
    from chat_tk.client.around import Entrance
    from chat_tk.client.events import ModelEvent
    from chat_tk.client.personal import Personal

CLIENTS_KEPT: Final = 8
"""Connections that are waited for at the end; older ones were closed long ago."""


class Memberships:
    """The attempts of one run of the program, of which the last counts."""

    def __init__(self, root: Root, personal: Personal) -> None:
        """``personal``: what the person has chosen, for the window of the chat."""
        self._root = root
        self._personal = personal
        self._clients: list[ChatClient] = []
        self._pump: Pump[ModelEvent] | None = None
        self.controller: ChatController | None = None

    def attempt(self, target: Target, entrance: Entrance | None = None) -> ChatController:
        """Another attempt, which has yet to be started; ``entrance``: see ``ChatController``."""
        if self._pump is not None:
            self._pump.stop()
        queue: SimpleQueue[ModelEvent] = SimpleQueue()

        def make_client() -> ChatClient:
            client = ChatClient(known.guarded(target), queue.put)
            self._clients.append(client)
            del self._clients[:-CLIENTS_KEPT]
            return client

        self.controller = ChatController(
            target,
            make_client,
            time.time,
            self._later,
            entrance=entrance,
            on_joined=config.remember,
            memory=memory.of(target),
            remember_pin=partial(known.remember, target),
        )
        self._pump = Pump(self._root, queue, self.controller.handle)
        return self.controller

    def open_window(self, on_link: Callable[[str], None]) -> None:
        """Show the chat that was joined, or is being joined."""
        if self.controller is not None:
            window = ChatWindow(self._root, self.controller, on_link)
            window.layout.size = windowsize.load() or window.layout.size
            window.layout.on_end = windowsize.keep
            self.controller.screen = window
            self._personal.serve(window, self.controller)

    def quit(self) -> None:
        """The person gives up, or leaves."""
        if self.controller is not None:
            self.controller.quit()

    def close(self) -> None:
        """End all connections; never waits."""
        for client in self._clients:
            client.close()

    def wait(self, until: float) -> None:
        """Wait until they have ended, at most until then (``time.monotonic``)."""
        for client in self._clients:
            client.wait(max(0.0, until - time.monotonic()))

    def _later(self, seconds: float, function: Callable[[], None]) -> None:
        self._root.after(int(seconds * 1000), function)
