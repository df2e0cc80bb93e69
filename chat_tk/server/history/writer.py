"""What waits, written as one transaction.

1. What a beat brought is one transaction: where one ``INSERT`` does (``inserts``), it is that by itself.
2. A room that was ever closed to strangers (``i``, ``k``, ``s``) is sealed when everybody has left it: who founds one
   of the same name later does not read what was said in the first. Rooms that stay by themselves keep their own order.

Only the core's thread runs code in this file.
"""

from __future__ import annotations

import sqlite3

from chat_tk.irc.names import fold
from chat_tk.server import records
from chat_tk.server.history.inserts import inserts
from chat_tk.server.history.waiting import Noted, Room, Waiting
from chat_tk.server.state import Network

Indexed = tuple[int, int, str, str, int]
"""Of a row what the index of words is made from: id, room, source, text, kind."""


class Writer:
    """Writes through the connection that it is given."""

    def __init__(self, network: Network) -> None:
        self.unsaid: list[Indexed] = []
        """Rows whose words are to go out of the index, now that they are taken back."""
        self._network = network
        self._generation = 0
        self._run = 0

    def use(self, connection: sqlite3.Connection) -> None:
        """From now on this connection is written through; what was known of an earlier one's numbers is forgotten."""
        self._generation += 1
        token = (self._network.token,)
        connection.execute("INSERT OR IGNORE INTO runs(token) VALUES (?)", token)
        self._run = connection.execute("SELECT id FROM runs WHERE token = ?", token).fetchone()[0]

    def write(self, connection: sqlite3.Connection, waiting: Waiting) -> int:
        """Write all that waits, as one transaction; how many rows. Raises sqlite3.Error: then nothing is written."""
        try:
            return self._write(connection, waiting)
        except sqlite3.IntegrityError:  # numbers of an earlier run whose clock was ahead of ours
            undo(connection)
            highest = connection.execute("SELECT max(id) FROM messages").fetchone()[0] or 0
            self._network.number_from(max(highest + 1, self._network.new_number()))
            waiting.noted = [(room, kind, told, True) for room, kind, told, _copy in waiting.noted]
            return self._write(connection, waiting)

    def _write(self, connection: sqlite3.Connection, waiting: Waiting) -> int:
        waiting.at = None
        strange = {room for room, _kind, _told, _copy in waiting.noted if room.generation != self._generation}
        if strange or waiting.changes:
            connection.execute("BEGIN IMMEDIATE")
            numbers = {room: self._number(connection, room) for room in strange}
            self._close_rooms(connection, waiting, numbers)
            self._rename_rooms(connection, waiting, numbers)
            rows = self._insert(connection, waiting.noted, numbers)
            unsaid = self._take_back(connection, waiting, numbers)
            self._disown(connection, waiting)
            connection.execute("COMMIT")
            for room, number in numbers.items():
                room.id, room.generation, room.fresh = number, self._generation, False
            waiting.clear()
            self.unsaid += unsaid
        else:
            rows = self._insert(connection, waiting.noted, {})
            waiting.noted = []
        return rows

    def _insert(self, connection: sqlite3.Connection, noted: list[Noted], numbers: dict[Room, int]) -> int:
        """Add rows for all of these, as one transaction or within the one that has begun; how many rows."""
        token, new_number = self._network.token, self._network.new_number
        rows, statements = inserts(noted, numbers, token, self._run, new_number)
        whole = len(statements) <= 1 or connection.in_transaction
        if not whole:
            connection.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            connection.execute(statement, values)
        if not whole:
            connection.execute("COMMIT")
        return rows

    def _number(self, connection: sqlite3.Connection, room: Room) -> int:
        """The room's number in this database; it is given one when it has none."""
        names = (room.owner, room.key)
        found = connection.execute("SELECT id, closed FROM rooms WHERE owner = ? AND key = ?", names).fetchone()
        if found and found[1] and room.fresh and not room.stays:  # rule 2
            connection.execute("UPDATE rooms SET owner = '-', key = key || char(10) || id WHERE id = ?", found[:1])
            found = None
        if found:
            return int(found[0])
        made = connection.execute(
            "INSERT INTO rooms(owner, key, name, closed) VALUES (?, ?, ?, ?)", (*names, room.name, room.closed)
        )
        return made.lastrowid or 0

    def _close_rooms(self, connection: sqlite3.Connection, waiting: Waiting, numbers: dict[Room, int]) -> None:
        for room in waiting.each(waiting.closing):
            connection.execute("UPDATE rooms SET closed = 1 WHERE id = ?", (numbers.get(room) or room.id,))

    def _rename_rooms(self, connection: sqlite3.Connection, waiting: Waiting, numbers: dict[Room, int]) -> None:
        """Rooms that have another name; what an earlier room of that name has left is sealed."""
        for room, name in waiting.each(waiting.renamed):
            key, number = fold(name), numbers.get(room) or room.id
            seal = "UPDATE rooms SET owner = '-', key = key || char(10) || id WHERE owner = '' AND key = ? AND id != ?"
            connection.execute(seal, (key, number))
            connection.execute("UPDATE rooms SET key = ?, name = ? WHERE id = ?", (key, name, number))
            room.key, room.name = key, name

    def _take_back(self, connection: sqlite3.Connection, waiting: Waiting, numbers: dict[Room, int]) -> list[Indexed]:
        """Nothing of what was taken back stays but its place; of a private message that is true of both copies.

        Returns the rows as they were, for the index.
        """
        rows: list[Indexed] = []
        for number, rooms, at in waiting.each(waiting.taken_back):
            rows += _blank(connection, "id = ? AND run = ?", (number, self._run))
            for room in rooms:
                kinds = (records.SAID, records.REACTION)
                where = "room = ? AND kind IN (?, ?) AND at = ? AND run = ? AND number = ?"
                rows += _blank(connection, where, (numbers.get(room) or room.id, *kinds, at, self._run, number))
        for row in waiting.each(waiting.rows):
            rows += _blank(connection, "id = ?", (row,))
        return rows

    def _disown(self, connection: sqlite3.Connection, waiting: Waiting) -> None:
        for owner in waiting.each(waiting.disowned):
            change = "UPDATE rooms SET owner = 'nobody', key = key || char(10) || id WHERE owner = ?"
            connection.execute(change, (owner,))


def undo(connection: sqlite3.Connection) -> None:
    """Writing has failed: the file is as before it."""
    if connection.in_transaction:
        connection.rollback()


def _blank(connection: sqlite3.Connection, where: str, values: tuple[object, ...]) -> list[Indexed]:
    """Take out what these rows say; the rows as they were."""
    rows = connection.execute("SELECT id, room, source, text, kind FROM messages WHERE " + where, values).fetchall()
    change = "UPDATE messages SET kind = ?, text = NULL, tags = NULL WHERE "
    connection.execute(change + where, (records.GONE, *values))
    return rows
