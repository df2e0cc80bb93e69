"""What nobody waits for: opening the file again, moving what was committed into its place, the days that are over.

Rule 1: all but ``open``, ``start``, ``reopen``, ``tidy`` and ``stop`` runs on the keeper's own thread.
Rule 2: nothing here holds the file's write lock for longer than a few milliseconds, for the core may need it.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from chat_tk.irc.names import fold
from chat_tk.net.worker import Worker, stand_back
from chat_tk.server import records
from chat_tk.server.config import HistorySettings
from chat_tk.server.history import database, finder, reader
from chat_tk.server.history.finder import Finder
from chat_tk.server.history.writer import Indexed
from chat_tk.server.selectors import Search
from chat_tk.server.told import Told

_log = logging.getLogger(__name__)

LONGEST_LOG: Final = 64 * 1024 * 1024
"""Bytes of the write-ahead log beyond which the core is made to wait for a moment, so that it can begin anew."""


SLICE: Final = 200
"""Rows that are deleted at once."""
BETWEEN: Final = 0.01
"""Seconds between two slices, which are the core's."""
SHARE: Final = 9
"""Times as long as a slice took: in a busy chat this takes a tenth of the time; what is left over is done later."""
DAY: Final = 86_400.0


class Opened(NamedTuple):
    """A file that can be written: a connection for the core, what had to be said, the last messages of the lobby."""

    connection: sqlite3.Connection
    problem: str
    recent: list[Told]


