"""When new lines are drawn: a lone one at once, what follows it closely together.

Rule: after each drawing there is a pause of eight times as long, so that keys are answered in any flood; and a second
after one in which more came than can be read: Tk lays out all that is seen anew, which costs more than all else. What
one says oneself does not wait (``area.py``).
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from typing import Final

PAUSE: Final = 0.1
"""Seconds between two drawings, at least: nobody reads ten lines a second, and each drawing is laid out anew by Tk."""
FLOODED: Final = 1.0
"""Seconds after a drawing that had to leave lines out."""
REST: Final = 8
"""So many times as long as the last drawing took."""


class Pace:
    """``draw`` draws all that waits, and tells whether that was more than can be read."""

    def __init__(self, widget: tk.Misc, draw: Callable[[], bool]) -> None:
        self._widget, self._draw = widget, draw
        self._timer = ""
        self._next = 0.0

    @property
    def planned(self) -> bool:
        """Whether a drawing is on its way."""
        return bool(self._timer)

    def soon(self) -> None:
        """Something waits to be drawn."""
        if self._timer:
            return
        wait = self._next - time.monotonic()
        if wait <= 0:
            self.now()
        else:
            self._timer = self._widget.after(int(wait * 1000) + 1, self.now)

    def now(self) -> None:
        """Draw, whatever the pause."""
        self.cancel()
        began = time.monotonic()
        flooded = self._draw()
        now = time.monotonic()
        self._next = now + max(FLOODED if flooded else PAUSE, REST * (now - began))

    def cancel(self) -> None:
        """What was planned has been drawn already."""
        if self._timer:
            self._widget.after_cancel(self._timer)
            self._timer = ""
