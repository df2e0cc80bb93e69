"""Telling somebody who looks elsewhere: a pop-up, a flash of the taskbar, a sound. What is told is decided before.

Rule 1: all of it on a thread of its own; whatever fails there fails quietly, for the line stands in the chat anyway.
Rule 2: at most one in ``PAUSE`` seconds from a room, and one in ``PAUSE_OF_ALL`` in all: a flood is one pop-up.
Rule 3: what others wrote is text: harmless, short, never a part of a command or of markup.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from chat_tk.net.worker import Worker

if TYPE_CHECKING:  # the first window should not wait for it
    from chat_tk.client.details import Alert

log = logging.getLogger(__name__)

PAUSE: Final = 5.0
PAUSE_OF_ALL: Final = 1.5
LONGEST_TITLE: Final = 80
LONGEST_TEXT: Final = 240
STOP_SECONDS: Final = 0.2


class Desktop(Protocol):
    """What an operating system can do; ``desktops.this()`` is the one that we run on. Everything may take a second."""

    def pop_up(self, title: str, text: str, clicked: Callable[[], None]) -> None:
        """Show it; call ``clicked``, on whatever thread, where the system tells of clicks."""

    def flash(self, window: int) -> None:
        """Draw attention to the window with this number until it has the focus."""

    def sound(self) -> bool:
        """Sound; False: nothing here can."""

    def close(self) -> None:
        """Leave nothing behind."""


class Notifier:
    """``on_click`` gets the key of the room whose pop-up was clicked; ``bell`` sounds where the system cannot.

    ``find_desktop`` is asked once, when there is something to tell. All three are called on another thread.
    """

    def __init__(
        self,
        find_desktop: Callable[[], Desktop],
        on_click: Callable[[str], None],
        bell: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find_desktop = find_desktop
        self._desktop: Desktop | None = None
        self._on_click = on_click
        self._bell = bell
        self._clock = clock
        self._told: dict[str, float] = {}
        self._last = float("-inf")
        self._worker: Worker | None = None

    def tell(self, alert: Alert, window: int) -> None:
        """Tell of this; never waits. ``window``: the number that the system has for ours."""
        now = self._clock()
        if now - self._last < PAUSE_OF_ALL or now - self._told.get(alert.key, float("-inf")) < PAUSE:
            return
        self._last = now
        self._told = {key: at for key, at in self._told.items() if now - at < PAUSE} | {alert.key: now}
        if self._worker is None:  # who is never told anything needs no thread
            self._worker = Worker("notify")
            self._worker.start()
        self._worker.post(self._tell, alert, window)

    def stop(self) -> None:
        """Tell nothing more; can be called twice."""
        if self._worker is not None:
            self._worker.post(self._close)
            self._worker.stop(STOP_SECONDS)
            self._worker = None

    def _tell(self, alert: Alert, window: int) -> None:
        desktop = self._desktop = self._desktop or self._find_desktop()
        if alert.flash:
            self._try(lambda: desktop.flash(window))
        if alert.popup:
            title, text = harmless(alert.title, LONGEST_TITLE), harmless(alert.text, LONGEST_TEXT)
            self._try(lambda: desktop.pop_up(title, text, lambda: self._on_click(alert.key)))
        if alert.sound:
            self._try(lambda: desktop.sound() or self._bell())

    def _close(self) -> None:
        if self._desktop is not None:
            self._desktop.close()

    def _try(self, tell: Callable[[], object]) -> None:
        try:
            tell()
        except Exception as problem:  # noqa: BLE001  a desktop is full of surprises, and none of them is worth a word
            log.info("cannot notify: %s: %s", type(problem).__name__, problem)


def harmless(text: str, longest: int) -> str:
    """One line of text without codes and tricks, cut at ``longest``."""
    from chat_tk.irc.markup import plain  # the first window is seen sooner without it

    words = " ".join(plain(text).split())
    return words if len(words) <= longest else words[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"