class Keeper:
    """The thread, and what it does with the file."""

    def __init__(self, folder: Path, settings: HistorySettings, lobby: str, clock: Callable[[], float]) -> None:
        self.path = folder / f"{database.NAME}.sqlite"
        self._folder = folder
        self._settings = settings
        self._lobby = lobby
        self._clock = clock
        self._worker = Worker("history-keeper")
        self._stopping = threading.Event()
        self._claim: database.Claim | None = None
        self._connection: sqlite3.Connection | None = None
        self._finder: Finder | None = None
        self._cleared = 0

    def open(self) -> Opened:
        """Make the file usable. Raises OSError or sqlite3.Error. On the starter's thread, then on the keeper's."""
        if self._claim is None:
            self._claim = database.Claim(self._folder)
            self.path = self._claim.path
        problem = database.prepare(self.path)
        connection = database.connect(self.path, durable=self._settings.durability == "full")
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE runs SET token = token WHERE id = 1")
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.close()
            raise
        if problem:
            finder.remove(self.path)
        lobby = reader.Place("", fold(self._lobby))
        recent = [records.told(row) for row in reader.latest(connection, lobby, self._settings.lobby_lines)]
        return Opened(connection, problem, recent)

    def start(self) -> None:
        """Start the thread. Raises RuntimeError when the system has no room for it."""
        self._worker.start()
        self._worker.post(stand_back)
        self.tidy()

    def reopen(self, old: sqlite3.Connection | None, then: Callable[[Opened | Exception], None]) -> None:
        """Close ``old``, open the file again, and call ``then`` with what came of it, on the keeper's thread."""
        self._worker.post(self._reopen, old, then)

    def tidy(self, *, index: bool = True) -> None:
        """Do what is to be done now and then; without ``index`` only what is urgent."""
        self._worker.post(self._tidy, index)

    def clear(self, until: int) -> None:
        """Have everything forgotten that was said in channels until then (milliseconds), by the next ``tidy`` on."""
        self._cleared = until

    def unindex(self, rows: Sequence[Indexed]) -> None:
        """Take these rows out of the index of words."""
        self._worker.post(self._unindex, rows)

    def post(self, function: Callable[..., object], *args: object) -> None:
        """``contracts.Worker``, for ``search``."""
        self._worker.post(function, *args)

    def stop(self, connection: sqlite3.Connection | None, deadline: float) -> bool:
        """Close everything and end the thread; False: it is still busy. Twice is once."""
        self._stopping.set()
        self._worker.post(self._close, connection)
        return self._worker.stop(deadline)

    # The keeper's thread

    def _reopen(self, old: sqlite3.Connection | None, then: Callable[[Opened | Exception], None]) -> None:
        self._close_connections(old)
        if self._stopping.is_set():
            return
        try:
            opened = self.open()
        except (OSError, sqlite3.Error) as error:
            then(error)
        else:
            then(opened)

    def _tidy(self, index: bool) -> None:
        if self._stopping.is_set():
            return
        try:
            if self._connection is None:
                self._connection = database.connect(self.path)
            self._checkpoint(self._connection)
            if index:
                self._go_on()
        except (OSError, sqlite3.Error) as error:
            _log.warning("The history could not be tidied up: %s", error)
            self._close_connections(None)

    def _checkpoint(self, connection: sqlite3.Connection) -> None:
        """Move what was committed from the log to its place, beside the core's writing."""
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        log = self.path.with_name(self.path.name + "-wal")
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _go_on(self) -> None:
        """Forget what is too old, and index what is new, a slice at a time: what else is asked for comes in between."""
        if self._stopping.is_set() or self._connection is None:
            return
        began = time.monotonic()
        try:
            index = self._finder = self._finder or Finder(self.path)
            more = self._forget(self._connection, index)
            more = self._clear(self._connection, index) or more
            more = index.index() or more
        except (OSError, sqlite3.Error) as error:
            _log.warning("The history could not be tidied up: %s", error)
            self._close_connections(None)
            return
        if more:
            self._stopping.wait(max(BETWEEN, SHARE * (time.monotonic() - began)))
            self._worker.post(self._go_on)

    def _unindex(self, rows: Sequence[Indexed]) -> None:
        try:
            self._finder = self._finder or Finder(self.path)
            self._finder.forget(rows)
        except (OSError, sqlite3.Error) as error:
            _log.warning("The index could not be tidied up: %s", error)

    def _forget(self, connection: sqlite3.Connection, index: Finder) -> bool:
        """Delete a slice of what is older than the host wants; whether there is more."""
        if not self._settings.days:
            return False
        limit = round((self._clock() - self._settings.days * DAY) * 1000)
        oldest = connection.execute(
            "SELECT id, room, source, text, kind, at FROM messages ORDER BY id LIMIT ?", (SLICE,)
        ).fetchall()
        old = [row[:5] for row in oldest if row[5] < limit]
        if old:
            index.forget(old)
            marks = ",".join("?" * len(old))
            connection.execute(f"DELETE FROM messages WHERE id IN ({marks})", [row[0] for row in old])
        return len(old) == SLICE

    def _clear(self, connection: sqlite3.Connection, index: Finder) -> bool:
        """Delete a slice of what was said in channels until ``_cleared``; whether there is more."""
        if not self._cleared:
            return False
        rows = connection.execute(
            "SELECT id, room, source, text, kind FROM messages WHERE at <= ? AND room IN "
            "(SELECT id FROM rooms WHERE owner = '') LIMIT ?",
            (self._cleared, SLICE),
        ).fetchall()
        if rows:
            index.forget(rows)
            marks = ",".join("?" * len(rows))
            connection.execute(f"DELETE FROM messages WHERE id IN ({marks})", [row[0] for row in rows])
        else:
            self._cleared = 0
        return bool(rows)

    def search(
        self, question: Search, rooms: Callable[[sqlite3.Connection], Sequence[int] | None], profile: int
    ) -> list[Told] | None:
        """The messages that fit, rendered for readers of this profile; None when they cannot be had.

        ``rooms``: in which; called here, for it asks the file.
        """
        try:
            if self._connection is None:
                self._connection = database.connect(self.path)
            index = self._finder = self._finder or Finder(self.path)
            return reader.rendered(index.search(question, rooms(self._connection)), profile)
        except (OSError, sqlite3.Error) as error:
            _log.warning("The history could not be searched: %s", error)
            return None

    def _close_connections(self, other: sqlite3.Connection | None) -> None:
        """Close all; last those that write, for they clear the log away, which one that reads cannot."""
        if self._finder is not None:
            with contextlib.suppress(sqlite3.Error):
                self._finder.close()
        for connection in (self._connection, other):
            if connection is not None:
                with contextlib.suppress(sqlite3.Error):
                    connection.close()
        self._finder = self._connection = None

    def _close(self, connection: sqlite3.Connection | None) -> None:
        self._close_connections(connection)
        if self._claim is not None:
            self._claim.release()
            self._claim = None
