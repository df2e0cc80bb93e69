"""Looking for chats while the dialog is open: on the network, and at the addresses of the last times.

Threads: the *discovery* of ``net.browser``; *asking* connects to old addresses, and says nothing there. Both only emit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.client.config import Recent
from chat_tk.client.finding import Answered
from chat_tk.net.browser import Browser, BrowserEvent
from chat_tk.net.dial import DialError, dial

ANSWER: Final = 2.0
"""Seconds that an old address has to answer."""


class Looking:
    """Looks from ``start`` to ``stop``; ``emit`` is called from threads and must not wait."""

    def __init__(self, emit: Callable[[BrowserEvent | Answered], None]) -> None:
        self._emit = emit
        self._browser = Browser(emit)
        self._stopped = threading.Event()
        self._asking: threading.Thread | None = None

    def start(self) -> None:
        """Look for what is announced."""
        self._browser.start()

    def ask(self, places: Sequence[Recent]) -> None:
        """See which of these addresses answer: once, after what is announced had the time to be found."""
        if self._asking is None and places and not self._stopped.is_set():
            self._asking = threading.Thread(target=self._ask, args=(tuple(places),), name="asking", daemon=True)
            self._asking.start()

    def stop(self) -> None:
        """Emit nothing more; the threads end by themselves. Twice is once."""
        self._stopped.set()
        self._browser.stop()

    def wait(self, seconds: float) -> None:
        """Give the threads so many seconds to end after ``stop``."""
        self._browser.wait(seconds)
        if self._asking is not None:
            self._asking.join(seconds)

    def _ask(self, places: Sequence[Recent]) -> None:
        for place in places:
            if self._stopped.is_set():
                return
            try:
                sock, _address = dial(place.host, place.port, ANSWER)
            except DialError:
                continue
            sock.close()
            if not self._stopped.is_set():
                self._emit(Answered(place))
