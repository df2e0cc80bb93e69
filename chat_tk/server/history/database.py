"""The files of the history: where they are, how they are made, checked, set aside and opened.

Rule 1: a file that this program did not write, or cannot read, is never changed: it is set aside under another name.
Rule 2: only the user who runs the server can read them (0600).
Rule 3: one server writes one file: the first free name in the folder is claimed by a lock, which ends with the process.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path
from typing import Final

from chat_tk import folders
from chat_tk.i18n import _

VERSION: Final = 2
"""Of the tables below, in ``user_version``."""
CACHE: Final = 1000
"""kB of pages that a connection which writes keeps in memory: it works at the end of the file."""
APPLICATION: Final = 0x63686174
"""In ``application_id``: "chat"."""
NAME: Final = "history"
PAGE: Final = 2048
"""Bytes of a page: each commit writes three, so smaller ones than SQLite's 4096 save half of the disk's work."""
MOST: Final = 20
"""Servers that may keep their histories in one folder at once."""
PATIENCE: Final = 0.25
"""Seconds that a commit may wait for another connection of this program."""
CHECKED_WHOLE: Final = 32 * 1024 * 1024
"""Bytes up to which a file is checked from end to end when the server starts."""

_MAGIC: Final = b"SQLite format 3\0"
_SCHEMA: Final = """
CREATE TABLE runs(id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE);
CREATE TABLE rooms(id INTEGER PRIMARY KEY, owner TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,
                   closed INTEGER NOT NULL DEFAULT 0, UNIQUE(owner, key));
CREATE TABLE messages(id INTEGER PRIMARY KEY, room INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL,
                      run INTEGER, number INTEGER NOT NULL, verb INTEGER NOT NULL, source TEXT NOT NULL,
                      account TEXT, target TEXT, text TEXT, tags TEXT, sender INTEGER);
CREATE INDEX places ON messages(room, kind, at, number);
"""
"""``rooms``: a channel has no owner; a private conversation has two rows, one for each end, found by the other's name.
``messages``: ``at`` in milliseconds; ``run`` and ``number`` make up the message's id (no ``run``: it has none), and
``number`` is its order within a millisecond; the first row of a message has it as ``id``, its copies have others.
``sender`` is the number that the one who said it had in that run."""
_UPGRADE: Final = "BEGIN IMMEDIATE; ALTER TABLE messages ADD COLUMN sender INTEGER; PRAGMA user_version=2; COMMIT;"
"""From version 1, which did not know who had said something without an account."""


class StrangeFileError(Exception):
    """The file cannot be used as it is; the text says why, and follows on "The history in … "."""


class Claim:
    """A file that is this server's alone, until ``release``."""

    def __init__(self, folder: Path) -> None:
        """Claim the first free name. Raises OSError or sqlite3.Error when the folder cannot be used."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(1, MOST + 1):
            self.path = folder / (f"{NAME}.sqlite" if number == 1 else f"{NAME}-{number}.sqlite")
            lock = sqlite3.connect(
                self.path.with_suffix(".lock"), timeout=0, isolation_level=None, check_same_thread=False
            )
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                lock.close()
                if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise
                continue
            self._lock = lock
            return
        raise OSError(_("too many chats keep their history there"))

    def release(self) -> None:
        """Give it back. Twice is once."""
        self._lock.close()


def prepare(path: Path) -> str:
    """Have a sound file at ``path``, in its present form.

    Returns a sentence when another one had to be set aside for that. Raises OSError or sqlite3.Error for what may pass.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    problem = ""
    try:
        _check(path)
    except StrangeFileError as error:
        name = f"{path.stem}-set-aside-{time.strftime('%Y%m%d-%H%M%S')}"
        aside = folders.set_aside(path, name, ("-wal", "-shm"))
        text = _("The history in {path} {problem}. It was set aside, unchanged, as {name}; a new one begins.")
        problem = text.format(path=path, problem=error, name=aside.name)
    _make(path)
    return problem


def connect(path: Path, *, durable: bool = False) -> sqlite3.Connection:
    """A connection that writes. ``durable``: what is committed survives a loss of power. Raises sqlite3.Error."""
    connection = sqlite3.connect(
        path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=200
    )
    try:
        connection.execute(f"PRAGMA cache_size=-{CACHE}")
        connection.execute("PRAGMA wal_autocheckpoint=0")  # the keeper does that: here it would hold up the core
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def be_patient(connection: sqlite3.Connection, seconds: float = PATIENCE) -> None:
    """How long the connection waits for another one that writes. Raises sqlite3.Error."""
    connection.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that only reads. Raises sqlite3.Error."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1, isolation_level=None)
    connection.execute("PRAGMA query_only=1")
    return connection


def _check(path: Path) -> None:
    """Raises StrangeFileError for a file that is no history of this version, or a broken one."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise StrangeFileError(_("is no history of ChatServer"))
    try:
        _check_inside(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise StrangeFileError(_("is damaged")) from None
        raise


def _check_inside(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        if _pragma(connection, "application_id") != APPLICATION:
            raise StrangeFileError(_("is no history of ChatServer"))
        if _pragma(connection, "user_version") > VERSION:
            raise StrangeFileError(_("was made by a newer version of this program"))
        if path.stat().st_size <= CHECKED_WHOLE:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        else:  # what a torn file lacks is its end
            connection.execute("SELECT * FROM messages ORDER BY id DESC LIMIT 1").fetchone()
            torn = path.stat().st_size < _pragma(connection, "page_count") * _pragma(connection, "page_size")
            found = "torn" if torn and not path.with_name(path.name + "-wal").exists() else "ok"
        if found != "ok":
            raise StrangeFileError(_("is damaged"))


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _make(path: Path) -> None:
    """Create what is missing."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with contextlib.suppress(OSError):
        path.chmod(0o600)
    with contextlib.closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size={PAGE}")
        connection.execute("PRAGMA journal_mode=WAL")
        version = _pragma(connection, "user_version")
        if version == 1:
            connection.executescript(_UPGRADE)
        if version:
            return
        head = f"BEGIN IMMEDIATE; PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION};"
        connection.executescript(f"{head}{_SCHEMA}COMMIT;")
