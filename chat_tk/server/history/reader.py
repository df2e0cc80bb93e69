"""Pages of the past, read on a thread of its own through a connection that cannot write.

1. The order of messages is (time, number): it is the same for ever and for all who read them, and no two are equal,
   so that whoever pages by id meets each message once.
2. A page is found in the index alone, one short walk for each room and kind, however many rows there are beside it.
3. Only rooms that the question names are looked into; who may ask for which is decided before (``questions``).

Source: IRCv3 draft "chathistory".
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from chat_tk.net.worker import Worker
from chat_tk.server import records
from chat_tk.server.dialects import in_batch
from chat_tk.server.history import database
from chat_tk.server.history.waiting import Room
from chat_tk.server.records import Row
from chat_tk.server.selectors import Page, Point, Targets
from chat_tk.server.told import Told

_log = logging.getLogger(__name__)

T = TypeVar("T")
Position = tuple[int, int]
"""Milliseconds, and the number of the message among those of that moment."""
FIRST: Final[Position] = (-(2**62), 0)
LAST: Final[Position] = (2**62, 0)
LINES_AT_ONCE: Final = 8
"""Lines that are rendered before the interpreter is offered to others."""
_END: Final = 2**62
"""Above every number."""

_WALK: Final = """SELECT * FROM (SELECT id, at, number FROM messages WHERE room = ? AND kind = ?
AND at BETWEEN ? AND ? AND (at, number) > (?, ?) AND (at, number) < (?, ?) ORDER BY at {0}, number {0} LIMIT ?)"""
_ROWS: Final = """SELECT m.id, m.at, coalesce(runs.token, ''), m.number, m.verb, m.source, m.account, m.target,
m.text, m.tags, rooms.name FROM ({0}) JOIN messages AS m USING (id) LEFT JOIN runs ON runs.id = m.run
JOIN rooms ON rooms.id = m.room ORDER BY m.at, m.number"""


class Place(NamedTuple):
    """A room of the history: a channel has no owner; whose a private conversation is, and with whom (folded).

    ``room``: the very one, where it is known. One that has no number yet holds nothing, whatever its name: a new
    channel must not find what was said in an older one of this name that was closed to strangers.
    """

    owner: str
    key: str
    room: Room | None = None


class Latest(NamedTuple):
    """A conversation, and when its latest message was said (milliseconds)."""

    name: str
    at: int


class Reader:
    """The thread, and its connection, which is opened when it is first needed and after ``forget``."""

    def __init__(self) -> None:
        self._worker = Worker("history-reader")
        self._connection: sqlite3.Connection | None = None
        self._path: Path | None = None

    def start(self) -> None:
        """Start the thread. Raises RuntimeError when the system has no room for it."""
        self._worker.start()

    def post(self, function: Any, *args: object) -> None:
        """``contracts.Worker``."""
        self._worker.post(function, *args)

    def use(self, path: Path) -> None:
        """The file is there from now on: what is asked after this is read from it."""
        self._worker.post(self._use, path)

    def stop(self, deadline: float) -> bool:
        """End the thread; False: it is still busy. Twice is once."""
        self._worker.post(self._use, None)
        return self._worker.stop(deadline)

    def _use(self, path: Path | None) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._path = None, path

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            raise sqlite3.OperationalError("it could not be opened")
        if self._connection is None:
            self._connection = database.connect_to_read(self._path)
        return self._connection

    # Jobs

    def page(self, question: Page, places: Sequence[Place], kinds: Sequence[int], profile: int) -> list[Told] | None:
        """The messages, rendered for readers of this profile; None when they cannot be had."""
        found = self.ask(lambda connection: page(connection, question, places, kinds))
        return None if found is None else rendered(found, profile)

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T | None:
        """What the question finds; None when it cannot be had."""
        try:
            return question(self._open())
        except sqlite3.Error as error:
            _log.warning("The history cannot be read: %s", error)
            return None

    def targets(self, question: Targets, channels: Sequence[Place], owners: Sequence[str]) -> list[Latest] | None:
        """The conversations, oldest first; None when they cannot be had."""
        return self.ask(lambda connection: targets(connection, question, channels, owners))


def rendered(rows: Sequence[Row], profile: int) -> list[Told]:
    """The rows as what was told; rendering is done here so that the core need not do it.

    Every few lines the interpreter is offered to who waits for it: the core, mostly, and never for a whole page.
    """
    past = []
    for count, row in enumerate(rows, 1):
        told = records.told(row)
        in_batch(told, profile)
        past.append(told)
        if not count % LINES_AT_ONCE:
            time.sleep(0)
    return past


def page(
    connection: sqlite3.Connection, question: Page, places: Sequence[Place], kinds: Sequence[int]
) -> list[Row] | None:
    """The rows of a page in ascending order; None when a message that was named is not among them.

    Raises sqlite3.Error.
    """
    rooms = room_numbers(connection, places)
    how, limit = question.how, question.limit
    start = _position(connection, question.start, rooms, kinds) if question.start else FIRST
    end = _position(connection, question.end, rooms, kinds) if question.end else LAST
    if start is None or end is None:
        return None
    walk = _Walk(connection, rooms, kinds)
    if how == "BEFORE":
        return walk.rows(FIRST, start, limit, newest=True)
    if how == "AFTER":
        return walk.rows(_behind(start, question.start), LAST, limit, newest=False)
    if how == "LATEST":
        return walk.rows(_behind(start, question.start), LAST, limit, newest=True)
    if how == "BETWEEN":
        if start <= end:
            return walk.rows(_behind(start, question.start), end, limit, newest=False)
        return walk.rows(_behind(end, question.end), start, limit, newest=True)
    before = walk.rows(FIRST, start, limit // 2, newest=True)
    since = (start[0], start[1] - 1)
    return before + walk.rows(since, LAST, limit - len(before), newest=False)


def latest(connection: sqlite3.Connection, place: Place, limit: int) -> list[Row]:
    """The last messages of a room. Raises sqlite3.Error."""
    walk = _Walk(connection, room_numbers(connection, [place]), (records.SAID,))
    return walk.rows(FIRST, LAST, limit, newest=True)


def targets(
    connection: sqlite3.Connection, question: Targets, channels: Sequence[Place], owners: Sequence[str]
) -> list[Latest]:
    """The conversations that ``question`` asks for, oldest first. Raises sqlite3.Error."""
    rooms = [(place.key, place.room.name, place.room.id) for place in channels if place.room]
    for owner in owners:
        rooms += connection.execute("SELECT key, name, id FROM rooms WHERE owner = ?", (owner,)).fetchall()
    found: dict[str, Latest] = {}
    newest = "SELECT max(at) FROM messages WHERE room = ? AND kind = ?"
    for key, name, room in rooms:
        last = connection.execute(newest, (room, records.SAID)).fetchone()[0]
        if last is not None and (key not in found or found[key].at < last):
            found[key] = Latest(name, last)
    low, high = sorted((question.start, question.end))
    between = sorted((one for one in found.values() if low < one.at < high), key=lambda one: one.at)
    return between[: question.limit] if question.start <= question.end else between[-question.limit :]


def room_numbers(connection: sqlite3.Connection, places: Sequence[Place]) -> list[int]:
    """The numbers of the rooms that there are. Raises sqlite3.Error."""
    query = "SELECT id FROM rooms WHERE owner = ? AND key = ?"
    found = [place.room.id for place in places if place.room and place.room.id]
    for owner, key, room in places:
        if room is None:
            found += [row[0] for row in connection.execute(query, (owner, key))]
    return found


def rooms_of(connection: sqlite3.Connection, places: Sequence[Place], owners: Sequence[str], name: str) -> list[int]:
    """The numbers of these rooms and of all private conversations of ``owners``; with a ``name``, of those with it.

    Raises sqlite3.Error.
    """
    if name:
        return room_numbers(connection, [Place(owner, name) for owner in owners])
    query = "SELECT id FROM rooms WHERE owner = ?"
    conversations = [row[0] for owner in owners for row in connection.execute(query, (owner,))]
    return room_numbers(connection, places) + conversations


def rows_of(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Row]:
    """These rows, in the order of messages. Raises sqlite3.Error."""
    marks = ",".join("?" * len(ids))
    found = connection.execute(_ROWS.format(f"SELECT id FROM messages WHERE id IN ({marks})"), tuple(ids))
    return [Row(*row) for row in found]


class _Walk:
    """Rows of these rooms and kinds between two positions, both left out."""

    def __init__(self, connection: sqlite3.Connection, rooms: Sequence[int], kinds: Sequence[int]) -> None:
        self._connection = connection
        self._ways = [(room, kind) for room in rooms for kind in kinds]

    def rows(self, after: Position, before: Position, limit: int, *, newest: bool) -> list[Row]:
        """At most ``limit`` of them, those nearest to ``before`` when ``newest``, in ascending order."""
        if not self._ways or limit < 1:
            return []
        order = "DESC" if newest else "ASC"
        walks = " UNION ALL ".join([_WALK.format(order)] * len(self._ways))
        values: list[int] = []
        for way in self._ways:
            values += (*way, after[0], before[0], *after, *before, limit)
        chosen = f"SELECT id FROM ({walks}) ORDER BY at {order}, number {order} LIMIT ?"
        return [Row(*row) for row in self._connection.execute(_ROWS.format(chosen), (*values, limit))]


def _position(
    connection: sqlite3.Connection, point: Point, rooms: Sequence[int], kinds: Sequence[int]
) -> Position | None:
    """Where a point is among the rows of these rooms and kinds: a moment is before all that was said in it.

    None when there is no such message, or it is not theirs to see.
    """
    if not point.msgid:
        return point.at, -1
    token, number = records.number_of(point.msgid)
    first = "SELECT at FROM messages JOIN runs ON runs.id = run WHERE messages.id = ? AND token = ?"
    found = connection.execute(first, (number, token)).fetchone()
    here = "SELECT 1 FROM messages WHERE room = ? AND kind = ? AND at = ? AND number = ?"
    for room in rooms if found else ():
        for kind in (*kinds, records.GONE):
            if connection.execute(here, (room, kind, *found, number)).fetchone():
                return found[0], number
    return None


def _behind(position: Position, point: Point | None) -> Position:
    """The position after which rows are behind the point: a moment ends with the last row of it."""
    return (position[0], _END) if point is not None and not point.msgid else position
