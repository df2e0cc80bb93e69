"""Cyclic garbage in a window program: collected on the thread of the widgets, and on no other.

Python's collector runs on whichever thread happens to allocate. Where that is a reader thread and the garbage holds
something of Tk's, it does harm: a root that is freed there makes Tcl abort the process; an image, a font or a variable
asks the main thread to forget it, and the reader waits until that one has time, or for ever.

Rule 1: from ``collect_here`` on, the collector runs only here, from Tk's own timer: never on another thread.
Rule 2: little is done at a time: the young objects four times a second when there are many, all of them once a minute.
Rule 3: what the program is made of is looked through once, when it stands, and no more: that takes 20 to 100 ms, in
    which no key is answered.
Rule 4: what other threads leave behind is collected here too, so no thread of a window program needs to care.
"""

from __future__ import annotations

import contextlib
import gc
import tkinter as tk
from typing import Final

TICK_MS: Final = 250
MANY: Final = 700
"""Young objects that are worth a collection; Python's own figure for long."""
STANDS_AT: Final = 8
"""In ticks: by then all is read and the first window is there."""
MIDDLE_EVERY: Final = 40
ALL_EVERY: Final = 240
"""In ticks: the middle-aged every 10 seconds, all of them every minute."""


def collect_here(root: tk.Misc) -> None:
    """Switch the automatic collector off, and collect from ``root``'s timer until it is destroyed."""
    gc.disable()
    _Sweeper(root).tick()


class _Sweeper:
    """Counts the ticks of one root."""

    def __init__(self, root: tk.Misc) -> None:
        self._root = root
        self._ticks = 0

    def tick(self) -> None:
        """Collect what is due, and come again."""
        self._ticks += 1
        if self._ticks == STANDS_AT:
            gc.collect()
            gc.freeze()
        elif self._ticks % ALL_EVERY == 0:
            gc.collect()
        elif self._ticks % MIDDLE_EVERY == 0:
            gc.collect(1)
        elif gc.get_count()[0] > MANY:
            gc.collect(0)
        with contextlib.suppress(tk.TclError):  # destroyed by what was collected, or while it was
            self._root.after(TICK_MS, self.tick)
