"""Whether the other side of a connection is still there, by what is heard of it. Pure: the time comes in.

Rule 1: a connection that says nothing for ``QUIET`` seconds is asked (PING), and is gone when ``PATIENCE`` seconds more
    bring not a word: a cable that was pulled tells nobody.
Rule 2: after a sleep (the clock has jumped), and when a message got no answer, it is asked at once, with less patience.
Rule 3: a clock that was set back only starts the waiting anew.
Source: Modern IRC "PING message".
"""

from __future__ import annotations

from enum import Enum
from typing import Final

QUIET: Final = 45.0
PATIENCE: Final = 60.0
SHORT_PATIENCE: Final = 20.0
ASLEEP: Final = 30.0
"""Seconds between two looks that make a sleep of them: the program looks each ``LOOK``."""
LOOK: Final = 5.0


class Verdict(Enum):
    """What a look tells."""

    FINE = "fine"
    ASK = "ask"
    GONE = "gone"


class Pulse:
    """One connection. ``heard`` with whatever comes, ``look`` now and then."""

    def __init__(self, now: float) -> None:
        self._heard = self._looked = now
        self._asked: float | None = None
        self._patience = PATIENCE
        self._doubted = False

    def heard(self, now: float) -> None:
        """Something has come: the other side is there."""
        self._heard = now
        self._asked = None
        self._doubted = False

    def doubt(self) -> None:
        """Something that should have been answered was not."""
        self._doubted = True
        self._patience = SHORT_PATIENCE  # also where it was asked before, with more of it

    def look(self, now: float) -> Verdict:
        """Fine, or to be asked now, or gone."""
        slept = now - self._looked > ASLEEP
        if now < self._looked:
            self._heard = min(self._heard, now)
            self._asked = now if self._asked is not None else None
        self._looked = now
        if self._asked is not None and not slept:
            return Verdict.GONE if now - self._asked >= self._patience else Verdict.FINE
        if slept or self._doubted or now - self._heard >= QUIET:
            self._patience = SHORT_PATIENCE if slept or self._doubted else PATIENCE
            self._asked, self._doubted = now, False
            return Verdict.ASK
        return Verdict.FINE
