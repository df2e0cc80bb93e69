"""One message of the past, found by its id: where its rows are, and whose it is.

Rule: only rooms that the question names are looked into; who may ask for which is decided before (``questions``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from chat_tk.server import records
from chat_tk.server.history.reader import Place, room_numbers
from chat_tk.server.records import Kept

NEARBY = 100_000
"""Numbers behind a message's own among which the copy for the other end of a conversation is looked for: they are given
when a beat is written, so there are at most as many between as may wait for a disk, and some."""


def find(
    connection: sqlite3.Connection, msgid: str, places: Sequence[Place], kinds: Sequence[int], token: str
) -> Kept | None:
    """The message with this id, if it is in one of these places and of one of these kinds. Raises sqlite3.Error.

    ``token`` names this run of the server: senders of other runs are nobody's numbers now.
    """
    run, number = records.number_of(msgid)
    first = "SELECT at, run FROM messages JOIN runs ON runs.id = run WHERE messages.id = ? AND token = ?"
    found = connection.execute(first, (number, run)).fetchone()
    here = "SELECT account, sender FROM messages WHERE room = ? AND kind = ? AND at = ? AND number = ?"
    for room in room_numbers(connection, places) if found else ():
        for kind in kinds:
            row = connection.execute(here, (room, kind, found[0], number)).fetchone()
            if row is not None:
                ids, ends = _copies(connection, number, found[1])
                return Kept(ids, found[0] / 1000, row[0] or "", row[1] or 0 if run == token else 0, ends)
    return None


def _copies(connection: sqlite3.Connection, number: int, run: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The rows of the message, and whose their rooms are (a channel is nobody's)."""
    query = """SELECT m.id, r.owner FROM messages AS m JOIN rooms AS r ON r.id = m.room
               WHERE m.id BETWEEN ? AND ? AND m.run = ? AND m.number = ? LIMIT 2"""
    first = connection.execute(query, (number, number, run, number)).fetchall()
    rows = first if first[0][1] == "" else connection.execute(query, (number, number + NEARBY, run, number)).fetchall()
    return tuple(row[0] for row in rows), tuple(row[1] for row in rows)
