"""What was noted, as INSERT statements: few of them, with few values each. Pure: no connection here.

1. A statement lets go of the interpreter once, and alone it is a transaction of its own: so rows stand together in one.
2. Messages in a row (``several``) differ in number and text. All else is a value that is bound once, for all of them:
   binding was half of what a row cost.
3. Each statement that was ever made is kept by the connection. So there are few different ones: for few rows, and for
   powers of two; those for all sizes up to 64 weighed 3 MB.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any, Final

from chat_tk.server import records
from chat_tk.server.history.waiting import Noted, Room

CHUNK: Final = 64
"""Rows of one INSERT at most (SQLite has a limit for the values of a statement)."""
SIZES: Final = (*range(1, 17), 32, CHUNK)
"""Rows of one INSERT."""
ROW: Final = 4
"""Messages in a row from which on a statement of their own is cheaper."""

Insert = tuple[str, list[Any]]
_COLUMNS: Final = 13
_SHARED: Final = 10
"""Values that messages in a row have in common: all columns but id, number and text."""


def inserts(
    noted: Sequence[Noted], numbers: Mapping[Room, int], token: str, run: int, new_number: Callable[[], int]
) -> tuple[int, list[Insert]]:
    """How many rows these are, and the statements that add them.

    ``numbers``: of rooms that have had none in this file; ``token`` and ``run``: of this run of the server, as it
    stands in ids and in the file; ``new_number``: for rows that cannot have that of their id.
    """
    rows, alone = 0, list[Any]()
    made: list[Insert] = []
    prefix = token + "-"
    for room, kind, told, copy in noted:
        number = told.number if told.msgid.startswith(prefix) else 0
        place = numbers.get(room) or room.id
        at, of = round(told.at * 1000), run if number else None
        verb, source, account, target, texts, tags = records.values(told, room.name)
        sender = told.sender.number if told.sender else None
        rows += len(texts)
        if len(texts) >= ROW and number and not copy:
            shared = (place, kind, at, of, verb, source, account, target, tags, sender)
            made += _in_a_row(shared, number, texts)
            continue
        for text in texts:
            row = new_number() if copy or not number else number
            alone += (row, place, kind, at, of, number or row, verb, source, account, target, text, tags, sender)
            number += bool(number)
    made += [
        (_ALONE[size], alone[start * _COLUMNS :][: size * _COLUMNS]) for start, size in _cut(len(alone) // _COLUMNS)
    ]
    return rows, made


def _in_a_row(shared: tuple[Any, ...], number: int, texts: Sequence[str | None]) -> Iterator[Insert]:
    for start, size in _cut(len(texts)):
        differing = zip(count(number + start), texts[start : start + size], strict=False)
        yield _TOGETHER[size], [*shared, *chain.from_iterable(differing)]


def _cut(rows: int) -> Iterator[tuple[int, int]]:
    """Where each statement for so many rows begins, and its size."""
    start = 0
    while start < rows:
        size = SIZES[bisect(SIZES, rows - start) - 1]
        yield start, size
        start += size


def _shared_row(place: int) -> str:
    """The row at this place among messages in a row: shared values have the numbers 1 to 10."""
    number = _SHARED + 1 + 2 * place
    return f"(?{number},?1,?2,?3,?4,?{number},?5,?6,?7,?8,?{number + 1},?9,?10)"


_START = "INSERT INTO messages VALUES "
_ALONE: Final = {size: _START + ",".join(["(" + ",".join("?" * _COLUMNS) + ")"] * size) for size in SIZES}
_TOGETHER: Final = {size: _START + ",".join(map(_shared_row, range(size))) for size in SIZES}
