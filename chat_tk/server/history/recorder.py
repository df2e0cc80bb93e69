"""The core's side of the history: what a beat brought is noted as it is told, and written as one transaction.

1. Noting costs an append; nothing is looked up or formatted before ``write``.
2. One ``INSERT`` for all that a beat brought, where that fits: a statement is a transaction of its own, and lets go of
   the interpreter once.
3. What could not be written stays noted, up to ``BACKLOG`` rows, and is written first when that is possible again.
4. A room that was ever closed to strangers (``i``, ``k``, ``s``) is sealed when everybody has left it: who founds one
   of the same name later does not read what was said in the first. Rooms that stay by themselves keep their own order.
5. Of a private conversation each end has its own rows: whoever asks for them can only find what is their own.

Only the core's thread runs code in this file.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from chat_tk.irc.names import fold
from chat_tk.server import records
from chat_tk.server.state import Channel, Network, User
from chat_tk.server.told import Told

BACKLOG: Final = 20_000
"""Rows that wait in memory while the disk is in trouble; beyond that the oldest are lost."""
CONVERSATIONS: Final = 5_000
"""Ends of private conversations whose numbers are remembered."""
CHUNK: Final = 64
"""Rows of one INSERT (SQLite has a limit for the values of a statement)."""

_COLUMNS = 12
_CLOSED = "is"
"""Modes that keep strangers out, or a room's name from them."""


class Room:
    """Where rows belong: a channel as long as it lasts, or one end of a private conversation."""

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


Indexed = tuple[int, int, str, str, int]
"""Of a row what the index of words is made from: id, room, source, text, kind."""
Noted = tuple[Room, int, Told, bool]
"""Where, as which kind, what; and whether it is one more copy of a row with the message's own number."""


