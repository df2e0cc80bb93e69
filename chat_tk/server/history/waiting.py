"""What is noted and not written yet: rows, and changes to rows that are there.

Only the core's thread runs code in this file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from chat_tk.server import several
from chat_tk.server.told import Told

T = TypeVar("T")


class Room:
    """Where rows belong: a channel as long as it lasts, or one end of a private conversation.

    ``id`` is its number in the file that was open in ``generation``; ``fresh``: it has none yet, of whatever file.
    """

    __slots__ = ("closed", "fresh", "generation", "id", "key", "name", "owner", "recent", "stays")

    def __init__(self, owner: str, key: str, name: str) -> None:
        self.owner, self.key, self.name = owner, key, name
        self.id = 0
        self.generation = 0
        self.fresh = True
        self.closed = False
        self.stays = False
        self.recent: deque[Told] | None = None


class TakenBack(NamedTuple):
    """A message that was taken back: the number of its id, where it may stand, when it was said (milliseconds)."""

    number: int
    rooms: Sequence[Room]
    at: int


Noted = tuple[Room, int, Told, bool]
"""Where, as which kind, what (messages in a row are so many rows); and whether it is one more copy of a row with the
message's own number."""


@dataclass(slots=True)
class Waiting:
    """All of it.

    ``closing``     rooms that are closed to strangers now
    ``taken_back``  messages of this run that were taken back; ``rows``: the numbers of rows of any run that were
    ``renamed``     rooms, and their new names
    ``disowned``    whose private conversations are nobody's now
    ``at``          the change that is being written, and the list that it stands in
    """

    noted: list[Noted] = field(default_factory=list)
    closing: list[Room] = field(default_factory=list)
    taken_back: list[TakenBack] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    renamed: list[tuple[Room, str]] = field(default_factory=list)
    disowned: list[str] = field(default_factory=list)
    at: tuple[list[Any], object] | None = None

    def __len__(self) -> int:
        return self.noted_rows + len(self.taken_back) + len(self.rows) + len(self.renamed) + len(self.disowned)

    def __bool__(self) -> bool:
        return bool(self.noted) or self.changes

    @property
    def changes(self) -> bool:
        """Whether more is to be done than to add rows."""
        return bool(self.closing or self.taken_back or self.rows or self.renamed or self.disowned)

    def each(self, changes: list[T]) -> Iterator[T]:
        """These changes, to be written one after the other."""
        for change in changes:
            self.at = changes, change
            yield change
        self.at = None

    @property
    def noted_rows(self) -> int:
        """How many rows will be added."""
        return sum([several.count(told.message) for _room, _kind, told, _copy in self.noted])

    def forget(self, msgid: str) -> None:
        """A message was taken back before it was written."""
        self.noted = [
            (room, kind, one, copy)
            for room, kind, told, copy in self.noted
            for one in told.each()
            if one.msgid != msgid
        ]

    def trim(self, most: int) -> int:
        """Let go of the oldest rows beyond so many; how many these are."""
        lost, over = 0, self.noted_rows - most
        while lost < over:
            lost += several.count(self.noted.pop(0)[2].message)
        return lost

    def give_up(self) -> int:
        """Forget what stands in the way of writing: the change that failed, or else all rows; how many rows."""
        if self.at is not None:
            changes, change = self.at
            changes.remove(change)
            self.at = None
            return 0
        lost, self.noted = self.noted_rows, []
        return lost

    def clear(self) -> None:
        """It is written."""
        self.noted = []
        self.closing.clear()
        self.taken_back.clear()
        self.rows.clear()
        self.renamed.clear()
        self.disowned.clear()
