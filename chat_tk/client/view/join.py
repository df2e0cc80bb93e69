"""The dialog before the chat (A7): who one is, and where the chat is.

Law: it knows no connection. It hands a checked ``Target`` to ``on_join`` and shows what it is told.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from chat_tk.client.values import Target


class JoinDialog:
    """A window of its own (a ``Toplevel``) that stays until ``close``; ``root`` may be withdrawn meanwhile.

    ``defaults``       what to fill in: remembered values; empty name or host: the person types it; port 0: 6667
    ``on_join``        called with a complete, checked Target; answer with ``show_joining``, later ``close`` or ``ask_retry``
    ``on_start_chat``  called with the checked name: "Start a chat here"
    ``on_cancel``      the person cancels what ``show_joining`` showed; the dialog is at its form again
    ``on_quit``        Esc at the form, or the window is closed: the program ends
    """

    def __init__(
        self,
        root: tk.Tk,
        defaults: Target,
        *,
        on_join: Callable[[Target], None],
        on_start_chat: Callable[[str], None],
        on_cancel: Callable[[], None],
        on_quit: Callable[[], None],
    ) -> None:
        raise NotImplementedError

    def show_joining(self, text: str) -> None:
        """The form rests and shows ``text`` ("Joining 192.168.1.20 ...") with Cancel."""
        raise NotImplementedError

    def show_form(self, problem: str = "") -> None:
        """The form again, everything typed still there, with ``problem`` (a sentence) above the buttons."""
        raise NotImplementedError

    def ask_retry(self, text: str) -> bool:
        """A message box with "Try again" and "Close" (A8). True: the form is shown again and says ``text`` too."""
        raise NotImplementedError

    def close(self) -> None:
        """Go away; may be called twice."""
        raise NotImplementedError
