"""The windowed client put together: the dialog before the chat, the connection, the chat window.

Rule 1: everything here runs on the main thread, in Tk's loop.
Rule 2: one attempt to join is one ``ChatController`` with a queue and a pump of its own; what a given-up attempt
    still tells is heard by nobody.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from chat_tk.client import config, known, memory
from chat_tk.client.controller import ChatController
from chat_tk.client.model import ChatClient
from chat_tk.client.personal import Personal
from chat_tk.client.preferences import Preferences
from chat_tk.client.reception import Reception
from chat_tk.client.values import Target
from chat_tk.client.view.chat import ChatWindow
from chat_tk.i18n import _
from chat_tk.ui.pump import Pump
from chat_tk.ui.start import make_root

if TYPE_CHECKING:
    from chat_tk.client.events import ModelEvent

WAIT_FOR_END: Final = 5.0
CLIENTS_KEPT: Final = 8
"""Connections that are waited for at the end; older ones were closed long ago."""
SIGNALS_MS: Final = 200
"""How soon Ctrl+C in the terminal is heard."""


class Front:
    """One run of the program in windows."""

    def __init__(
        self,
        given: Target,
        remembered: config.Remembered,
        problem: str = "",
        preferences: Preferences | None = None,
    ) -> None:
        """``given``: what is known of name, address and password; ``problem``: a sentence to tell first.

        Raises CannotOpenWindowError (``ui.start``).
        """
        self._root = make_root("ChatClient", _("Chat"))
        self._personal = Personal(preferences or Preferences())
        self._personal.dress(self._root)
        self._given = given
        self._remembered = remembered
        self._problem = problem
        self._clients: list[ChatClient] = []
        self._controller: ChatController | None = None
        self._pump: Pump[ModelEvent] | None = None
        self._reception: Reception | None = None
        # A pump of their own for signals: Python hears of Ctrl+C only while it runs, and while a box is open nothing
        # else here does.
        self._signals: SimpleQueue[int] = SimpleQueue()
        Pump(self._root, self._signals, lambda _batch: self._leave(), SIGNALS_MS)

    def run(self, *, directly: bool) -> int:
        """Until the last window is closed; the exit status. ``directly``: join at once, without the dialog."""
        if directly:
            self._join_directly(self._given)
        else:
            self._receive()
        for name in ("SIGINT", "SIGTERM"):  # Ctrl+C in the terminal that started us: the same as closing the window
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda number, _frame: self._signals.put(number))
        self._root.mainloop()
        self._personal.stop()
        if self._reception is not None:
            self._reception.wait(WAIT_FOR_END)
        for client in self._clients:
            client.close()
            client.wait(WAIT_FOR_END)
        return self._controller.exit_code if self._controller else 0

    # --- with an address and a name: no dialog ----------------------------------------------------------------------

    def _join_directly(self, target: Target) -> None:
        controller = self._attempt(target, dialog=False)
        self._open_window(controller)
        controller.start()

    # --- the dialog -------------------------------------------------------------------------------------------------

    def _receive(self) -> None:
        """Open the dialog; whoever was here before is led in by it without a question."""
        self._reception = Reception(
            self._root,
            self._remembered,
            self._given,
            on_attempt=lambda target: self._attempt(target, dialog=True).start(),
            on_give_up=self._give_up,
            on_welcomed=self._welcomed,
            on_quit=self._root.destroy,
        )
        if self._problem:
            self._reception.tell(self._problem)
        elif not self._given.host:
            self._reception.join_last()

    def _welcomed(self) -> None:
        if self._controller is not None:
            self._open_window(self._controller)

    def _open_window(self, controller: ChatController) -> None:
        window = ChatWindow(self._root, controller, open_link)
        controller.screen = window
        self._personal.serve(window, controller)

    def _give_up(self) -> None:
        if self._controller is not None:
            self._controller.quit()

    def _leave(self) -> None:
        if self._reception is not None and self._reception.open:
            self._reception.quit()
        elif self._controller is not None:
            self._controller.quit()

    # --- inside -----------------------------------------------------------------------------------------------------

    def _attempt(self, target: Target, *, dialog: bool) -> ChatController:
        if self._pump is not None:
            self._pump.stop()
        queue: SimpleQueue[ModelEvent] = SimpleQueue()

        def make_client() -> ChatClient:
            client = ChatClient(known.guarded(target), queue.put)
            self._clients.append(client)
            del self._clients[:-CLIENTS_KEPT]
            return client

        controller = ChatController(
            target,
            make_client,
            time.time,
            self._later,
            entrance=self._reception if dialog else None,
            on_joined=config.remember,
            memory=memory.of(target),
            remember_pin=partial(known.remember, target),
        )
        self._controller = controller
        self._pump = Pump(self._root, queue, controller.handle)
        return controller

    def _later(self, seconds: float, function: Callable[[], None]) -> None:
        self._root.after(int(seconds * 1000), function)


def open_link(address: str) -> None:
    """Show a web page in the person's browser; nothing but http and https."""
    if address.startswith(("http://", "https://")):
        import webbrowser

        webbrowser.open(address)
