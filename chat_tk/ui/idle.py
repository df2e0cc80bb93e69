"""How long nobody has touched the keyboard or the mouse, and who wants to know.

Asked of the system (``idle_systems``), so that somebody who works in another program is not away; where that is not
possible, what Tk hears counts.

Rule: a look now and then, some microseconds each; whatever fails, nobody is away by mistake.
"""

from __future__ import annotations

import contextlib
import time
import tkinter as tk
from collections.abc import Callable
from typing import Final

LOOK_MS: Final = 5000


class IdleWatch:
    """``on_change`` hears True when nobody has been there for ``minutes`` (0: never), False when somebody is again."""

    def __init__(
        self,
        root: tk.Misc,
        on_change: Callable[[bool], None],
        ask: Callable[[], float | None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.minutes = 0
        self._root = root
        self._on_change = on_change
        self._ask = ask or system_idle
        self._clock = clock
        self._last = clock()
        self._away = False
        for event in ("<Key>", "<Button>", "<Motion>", "<MouseWheel>"):
            root.bind_all(event, lambda _event: self._touched(), add="+")
        self._after = root.after(LOOK_MS, self._again)
        root.bind("<Destroy>", self._end, add="+")

    def look(self) -> None:
        """Whether it has become true or false."""
        here = self._clock() - self._last
        told = self._ask()
        idle = here if told is None else min(here, told)
        away = self.minutes > 0 and idle >= self.minutes * 60
        if away is not self._away:
            self._away = away
            self._on_change(away)

    def _again(self) -> None:
        self._after = self._root.after(LOOK_MS, self._again)  # first: whatever fails, it looks again
        self.look()

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self._root:  # a root hears of its children's end, too
            self._root.after_cancel(self._after)

    def _touched(self) -> None:
        self._last = self._clock()
        if self._away:
            self.look()


def system_idle() -> float | None:
    """Seconds since the last key or movement of the mouse, in whatever program; None: the system does not say."""
    from chat_tk.ui import idle_systems  # with ctypes, for which the first window should not wait

    with contextlib.suppress(OSError, AttributeError, ValueError):
        return idle_systems.ask()
    return None
