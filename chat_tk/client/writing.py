"""Who is writing: what others tell, and what is told of oneself. Pure.

Rule 1: nobody is told of commands, nor more often than each ``PAUSE`` seconds for one room.
Rule 2: who has said nothing more about it for a while is not writing any more.
Source: IRCv3 client tag "typing".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

PAUSE: Final = 3.0
"""Seconds between two notices to one room."""
ACTIVE: Final = 6.0
"""Seconds that "active" counts."""
PAUSED: Final = 30.0
"""Seconds that "paused" counts."""
STILL: Final = 5.0
"""Seconds without a key after which one has paused."""
PEOPLE: Final = 20
"""People kept of one room."""
ROOMS: Final = 50
"""Rooms of which it is kept when they were told last."""
TAGS: Final = ("+typing", "+draft/typing")
LABEL: Final = "typing"
"""By it a refusal is known: nobody has asked for anything who only writes."""


@dataclass(slots=True)
class Heard:
    """Who is writing in one room: key -> until when."""

    _until: dict[str, float] = field(default_factory=dict, init=False)

    def __len__(self) -> int:
        return len(self._until)

    def __iter__(self) -> Iterator[str]:
        return iter(self._until)

    def told(self, key: str, state: str, now: float) -> bool:
        """Somebody tells that they are writing. False: it changes nothing on the screen."""
        if state not in ("active", "paused"):
            return self.stopped(key)
        known = key in self._until
        if not known and len(self._until) >= PEOPLE:
            return False
        self._until[key] = now + (ACTIVE if state == "active" else PAUSED)
        return not known

    def stopped(self, key: str) -> bool:
        """They have said it, or are gone. False: they were not writing."""
        return self._until.pop(key, None) is not None

    def expire(self, now: float) -> bool:
        """Whether somebody is not writing any more."""
        old = [key for key, until in self._until.items() if not now < until <= now + PAUSED]
        for key in old:
            del self._until[key]
        return bool(old)


@dataclass(slots=True)
class Told:
    """What the others were told of oneself: of which ``room`` (a key), what, and when in each room."""

    room: str = ""
    state: str = "done"
    writes: bool = False
    key_at: float = 0.0
    _at: dict[str, float] = field(default_factory=dict, init=False)

    @property
    def due(self) -> bool:
        """Whether ``tick`` may have something to tell."""
        return self.state == "active"

    def typed(self, room: str, text: str, now: float) -> list[tuple[str, str]]:
        """What stands in the composer of ``room`` is this now; what is to be told: (room, state)."""
        news = self.left(now) if room != self.room else []
        self.room, self.key_at = room, now
        self.writes = bool(text.strip()) and not text.lstrip().startswith("/")
        if self.writes:
            return news + self._tell("active", now)
        return news + (self._tell("done", now) if self.state != "done" else [])

    def sent(self) -> None:
        """What was written is said: the others see it themselves."""
        self.state, self.writes = "done", False
        self._at.pop(self.room, None)

    def left(self, now: float) -> list[tuple[str, str]]:
        """One looks at another room."""
        news = self._tell("done", now) if self.state != "done" else []
        self.state, self.writes = "done", False
        return news

    def tick(self, now: float) -> list[tuple[str, str]]:
        """Time has passed: who touches no key has paused."""
        if self.state == "active" and not self.writes:
            return self._tell("done", now)
        if self.state == "active" and now - self.key_at >= STILL:
            return self._tell("paused", now)
        return []

    def _tell(self, state: str, now: float) -> list[tuple[str, str]]:
        last = self._at.get(self.room)
        if last is not None and 0 <= now - last < PAUSE:
            return []  # too soon; the next key or second says it
        if len(self._at) >= ROOMS:
            self._at.clear()
        self.state, self._at[self.room] = state, now
        return [(self.room, state)]
