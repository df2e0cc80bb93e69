"""Which lines of a room are here, and which of them, one stretch, stand in the widget. Pure: no Tk.

Rule: ``lines[start:end]`` are drawn. Where ``hole`` is set, lines are missing at ``end``: more came than are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chat_tk.client.values import Kind, Line

OF_NOBODY: Final = (Kind.INFO, Kind.MOVEMENT)
"""Lines that are not news."""


class Stretch:
    """The lines of one room, oldest first."""

    def __init__(self, lines: Sequence[Line] = ()) -> None:
        self.lines: list[Line] = list(lines)
        self.start = self.end = 0
        self.hole = False

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def waiting(self) -> int:
        """How many came that are not drawn, below what is."""
        return len(self.lines) - self.end

    def before(self, place: int) -> Line | None:
        """The line above the one at ``place``."""
        return self.lines[place - 1] if place > 0 else None

    def place_of(self, line_id: object) -> int:
        """The place of a line, sought from the end, where most changes are; -1: it is not here."""
        return next((i for i in range(len(self.lines) - 1, -1, -1) if self.lines[i].id == line_id), -1)

    def add_above(self, lines: Sequence[Line]) -> None:
        """Lines above all others."""
        self.lines[:0] = lines
        self.start += len(lines)
        self.end += len(lines)

    def keep_last(self, most: int) -> None:
        """Forget the oldest above ``most``, drawn or not."""
        extra = len(self.lines) - most
        if extra > 0:
            del self.lines[:extra]
            self.start, self.end = max(0, self.start - extra), max(0, self.end - extra)

    def leave_out(self, most: int) -> None:
        """Forget the oldest of those that wait, above ``most``: what is drawn stays, and so does the newest."""
        extra = self.waiting - most
        if extra > 0:
            del self.lines[self.end : self.end + extra]
            self.hole = True

    def close_hole(self) -> None:
        """What stands above the hole is not to be seen beside what stands below it."""
        if self.hole:
            del self.lines[: self.end]
            self.start = self.end = 0
            self.hole = False

    def last_of_others(self, count: int) -> int:
        """The id of the first of the last ``count`` lines that others wrote; -1 when there is none."""
        others = [line.id for line in self.lines if line.kind not in OF_NOBODY and not line.own]
        return others[-count] if 0 < count <= len(others) else -1
