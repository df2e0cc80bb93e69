"""When to try again after the network broke. Pure: the time and the chance come in.

Rule 1: pauses grow, and no two clients keep the same ones: a thousand that were cut off together do not come back
    together. In a network of the house they end at four seconds: there is nobody to be spared, and people look at each
    other's screens. Elsewhere they grow to a minute.
Rule 2: after ``ENOUGH`` seconds of nothing it is given up, and the person is asked.
Rule 3: a connection that breaks again within ``STEADY`` seconds goes on with the pauses where they were.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

PAUSES: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
NEAR_PAUSES: Final = (1.0, 2.0, 3.0, 4.0)
SPREAD: Final = 0.25
"""By this part a pause is longer or shorter."""
ENOUGH: Final = 300.0
STEADY: Final = 60.0


class Pauses:
    """The tries of one person to get back in. ``near``: to a chat in a network of the house."""

    def __init__(self, chance: Callable[[], float]) -> None:
        """``chance``: a number from 0 to 1, another each time (``random.random``)."""
        self._chance = chance
        self._tries = 0
        self._since = 0.0
        self._welcomed: float | None = None
        self.near = False

    def welcomed(self, now: float) -> None:
        """We are in."""
        self._welcomed = now

    def begin(self, now: float, *, anew: bool = False) -> None:
        """The connection broke. ``anew``: the person wants it, or the computer slept: all tries are still to come."""
        steady = self._welcomed is not None and not 0 <= now - self._welcomed < STEADY
        if anew or steady:
            self._tries = 0
        self._since = now
        self._welcomed = None

    def next(self, now: float) -> float | None:
        """Seconds until the next try; None: enough."""
        if now < self._since:
            self._since = now
        if now - self._since >= ENOUGH:
            return None
        pauses = NEAR_PAUSES if self.near else PAUSES
        pause = pauses[min(self._tries, len(pauses) - 1)]
        self._tries += 1
        return pause * (1 - SPREAD + 2 * SPREAD * self._chance())
