"""Registered names, what belongs to them, and bans on disk: ``accounts.db`` in the data folder, a SQLite file.

What belongs to a name: how far its owner has read, and its metadata (that of rooms which stay stands there too).

Rule 1: once it is open, only one thread runs code in this file (the errands' worker); the core has its own copy of all
that is in it (``owners``, ``bans``, ``marks``), and has each change written here. But for ``note_mark``, which only
puts into a queue: marks move often, so all that wait are written together.
Rule 2: a file that is damaged, or was written by a newer chat_tk, is set aside under another name and never written to.
Rule 3: only its owner may read the file. What stands in it of passwords are hashes.
Rule 4: a chat without a place to write goes on, and says what that means.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

from chat_tk import folders
from chat_tk.i18n import _
from chat_tk.irc.scram import Keys
from chat_tk.server.bans import Ban
from chat_tk.server.owners import Account

_log = logging.getLogger(__name__)

FILE: Final = "accounts.db"
VERSION: Final = 2
"""Of the tables, as ``PRAGMA user_version``."""
_APPLICATION: Final = 0x63746B41  # "ctkA", as PRAGMA application_id
_PATIENCE: Final = 3.0
"""Seconds to wait for another ChatServer that is writing to the same file."""
_SCHEMA: Final = """
    CREATE TABLE account (
        name TEXT NOT NULL PRIMARY KEY, password TEXT NOT NULL,
        salt BLOB NOT NULL, iterations INTEGER NOT NULL, stored BLOB NOT NULL, server BLOB NOT NULL, at REAL NOT NULL
    );
    CREATE TABLE ban (
        what TEXT NOT NULL PRIMARY KEY, by TEXT NOT NULL, at REAL NOT NULL, reason TEXT NOT NULL, until REAL NOT NULL
    );
"""
_SINCE_2: Final = """
    CREATE TABLE mark (
        reader TEXT NOT NULL, target TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (reader, target)
    ) WITHOUT ROWID;
    CREATE TABLE metadata (
        owner TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (owner, key)
    ) WITHOUT ROWID;