class Recorder:
    """``delivery.Watcher``: notes, and writes through the connection that it is given."""

    def __init__(self, network: Network, lobby: str, lobby_lines: int) -> None:
        """The newest ``lobby_lines`` messages of ``lobby`` are in ``recent``."""
        self.recent: deque[Told] = deque(maxlen=lobby_lines)
        self.lost = 0
        """Rows that there was no room for in ``BACKLOG``."""
        self._network = network
        self._lobby = fold(lobby)
        self._noted: list[Noted] = []
        self._conversations: dict[tuple[str, str], Room] = {}
        self._closing: list[Room] = []
        self._taken_back: list[TakenBack] = []
        self._renamed: list[tuple[Room, str]] = []
        self._disowned: list[str] = []
        self.unsaid: list[Indexed] = []
        """Rows whose words are to go out of the index, now that they are taken back."""
        self._generation = 0
        self._run = 0

    @property
    def waiting(self) -> int:
        """Rows that are noted and not written, and rows that are to be changed."""
        return len(self._noted) + len(self._taken_back) + len(self._renamed) + len(self._disowned)

    # What was noted before

    def forget(self, msgid: str, sender: User, target: Channel | User, at: float) -> None:
        """A message of this run was taken back: what it said is to be kept nowhere."""
        self._noted = [noted for noted in self._noted if noted[2].msgid != msgid]
        if isinstance(target, Channel):
            rooms = [target.kept] if isinstance(target.kept, Room) else []
            kept = [told for told in self.recent if told.msgid != msgid]
            self.recent.clear()
            self.recent.extend(kept)
        else:
            rooms = [self._conversation(sender, target), self._conversation(target, sender)]
        if len(self._taken_back) < BACKLOG:
            self._taken_back.append(TakenBack(records.number_of(msgid)[1], rooms, round(at * 1000)))

    def clear(self) -> None:
        """What was said in channels is to be kept nowhere; what is written already is the keeper's to delete."""
        self._noted = [noted for noted in self._noted if noted[0].owner]
        self.recent.clear()

    def rename(self, channel: Channel) -> None:
        """The channel has another name: its history goes with it."""
        if isinstance(channel.kept, Room):
            self._renamed.append((channel.kept, channel.name))

    def disown(self, account: str) -> None:
        """The account is nobody's now: who registers the name later does not inherit its private conversations."""
        owner = records.owner(account)
        self._disowned.append(owner)
        self._conversations = {names: room for names, room in self._conversations.items() if names[0] != owner}

    # Noting

    def in_room(self, channel: Channel, told: Told, least: int = 0, *, copy: bool = False) -> None:
        """``Watcher.in_room``; ``copy``: the same was noted in another room too."""
        kind = records.kind_of(told, least)
        if kind is None:
            return
        room = channel.kept
        if not isinstance(room, Room):
            room = channel.kept = self._room(channel)
        self._noted.append((room, kind, told, copy))
        if kind == records.SAID and room.recent is not None:
            room.recent.append(told)
        elif kind == records.EVENT and not room.closed and is_closed(channel):
            room.closed = True
            self._closing.append(room)

    def in_rooms_of(self, user: User, told: Told) -> None:
        """``Watcher.in_rooms_of``."""
        copy = False
        for membership in user.memberships.values():
            self.in_room(membership.channel, told, copy=copy)
            copy = True

    def between(self, user: User, told: Told) -> None:
        """``Watcher.between``."""
        kind = records.kind_of(told)
        if kind is None or told.sender is None:
            return
        self._noted.append((self._conversation(told.sender, user), kind, told, False))
        if user is not told.sender:
            self._noted.append((self._conversation(user, told.sender), kind, told, True))

    def _room(self, channel: Channel) -> Room:
        room = Room("", fold(channel.name), channel.name)
        room.stays = channel.permanent
        if room.key == self._lobby:
            room.recent = self.recent
        return room

    def _conversation(self, owner: User, other: User) -> Room:
        names = records.identity(owner, self._network.token), fold(other.nick)
        room = self._conversations.get(names)
        if room is None:
            if len(self._conversations) >= CONVERSATIONS:
                del self._conversations[next(iter(self._conversations))]
            room = self._conversations[names] = Room(*names, other.nick)
            room.stays = True
        return room

    # Writing

    def use(self, connection: sqlite3.Connection) -> None:
        """From now on this connection is written through; what was known of an earlier one's numbers is forgotten."""
        self._generation += 1
        token = (self._network.token,)
        connection.execute("INSERT OR IGNORE INTO runs(token) VALUES (?)", token)
        self._run = connection.execute("SELECT id FROM runs WHERE token = ?", token).fetchone()[0]

    def write(self, connection: sqlite3.Connection) -> int:
        """Write all that is noted, as one transaction; how many rows. Raises sqlite3.Error: then nothing is written."""
        try:
            return self._write(connection)
        except sqlite3.IntegrityError:  # numbers of an earlier run whose clock was ahead of ours
            _undo(connection)
            highest = connection.execute("SELECT max(id) FROM messages").fetchone()[0] or 0
            self._network.number_from(max(highest + 1, self._network.new_number()))
            self._noted = [(room, kind, told, True) for room, kind, told, _copy in self._noted]
            return self._write(connection)

    def _write(self, connection: sqlite3.Connection) -> int:
        noted, generation = self._noted, self._generation
        strange = {room for room, _kind, _told, _copy in noted if room.generation != generation}
        whole = len(noted) <= CHUNK and not (strange or self._changes())
        if not whole:
            connection.execute("BEGIN IMMEDIATE")
        numbers = {room: self._number(connection, room) for room in strange}
        self._close_rooms(connection, numbers)
        self._rename_rooms(connection, numbers)
        for start in range(0, len(noted), CHUNK):
            self._insert(connection, noted[start : start + CHUNK], numbers)
        unsaid = self._take_back(connection, numbers)
        self._disown(connection)
        if not whole:
            connection.execute("COMMIT")
        for room, number in numbers.items():
            room.id, room.generation, room.fresh = number, generation, False
        self._noted = []
        self._closing.clear()
        self._taken_back.clear()
        self._renamed.clear()
        self._disowned.clear()
        self.unsaid += unsaid
        return len(noted)

    def _changes(self) -> bool:
        """Whether more is to be done than to add rows."""
        return bool(self._closing or self._taken_back or self._renamed or self._disowned)

    def _disown(self, connection: sqlite3.Connection) -> None:
        for owner in self._disowned:
            change = "UPDATE rooms SET owner = 'nobody', key = key || char(10) || id WHERE owner = ?"
            connection.execute(change, (owner,))

    def _insert(self, connection: sqlite3.Connection, noted: list[Noted], numbers: dict[Room, int]) -> None:
        values: list[Any] = []
        prefix, run, new_number = self._network.token + "-", self._run, self._network.new_number
        for room, kind, told, copy in noted:
            msgid = told.msgid
            number = int(msgid[len(prefix) :], 16) if msgid.startswith(prefix) else 0
            row = new_number() if copy or not number else number
            place = numbers.get(room) or room.id
            values += (row, place, kind, round(told.at * 1000), run if number else None, number or row)
            values += records.values(told, room.name)
        connection.execute(_INSERTS[len(noted)], values)

    def _number(self, connection: sqlite3.Connection, room: Room) -> int:
        """The room's number in this database; it is given one when it has none."""
        names = (room.owner, room.key)
        found = connection.execute("SELECT id, closed FROM rooms WHERE owner = ? AND key = ?", names).fetchone()
        if found and found[1] and room.fresh and not room.stays:  # rule 4
            connection.execute("UPDATE rooms SET owner = '-', key = key || char(10) || id WHERE id = ?", found[:1])
            found = None
        if found:
            return int(found[0])
        made = connection.execute(
            "INSERT INTO rooms(owner, key, name, closed) VALUES (?, ?, ?, ?)", (*names, room.name, room.closed)
        )
        return made.lastrowid or 0

    def _close_rooms(self, connection: sqlite3.Connection, numbers: dict[Room, int]) -> None:
        for room in self._closing:
            connection.execute("UPDATE rooms SET closed = 1 WHERE id = ?", (numbers.get(room) or room.id,))

    def _rename_rooms(self, connection: sqlite3.Connection, numbers: dict[Room, int]) -> None:
        """Rooms that have another name; what an earlier room of that name has left is sealed."""
        for room, name in self._renamed:
            key, number = fold(name), numbers.get(room) or room.id
            seal = "UPDATE rooms SET owner = '-', key = key || char(10) || id WHERE owner = '' AND key = ? AND id != ?"
            connection.execute(seal, (key, number))
            connection.execute("UPDATE rooms SET key = ?, name = ? WHERE id = ?", (key, name, number))
            room.key, room.name = key, name

    def _take_back(self, connection: sqlite3.Connection, numbers: dict[Room, int]) -> list[Indexed]:
        """Nothing of what was taken back stays but its place; of a private message that is true of both copies.

        Returns the rows as they were, for the index.
        """
        rows: list[Indexed] = []
        find = "SELECT id, room, source, text, kind FROM messages WHERE "
        change = "UPDATE messages SET kind = ?, text = NULL, tags = NULL WHERE "
        for number, rooms, at in self._taken_back:
            rows += connection.execute(find + "id = ? AND run = ?", (number, self._run)).fetchall()
            connection.execute(change + "id = ? AND run = ?", (records.GONE, number, self._run))
            for room in rooms:
                kinds = (records.SAID, records.REACTION)
                where = "room = ? AND kind IN (?, ?) AND at = ? AND run = ? AND number = ?"
                place = (numbers.get(room) or room.id, *kinds, at, self._run, number)
                rows += connection.execute(find + where, place).fetchall()
                connection.execute(change + where, (records.GONE, *place))
        return rows

    def undo(self, connection: sqlite3.Connection) -> None:
        """Writing has failed: all is as before it, but for what there is no room for in memory."""
        _undo(connection)
        self.trim()

    def trim(self) -> None:
        """Let go of the oldest rows that there is no room for."""
        if (over := len(self._noted) - BACKLOG) > 0:
            self.lost += over
            del self._noted[:over]


def is_closed(channel: Channel) -> bool:
    """Whether a mode keeps strangers out of the channel, or its name from them."""
    return bool(channel.key) or any(letter in channel.modes for letter in _CLOSED)


def _undo(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.rollback()


_INSERTS: Final = [
    "INSERT INTO messages VALUES " + ",".join(["(" + ",".join("?" * _COLUMNS) + ")"] * count)
    for count in range(CHUNK + 1)
]
"""The statement for so many rows."""
