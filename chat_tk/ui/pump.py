"""The one place where a window polls: events from other threads come out of a queue and into the widgets' thread.

Rule 1: whoever makes the events knows the queue only, never Tk. Rule 2: everything here runs on the thread of the
widgets. Rule 3: a tick is bounded by time, so that keys and clicks are answered while a flood comes in.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, Generic, TypeVar

E = TypeVar("E")
Root = tk.Tk
Window = tk.Misc
"""These two are for those who are handed a window and make no widget themselves."""

TICK_SECONDS: Final = 0.008
"""How long one call of ``handle`` should take at most; the size of the batches follows from it."""

IDLE_MS: Final = 16
"""The pause when nothing waits: one frame of a screen."""

BUSY_MS: Final = 1
"""The pause when more waits: just long enough for Tk to see keys and to draw (0 would starve its idle tasks)."""

FIRST_BATCH: Final = 8
LARGEST_BATCH: Final = 4096


class Pump(Generic[E]):
    """Hands what waits in ``queue`` to ``handle``, in batches, in order, from now until :meth:`stop`.

    1. ``handle`` is called with a list that is never empty, once per tick, so that a view can insert in one go.
    2. A batch is as large as was handled in 8 ms before; what is left follows 1 ms later.
    3. ``handle`` is not entered twice: while it shows a modal box, the queue waits, and order is kept.
    4. An exception in ``handle`` goes to ``report_callback_exception`` and the next tick comes all the same. The rest
       of that batch is gone, so a ``handle`` whose events are independent should guard each.
    5. After :meth:`stop`, and after the widget is destroyed, no callback is left in Tk.
    """

    def __init__(
        self, widget: tk.Misc, queue: SimpleQueue[E], handle: Callable[[list[E]], float | None], idle_ms: int = IDLE_MS
    ) -> None:
        """``idle_ms``: the pause when nothing waits; longer for what comes once in a while.

        ``handle`` may return for how many seconds it wants to see nothing more (what waits already is brought all the
        same): each tick costs a wake-up.
        """
        self._widget = widget
        self._idle_ms = idle_ms
        self._command = widget.register(self._tick)  # once: ``after`` would make and forget one for each tick
        self._queue = queue
        self._handle = handle
        self._batch_size = FIRST_BATCH
        self._stopped = False
        self._after_id: str | None = None
        widget.bind("<Destroy>", self._on_destroy, add="+")
        self._schedule(BUSY_MS)

    def stop(self) -> None:
        """Hand over nothing more; what waits stays in the queue. Can be called twice, and from ``handle``."""
        self._stopped = True
        if self._after_id is not None:
            self._widget.tk.call("after", "cancel", self._after_id)
            self._after_id = None

    def _schedule(self, pause_ms: int) -> None:
        if not self._stopped:
            self._after_id = str(self._widget.tk.call("after", pause_ms, self._command))

    def _tick(self) -> None:
        self._after_id = None
        batch = self._take()
        rest_ms = 0
        try:
            if batch:
                rest_ms = self._handle_timed(batch)
        finally:
            # Before the exception, if there is one, reaches report_callback_exception: that may show a box for minutes.
            self._schedule(max(rest_ms, self._idle_ms) if self._queue.empty() else BUSY_MS)

    def _take(self) -> list[E]:
        batch: list[E] = []
        try:
            while len(batch) < self._batch_size:
                batch.append(self._queue.get_nowait())
        except Empty:
            pass
        return batch

    def _handle_timed(self, batch: list[E]) -> int:
        began = time.perf_counter()
        rest = self._handle(batch)
        took = time.perf_counter() - began
        if took > TICK_SECONDS:
            self._batch_size = max(1, int(len(batch) * TICK_SECONDS / took))
        elif len(batch) == self._batch_size:
            self._batch_size = min(LARGEST_BATCH, self._batch_size * 2)
        return int(rest * 1000) if rest else 0

    def _on_destroy(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self._widget:  # a toplevel hears of its children's end too
            self.stop()
