"""The index of words in its file: parts of so many messages each, one full-text table for each part.

1. A part is searched by itself, so that a word which stands in every third message costs what it costs in one part: who
   looks for the newest looks there first, and mostly has enough. In one table SQLite makes a list of all the places of
   all the words that begin so before it gives the first (1,000,000 messages: 42 ms; in parts: 3 ms).
2. Parts follow one another by the numbers of their messages, which only rise.
3. A part is asked step by step, from what costs least to the whole question, and passed over when a step finds nothing:
   a room is a word in each of its messages, and so costs more than all words of a question together.
4. A part that is full is put in order: half the time of looking through it, 29 ms once.

Only the keeper's thread runs code in this file.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from chat_tk.server.history.database import CACHE

VERSION: Final = 2
PART: Final = 32_768
"""Messages of one part."""

Entry = tuple[int, str, str, str]
"""Of a message: its number, its words, who said it, in which room."""

_SCHEMA: Final = f"""
CREATE TABLE parts(id INTEGER PRIMARY KEY, first INTEGER NOT NULL, count INTEGER NOT NULL);
CREATE TABLE progress(done INTEGER NOT NULL);
INSERT INTO progress VALUES (0);
PRAGMA user_version={VERSION};
"""
_PART: Final = (
    "CREATE VIRTUAL TABLE words{0} USING fts5(text, who, room, content='', tokenize='unicode61 remove_diacritics 2')"
)


class Index:
    """The file, open."""

    def __init__(self, path: Path, highest: int) -> None:
        """``highest``: the highest number of a message; an index that knows higher ones is of another history.

        A file that cannot be used is deleted and begun anew. Raises sqlite3.Error or OSError when that fails too.
        """
        try:
            self._database = _opened(path, highest)
        except sqlite3.DatabaseError:
            remove(path)
            self._database = _opened(path, highest)
        rows = self._database.execute("SELECT id, first, count FROM parts ORDER BY id")
        self._parts: list[tuple[int, int, int]] = rows.fetchall()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def be_interrupted(self, too_long: object, steps: int) -> None:
        """Have ``too_long()`` asked every so many steps of SQLite's machine; None: never."""
        self._database.set_progress_handler(too_long, steps)  # type: ignore[arg-type]

    @property
    def done(self) -> int:
        """The number of the last message that is in it."""
        return int(self._database.execute("SELECT done FROM progress").fetchone()[0])

    def add(self, entries: Sequence[Entry], done: int) -> None:
        """Take messages in, the last of which has the number ``done``. Raises sqlite3.Error: then none is taken in."""
        parts = list(self._parts)
        with self._transaction() as database:
            for start in range(0, len(entries), PART):
                self._add(database, parts, entries[start : start + PART])
            database.execute("UPDATE progress SET done = ?", (done,))
        self._parts = parts

    def _add(self, database: sqlite3.Connection, parts: list[tuple[int, int, int]], entries: Sequence[Entry]) -> None:
        if parts and parts[-1][2] >= PART:
            full = f"words{parts[-1][0]}"
            database.execute(f"INSERT INTO {full}({full}) VALUES ('optimize')")
        if not parts or parts[-1][2] >= PART:
            parts.append((parts[-1][0] + 1 if parts else 1, entries[0][0], 0))
            database.execute(_PART.format(parts[-1][0]))
        part, first, count = parts[-1]
        database.executemany(f"INSERT INTO words{part}(rowid, text, who, room) VALUES (?, ?, ?, ?)", entries)
        parts[-1] = part, first, count + len(entries)
        database.execute("INSERT OR REPLACE INTO parts VALUES (?, ?, ?)", parts[-1])

    def forget(self, entries: Iterable[Entry]) -> None:
        """Take messages out; a part with none left goes. Raises sqlite3.Error."""
        left = {part: [first, count] for part, first, count in self._parts}
        with self._transaction() as database:
            for entry in entries:
                part = next((part for part, first, _count in reversed(self._parts) if first <= entry[0]), 0)
                inside = f"SELECT 1 FROM words{part}_docsize WHERE id = ?"  # nothing else must be taken out of it
                if part and database.execute(inside, entry[:1]).fetchone():
                    values = f"words{part}(words{part}, rowid, text, who, room) VALUES ('delete', ?, ?, ?, ?)"
                    database.execute("INSERT INTO " + values, entry)
                    left[part][1] -= 1
            parts = [(part, first, count) for part, (first, count) in left.items()]
            gone = [part for part in parts[:-1] if part[2] <= 0]
            for part, _first, _count in gone:
                database.execute(f"DROP TABLE words{part}")
            database.execute("DELETE FROM parts")
            kept = [part for part in parts if part not in gone]
            database.executemany("INSERT INTO parts VALUES (?, ?, ?)", kept)
        self._parts = kept

    def matching(
        self, steps: Sequence[str], first: int, last: int, *, newest: bool, slices: int
    ) -> Iterator[list[int]]:
        """The numbers of messages from ``first`` to ``last`` that fit, in slices, the newest or the oldest first.

        ``steps`` are queries of FTS5: pieces of the question (rule 3), then the question. Raises sqlite3.Error.
        """
        ends = [*[begin for _part, begin, _count in self._parts[1:]], 2**63 - 1]
        parts = [(part, begin, end) for (part, begin, _count), end in zip(self._parts, ends, strict=False)]
        order = "DESC" if newest else "ASC"
        for part, begin, end in reversed(parts) if newest else parts:
            if begin > last or end <= first:
                continue
            fits = f"SELECT rowid FROM words{part} WHERE words{part} MATCH ? "
            if any(self._database.execute(fits + "LIMIT 1", (piece,)).fetchone() is None for piece in steps[:-1]):
                continue
            cursor = self._database.execute(
                fits + f"AND rowid BETWEEN ? AND ? ORDER BY rowid {order}", (steps[-1], first, last)
            )
            while found := cursor.fetchmany(slices):
                yield [row[0] for row in found]

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._database.execute("BEGIN")
        try:
            yield self._database
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.rollback()
            raise


def remove(path: Path) -> None:
    """Delete the file; missing is fine. Raises OSError for anything else."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _opened(path: Path, highest: int) -> sqlite3.Connection:
    """Raises sqlite3.DatabaseError for what is no such index."""
    path.touch(0o600)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(f"PRAGMA cache_size=-{CACHE}")
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            connection.executescript(f"BEGIN;{_SCHEMA}COMMIT;")
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            raise sqlite3.DatabaseError("an index of another version")
        if connection.execute("SELECT done FROM progress").fetchone()[0] > highest:
            raise sqlite3.DatabaseError("an index of another history")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
