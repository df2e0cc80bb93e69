"""When the keeper tidies up: in a quiet moment, or when much has come, however busy it is.

1. ``QUIET`` seconds after the last that was said; ``TIDY_ROWS`` rows, or the first after ``LATEST`` seconds, wait for
   no quiet: a search takes into the index what is not in it yet, and 20,000 messages are 0.2 s.
2. Where so many come within ``BUSY`` seconds, the index of words is left for a quieter moment, but not more than
   ``LONGEST_BUSY`` times in a row.

Only the core's thread runs code in this file.
"""

from __future__ import annotations

from typing import Final

NEVER: Final = float("inf")
QUIET: Final = 1.0
"""Seconds without anything said after which the keeper tidies up."""
TIDY_ROWS: Final = 20_000
"""Rows after which it does so even when nobody is quiet."""
LATEST: Final = 10.0
"""Seconds after the first that has been said since the last time."""
BUSY: Final = 5.0
"""Seconds."""
LONGEST_BUSY: Final = 25
"""How often in a row it is left."""


class Tidying:
    """What has been written since the keeper tidied up. Times: ``time.monotonic``."""

    def __init__(self) -> None:
        self.due = NEVER
        """When it is to tidy up."""
        self._rows = 0
        self._latest = NEVER
        self._done_at = 0.0
        self._left = 0

    def wrote(self, rows: int, now: float) -> None:
        """So many rows were written."""
        if not self._rows:
            self._latest = now + LATEST
        self._rows += rows
        self.due = now if self._rows >= TIDY_ROWS else min(now + QUIET, self._latest)

    def soon(self) -> None:
        """Not only when it is quiet."""
        self.due = 0.0

    def never(self) -> None:
        """There is no file to be tidied."""
        self.due = NEVER

    def begins(self, now: float) -> bool:
        """The keeper tidies up now; whether the index of words too."""
        busy = self._rows >= TIDY_ROWS and now - self._done_at < BUSY and self._left < LONGEST_BUSY
        self._left = self._left + 1 if busy else 0
        self._done_at, self.due, self._rows = now, NEVER, 0
        return not busy
