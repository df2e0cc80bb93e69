"""The windowed client put together: the dialog before the chat, and the chat (``membership.py``).

Rule 1: everything here runs on the main thread, in Tk's loop.
Rule 2: the dialog waits for nothing that only a chat needs: the larger half of the program is read by the thread
    *reading-on*, once the dialog is there. It makes no object of Tk's, and who joins sooner waits for the rest of it.
"""

from __future__ import annotations

import importlib
import signal
import threading
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from chat_tk.client import config
from chat_tk.client.personal import Personal
from chat_tk.client.preferences import Preferences
from chat_tk.client.reception import Reception
from chat_tk.client.values import Target
from chat_tk.i18n import _
from chat_tk.ui.dialogs import dismiss
from chat_tk.ui.pump import Pump
from chat_tk.ui.start import make_root

if TYPE_CHECKING:
    from chat_tk.client.membership import Memberships

WAIT_FOR_END: Final = 2.0
"""Seconds, with all windows gone, for connections and threads to end in order: a server that has gone silent, or one
that is being dialled, is not waited for."""
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
        self._made: Memberships | None = None
        self._reception: Reception | None = None
        self._reading_on = threading.Thread(target=_read_on, name="reading-on", daemon=True)
        # A pump of their own for signals: Python hears of Ctrl+C only while it runs, and while a box is open nothing
        # else here does.
        self._signals: SimpleQueue[int] = SimpleQueue()
        Pump(self._root, self._signals, lambda _batch: self._leave(), SIGNALS_MS)

    def run(self, *, directly: bool) -> int:
        """Until the last window is closed; the exit status. ``directly``: join at once, without the dialog."""
        for name in ("SIGINT", "SIGTERM"):  # Ctrl+C in the terminal that started us: the same as closing the window
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda number, _frame: self._signals.put(number))
        if directly:
            started = self._memberships.attempt(self._given)
            self._memberships.open_window(open_link)
            started.start()
        else:
            self._receive()
        self._root.mainloop()
        self._end()
        controller = self._made.controller if self._made is not None else None
        return controller.exit_code if controller is not None else 0

    def _end(self) -> None:
        until = time.monotonic() + WAIT_FOR_END
        if self._made is not None:
            self._made.close()
        self._personal.stop()
        if self._reading_on.ident is not None:
            self._reading_on.join(WAIT_FOR_END)
        if self._reception is not None:
            self._reception.wait(until)
        if self._made is not None:
            self._made.wait(until)

    # --- the dialog -------------------------------------------------------------------------------------------------

    def _receive(self) -> None:
        """Open the dialog; whoever was here before is led in by it without a question."""
        self._reception = Reception(
            self._root,
            self._remembered,
            self._given,
            on_attempt=lambda target: self._memberships.attempt(target, self._reception).start(),
            on_give_up=self._give_up,
            on_welcomed=lambda: self._memberships.open_window(open_link),
            on_quit=self._root.destroy,
        )
        self._root.after_idle(self._reading_on.start)
        if self._problem:
            self._reception.tell(self._problem)
        elif not self._given.host:
            self._reception.join_last()

    def _give_up(self) -> None:
        if self._made is not None:
            self._made.quit()

    def _leave(self) -> None:
        if self._reception is not None and self._reception.open:
            self._reception.quit()
        else:
            self._give_up()
            dismiss(self._root)  # it may be over already, and a box still tell why

    # --- inside -----------------------------------------------------------------------------------------------------

    @property
    def _memberships(self) -> Memberships:
        """What joins chats, made when it is needed first."""
        if self._made is None:
            from chat_tk.client.membership import Memberships

            self._made = Memberships(self._root, self._personal)
        return self._made


def _read_on() -> None:
    importlib.import_module("chat_tk.client.membership")
    importlib.import_module("chat_tk.client.view.comfort")


def open_link(address: str) -> None:
    """Show a web page in the person's browser; nothing but http and https."""
    if address.startswith(("http://", "https://")):
        import webbrowser

        webbrowser.open(address)
