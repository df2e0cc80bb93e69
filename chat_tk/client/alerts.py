"""The alert that waits to be told: of all that was said, the last line of which the person is to hear. No Tk.

Rule 1: a flood rings once in ``PAUSE`` seconds, and costs nothing while an alert waits.
Rule 2: what the person goes to look at needs no alert any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from chat_tk.client import attention
from chat_tk.client.choices import Rules
from chat_tk.client.details import Alert
from chat_tk.client.values import Line

PAUSE: Final = 1.0
"""Seconds between two alerts."""


class Alerts:
    """``rules``: what the person has chosen to hear of."""

    def __init__(self, rules: Rules, clock: Callable[[], float]) -> None:
        self.rules = rules
        self._clock = clock
        self._next: Alert | None = None
        self._told_at = 0.0

    def consider(self, lines: Iterable[Line], rooms: Mapping[str, attention.Place]) -> None:
        """These lines were said where the person does not look; ``rooms`` by key."""
        if self._next is not None and not self._may_ring():
            return
        now = self._clock()
        minute = _minute(now) if self.rules.quiet else 0
        for line in lines:
            room = rooms.get(line.room) if line.sender and not line.own else None
            if room is not None:
                alert = attention.alert(line, room, self.rules, looking=False, now=now, minute=minute)
                self._next = alert or self._next

    def seen(self, key: str | None) -> None:
        """The person looks at this room now."""
        if self._next is not None and self._next.key == key:
            self._next = None

    def moved(self, was: str, key: str) -> None:
        """A room has another key."""
        if self._next is not None and self._next.key == was:
            self._next = replace(self._next, key=key)

    def due(self) -> Alert | None:
        """The alert that is to be told now, taken out."""
        if self._next is None or not self._may_ring():
            return None
        alert, self._next = self._next, None
        self._told_at = self._clock()
        return alert

    def _may_ring(self) -> bool:
        return not 0 <= self._clock() - self._told_at < PAUSE


def _minute(now: float) -> int:
    """The minute of the day, where the person is."""
    moment = time.localtime(now)
    return moment.tm_hour * 60 + moment.tm_min
