"""The rows of a ``RowList``: what they are made of, and which one letters lead to. Pure, but for the clock.

Beside it: ``rowlist.py`` (the widget), ``rowdrawing.py`` (how a row looks).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, overload

SECONDS_OF_A_WORD: Final = 1.0
"""Letters that follow each other within this time are the beginning of one name."""


class Row(NamedTuple):
    """One row.

    ``key``    what the callables get
    ``look``   ``plain``, ``strong`` (bold) or ``muted``
    ``sign``   a character before the name (``#``), or ``here``, ``away``, ``unknown``: a full, an empty, a grey dot
    ``note``   words behind the name, small and muted; they yield to the name
    ``badge``  a number at the right; ``loud``: in colour
    ``tip``    what is told beside a cut name, when the pointer rests on the row
    ``heading`` it only stands above others, and cannot be chosen
    """

    key: str
    text: str
    look: str = "plain"
    sign: str = ""
    note: str = ""
    badge: str = ""
    loud: bool = False
    tip: str = ""
    heading: bool = False


class Made(Sequence[Row]):
    """Rows made of ``things`` by ``make``, each when it is looked at."""

    def __init__(self, things: Sequence[Any], make: Callable[[Any], Row]) -> None:
        self._things, self._make = things, make

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return [self._make(thing) for thing in self._things[place]]
        return self._make(self._things[place])


class Letters:
    """What was typed in a list: letters go to the next name that begins so."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._typed, self._at = "", float("-inf")

    def typed(self, letter: str, rows: Sequence[Row], chosen: int) -> int:
        """The place to go to from the place ``chosen`` (-1: none), round the end; -1: no name begins so."""
        now = self._clock()
        self._typed = (self._typed if now - self._at < SECONDS_OF_A_WORD else "") + letter.casefold()
        self._at = now
        start = chosen + (len(self._typed) == 1)
        order: list[int] = [*range(max(0, start), len(rows)), *range(max(0, start))]
        for place in order:
            if not rows[place].heading and rows[place].text.casefold().startswith(self._typed):
                return place
        return -1