"""
"""What version 2 has added."""
MOST_MARKS: Final = 100_000
"""Marks that are read at the start; of more the latest."""
COMPLAINT: Final = 60.0
"""Seconds between two complaints that marks cannot be written."""
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_Value = str | bytes | float


class _UnusableError(Exception):
    """The file is not ours to write to; ``why`` is a word for its new name."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class AccountsFile:
    """The file, once it is open; without a folder everything is kept in memory until the end."""

    def __init__(self, folder: Path | None) -> None:
        """Open it, or make it. Never raises: ``problem`` is a sentence for the host when something is wrong."""
        self.accounts: list[Account] = []
        self.bans: list[Ban] = []
        self.marks: list[tuple[str, str, int]] = []
        self.metadata: dict[str, dict[str, str]] = {}
        self.problem = ""
        self._moved: SimpleQueue[tuple[str, str, int | None]] = SimpleQueue()
        self._unwritten: dict[tuple[str, str], int | None] = {}
        """Marks that could not be written yet: the worker's own."""
        self._complained_at = -COMPLAINT
        self._database = self._open(folder) if folder is not None else None

    def _open(self, folder: Path) -> sqlite3.Connection | None:
        path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            try:
                return self._read(path)
            except _UnusableError as error:
                self.problem = _set_aside(path, error.why)
                return self._read(path)
        except (OSError, sqlite3.Error, _UnusableError) as error:
            _log.warning("%s cannot be used: %s", path, error)
            self.accounts, self.bans, self.marks, self.metadata = [], [], [], {}
            problem = _(
                "Registered names and bans cannot be kept in {path} ({error}); they last until the chat is closed."
            )
            self.problem = problem.format(path=path, error=getattr(error, "strerror", None) or error)
            return None

    def _read(self, path: Path) -> sqlite3.Connection:
        """Everything that is in the file. Raises _UnusableError, sqlite3.Error, OSError."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if sys.platform != "win32":
            os.fchmod(descriptor, 0o600)
        os.close(descriptor)
        database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            _prepare(database)
            self.accounts = [_account(row) for row in database.execute("SELECT * FROM account")]
            self.bans = [Ban(*row) for row in database.execute("SELECT what, by, at, reason, until FROM ban")]
            newest = "SELECT reader, target, at FROM mark ORDER BY at DESC LIMIT ?"
            self.marks = database.execute(newest, (MOST_MARKS,)).fetchall()[::-1]
            for owner, key, value in database.execute("SELECT owner, key, value FROM metadata"):
                self.metadata.setdefault(owner, {})[key] = value
        except BaseException as error:
            database.close()
            if isinstance(error, sqlite3.DatabaseError) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                raise _UnusableError("damaged") from error
            if isinstance(error, TypeError | ValueError | IndexError):
                raise _UnusableError("damaged") from error
            raise
        return database

    def note_mark(self, reader: str, target: str, at: int | None) -> None:
        """A mark has moved, or is gone (None); ``keep_marks`` writes it. Any thread."""
        self._moved.put((reader, target, at))

    # The worker

    def keep_account(self, account: Account) -> None:
        """Write an account; one of that name before is replaced. Raises sqlite3.Error."""
        keys = account.keys
        values = (account.name, account.password, keys.salt, keys.iterations, keys.stored, keys.server, account.at)
        self._write("INSERT OR REPLACE INTO account VALUES (?, ?, ?, ?, ?, ?, ?)", *values)

    def drop_account(self, name: str) -> None:
        """Take an account out. Raises sqlite3.Error."""
        self._write("DELETE FROM account WHERE name = ?", name)

    def keep_marks(self) -> None:
        """Write all marks that were noted, at once. Raises sqlite3.Error, but not more often than once a minute."""
        moved = self._unwritten
        with contextlib.suppress(Empty):
            while True:
                reader, target, at = self._moved.get_nowait()
                moved[reader, target] = at
        gone = [names for names, at in moved.items() if at is None]
        try:
            self._write_all(
                "INSERT OR REPLACE INTO mark VALUES (?, ?, ?)",
                [(*names, at) for names, at in moved.items() if at is not None],
                *[("DELETE FROM mark WHERE reader = ? AND target = ?", *names) for names in gone],
            )
            moved.clear()
        except sqlite3.Error:
            if time.monotonic() - self._complained_at >= COMPLAINT:
                self._complained_at = time.monotonic()
                raise

    def drop_marks(self, reader: str) -> None:
        """Take an account's marks out. Raises sqlite3.Error."""
        self.keep_marks()
        self._write("DELETE FROM mark WHERE reader = ?", reader)

    def keep_metadata(self, owner: str, values: Mapping[str, str]) -> None:
        """Write what there is of an account or a room, in place of all that there was. Raises sqlite3.Error."""
        rows = [(owner, *item) for item in values.items()]
        self._write_all("INSERT INTO metadata VALUES (?, ?, ?)", rows, ("DELETE FROM metadata WHERE owner = ?", owner))

    def keep_ban(self, ban: Ban) -> None:
        """Write a ban; the same before is replaced. Raises sqlite3.Error."""
        self._write(
            "INSERT OR REPLACE INTO ban VALUES (?, ?, ?, ?, ?)", ban.what, ban.by, ban.at, ban.reason, ban.until
        )

    def drop_ban(self, what: str) -> None:
        """Take a ban out. Raises sqlite3.Error."""
        self._write("DELETE FROM ban WHERE what = ?", what)

    def close(self) -> None:
        """Close the file. Twice is once."""
        database, self._database = self._database, None
        if database is not None:
            database.close()

    def _write(self, statement: str, *values: _Value) -> None:
        if self._database is not None:
            self._database.execute(statement, values)

    def _write_all(
        self, statement: str, rows: Sequence[tuple[_Value, ...]], *before: tuple[str, *tuple[_Value, ...]]
    ) -> None:
        """One transaction: ``before``, then the statement for each row."""
        database = self._database
        if database is None or not (rows or before):
            return
        database.execute("BEGIN IMMEDIATE")
        try:
            for first, *values in before:
                database.execute(first, values)
            database.executemany(statement, rows)
            database.execute("COMMIT")
        except sqlite3.Error:
            if database.in_transaction:
                database.rollback()
            raise


def _prepare(database: sqlite3.Connection) -> None:
    """See whether the file is ours and whole; make the tables in a new one."""
    version, application = (
        int(database.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("user_version", "application_id")
    )
    tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables and version == 0:
        marks = f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {VERSION};"
        database.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {_SINCE_2} {marks} COMMIT;")
        return
    if application != _APPLICATION:
        raise _UnusableError("foreign")
    if version > VERSION:
        raise _UnusableError("newer")
    if version == 1:
        database.executescript(f"BEGIN IMMEDIATE; {_SINCE_2} PRAGMA user_version = {VERSION}; COMMIT;")
    if not {"account", "ban"} <= tables or database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise _UnusableError("damaged")


def _account(row: tuple[Any, ...]) -> Account:
    name, password, salt, iterations, stored, server, at = row
    if not isinstance(name, str) or not isinstance(password, str) or not isinstance(iterations, int):
        raise TypeError("a column has another type")
    return Account(name, password, Keys(bytes(salt), iterations, bytes(stored), bytes(server)), float(at))


def _set_aside(path: Path, why: str) -> str:
    """Give the file (and SQLite's journal of it) another name; the sentence that says so. Raises OSError."""
    name = f"accounts-{why}-{time.strftime('%Y%m%d-%H%M%S')}"
    aside = folders.set_aside(path, name, ("-journal", "-wal", "-shm"))
    reasons = {
        "damaged": _(
            "The file of registered names and bans was damaged. It is now called {aside}; a new one was begun."
        ),
        "newer": _(
            "Registered names and bans are from a newer chat_tk. Their file is now called {aside}; a new one was begun."
        ),
        "foreign": _("{path} was no file of chat_tk. It is now called {aside}; a new one was begun."),
    }
    return reasons[why].format(path=path, aside=aside)
