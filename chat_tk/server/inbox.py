"""The core's inbox: what any thread posts, in its order, and the rest that gathers more of it.

Synchronised by the queue of jobs (any thread puts, the core takes) and a queue of wake-ups. Who puts, puts first and
then looks whether the core rests; the core says that it rests and then looks whether enough is there. So one of the two
always sees the other. Several who see it rest at the same moment wake it more than once: each time too many ends a
later rest at once, no more.
Lines are counted without a lock: where a switch of threads comes in between, a rest is a little longer or shorter.
On Windows, where waiting for a queue lasts some 16 ms at least, the core sleeps in steps and looks in between.
"""

from __future__ import annotations

import contextlib
import queue
import sys
import time
from collections.abc import Callable
from typing import Any, Final

_STEP: Final = 0.001

Job = tuple[Callable[..., object], tuple[Any, ...]]


class Inbox:
    """Jobs for one thread, which alone calls ``get``, ``begin`` and ``rest``."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._enough: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._resting = False
        self._lines = self._wanted = 0

    def put(self, job: Job) -> None:
        """Have it carried out. Any thread; it ends no rest."""
        self._jobs.put(job)

    def put_lines(self, job: Job, lines: int) -> None:
        """Have so many lines carried out. Any thread; with enough of them a rest is over."""
        self._jobs.put(job)
        self._lines += lines
        if self._resting and self._lines >= self._wanted:
            self._resting = False
            if sys.platform != "win32":
                self._enough.put(None)

    def begin(self) -> int:
        """A beat begins: how many jobs it finds."""
        self._lines = 0
        return self._jobs.qsize()

    def get(self, timeout: float | None = None) -> Job:
        """The next job. Raises queue.Empty after so many seconds; None: waits for ever."""
        return self._jobs.get(timeout=timeout)

    def rest(self, seconds: float, enough: int) -> None:
        """Wait so long, or until ``enough`` lines have come since the last beat began."""
        self._wanted, self._resting = enough, True
        if self._lines < enough:
            self._wait(seconds)
        self._resting = False

    if sys.platform == "win32":

        def _wait(self, seconds: float) -> None:
            until = time.monotonic() + seconds
            while self._resting and (left := until - time.monotonic()) > 0:
                time.sleep(min(left, _STEP))

    else:

        def _wait(self, seconds: float) -> None:
            with contextlib.suppress(queue.Empty):
                self._enough.get(timeout=seconds)
