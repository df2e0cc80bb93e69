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

from chat_tk.client import config, hosting, known, memory
from chat_tk.client.controller import ChatController
from chat_tk.client.model import ChatClient
from chat_tk.client.values import Target
from chat_tk.client.view.chat import ChatWindow
from chat_tk.client.view.join import JoinDialog
from chat_tk.i18n import _
from chat_tk.ui.pump import Pump
from chat_tk.ui.start import make_root

if TYPE_CHECKING:
    from chat_tk.client.events import ModelEvent

WAIT_FOR_END: Final = 5.0


class Front:
    """One run of the program in windows; fulfils ``controller.Entrance`` while the dialog is open."""

    def __init__(self, defaults: Target, problem: str = "") -> None:
        """``defaults``: what is known of name, address and password; ``problem``: a sentence to tell first.

        Raises CannotOpenWindowError (``ui.start``).
        """
        self._root = make_root("ChatClient", _("Chat"))
        self._defaults = defaults
        self._problem = problem
        self._clients: list[ChatClient] = []
        self._controller: ChatController | None = None
        self._pump: Pump[ModelEvent] | None = None
        self._start_pump: Pump[hosting.ChatStarted | hosting.ChatNotStarted] | None = None
        self._dialog: JoinDialog | None = None
        self._name = defaults.name

    def run(self, *, directly: bool) -> int:
        """Until the last window is closed; the exit status. ``directly``: join at once, without the dialog."""
        if directly:
            self._join_directly(self._defaults)
        else:
            self._open_dialog()
        for name in ("SIGINT", "SIGTERM"):  # Ctrl+C in the terminal that started us: the same as closing the window
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_args: self._root.after(0, self._leave))
        self._root.mainloop()
        for client in self._clients:
            client.close()
            client.wait(WAIT_FOR_END)
        return self._controller.exit_code if self._controller else 0

    # --- with an address and a name: no dialog ----------------------------------------------------------------------

    def _join_directly(self, target: Target) -> None:
        controller = self._attempt(target, dialog=False)
        controller.screen = ChatWindow(self._root, controller, open_link)
        controller.start()

    # --- the dialog -------------------------------------------------------------------------------------------------

    def _open_dialog(self) -> None:
        self._dialog = JoinDialog(
            self._root,
            self._defaults,
            on_join=self._join,
            on_start_chat=self._start_chat,
            on_cancel=self._give_up,
            on_quit=self._quit,
        )
        if self._problem:
            self._dialog.show_form(self._problem)

    def _join(self, target: Target) -> None:
        if self._dialog is not None:
            self._dialog.show_joining(_("Joining {host} ...").format(host=target.host))
        self._attempt(target, dialog=True).start()

    def _start_chat(self, name: str) -> None:
        self._name = name
        if self._dialog is not None:
            self._dialog.show_joining(_("Opening a chat on this computer ..."))
        queue: SimpleQueue[hosting.ChatStarted | hosting.ChatNotStarted] = SimpleQueue()
        self._start_pump = Pump(self._root, queue, lambda batch: self._chat_started(batch[0]))
        hosting.start_chat(queue.put)

    def _chat_started(self, event: hosting.ChatStarted | hosting.ChatNotStarted) -> None:
        if self._start_pump is not None:
            self._start_pump.stop()
        if isinstance(event, hosting.ChatStarted):
            self._join(Target(hosting.HOST, event.port, self._name))
        elif self._dialog is not None:
            self._dialog.show_form(event.problem)

    def _give_up(self) -> None:
        if self._start_pump is not None:
            self._start_pump.stop()
        if self._controller is not None:
            self._controller.quit()

    def _quit(self) -> None:
        self._give_up()
        self._root.destroy()

    def _leave(self) -> None:
        if self._dialog is not None:
            self._quit()
        elif self._controller is not None:
            self._controller.quit()

    # --- controller.Entrance ----------------------------------------------------------------------------------------

    def welcomed(self) -> None:
        """We are in: the dialog goes, the chat window comes, and the way here is remembered."""
        if self._controller is None or self._dialog is None:
            return
        self._controller.screen = ChatWindow(self._root, self._controller, open_link)
        self._dialog.close()
        self._dialog = None

    def refused(self, problem: str, *, network: bool, password: bool) -> None:
        """We are not: another try, or the end of the program."""
        if self._dialog is None:
            return
        if not network:
            self._dialog.show_form(problem, password=password)
        elif not self._dialog.ask_retry(problem):
            self._quit()

    def ask_trust(self, problem: str) -> bool:
        """The server shows another certificate than before: whether to join even so."""
        return self._dialog is not None and self._dialog.ask_trust(problem)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _attempt(self, target: Target, *, dialog: bool) -> ChatController:
        if self._pump is not None:
            self._pump.stop()
        queue: SimpleQueue[ModelEvent] = SimpleQueue()

        def make_client() -> ChatClient:
            client = ChatClient(known.guarded(target), queue.put)
            self._clients.append(client)
            return client

        controller = ChatController(
            target,
            make_client,
            time.time,
            self._later,
            entrance=self if dialog else None,
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
