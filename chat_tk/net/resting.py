"""How long to rest in a flood before more is taken in: a wake-up costs as much as thirty messages. No clock here.

Rule 1: what comes alone is not kept waiting, nor is a page of history, however many lines it has.
Rule 2: the longer a flood has lasted, the longer each rest, up to ``LONGEST``: nobody reads it anyway.
"""

from __future__ import annotations

from typing import Final

A_MESSAGE: Final = 0.002
"""Seconds of rest for each message that came twice in a row, at most: one after the other, they come sooner."""
SHORT: Final = 0.008
SHARE: Final = 8
"""A rest is ``SHORT``, or such a part of the time that the flood has lasted."""
LONGEST: Final = 0.2
FEW: Final = 4
"""Messages that are no flood."""
GAP: Final = 1.0
"""Seconds without any, after which what comes is another flood."""


class Resting:
    """Who takes in messages asks ``after`` each time."""

    __slots__ = ("_before", "_last", "_since")

    def __init__(self) -> None:
        self._before = 0
        self._since = self._last = 0.0

    def after(self, count: int, now: float) -> float:
        """For how many seconds to rest when ``count`` messages have come since the last rest; ``now``: in seconds."""
        both, self._before = min(count, self._before), count
        if both < FEW or now - self._last > GAP:
            self._since = now
        self._last = now
        return min(A_MESSAGE * both, max(SHORT, (now - self._since) / SHARE), LONGEST)
