"""How far readers have read: nothing but the numbers. Pure.

Rule 1: a mark only ever goes forward; how many there are is bounded, and the ones that moved last stay.
Rule 2: with a room that gets another name its marks go along.
Source: IRCv3 draft "read-marker".
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

TARGETS: Final = 200
"""Marks of one reader."""
READERS: Final = 5_000


class Marks:
    """All marks. Reader -> folded target -> milliseconds of Unix time."""

    def __init__(self) -> None:
        self._readers: OrderedDict[str, OrderedDict[str, int]] = OrderedDict()

    def of(self, reader: str, target: str) -> int | None:
        """Until when ``reader`` has read there; None: nothing is known."""
        marks = self._readers.get(reader)
        return marks.get(target) if marks else None

    def load(self, marks: Iterable[tuple[str, str, int]]) -> None:
        """Take in what was on disk, the oldest first."""
        for reader, target, at in marks:
            self.move(reader, target, at)

    def forget(self, reader: str) -> None:
        """Nothing is known of this reader any more."""
        self._readers.pop(reader, None)

    def rename(self, old: str, new: str) -> list[tuple[str, str, int | None]]:
        """A room has another name: what was read there was read under it; what has changed, None for what is gone.

        Marks of the new name were another room's.
        """
        changed: list[tuple[str, str, int | None]] = []
        for reader, marks in self._readers.items():
            before, at = marks.pop(new, None), marks.pop(old, None)
            if at is not None:
                marks[new] = at
                changed.append((reader, old, None))
            if at != before:
                changed.append((reader, new, at))
        return changed

    def move(self, reader: str, target: str, at: int) -> int:
        """Move a mark forward to ``at``; where it stands then."""
        marks = self._readers.setdefault(reader, OrderedDict())
        self._readers.move_to_end(reader)
        at = marks[target] = max(at, marks.get(target, at))
        marks.move_to_end(target)
        if len(marks) > TARGETS:
            marks.popitem(last=False)
        if len(self._readers) > READERS:
            self._readers.popitem(last=False)
        return at
