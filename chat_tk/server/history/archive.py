"""The history as a whole: started before the core, committed in its beat, stopped after it.

1. ``commit`` stands between telling and sending: what a client receives has been written before.
2. Trouble with the disk never stops the chat: the host is told once a minute, what is said waits in memory (a bounded
   part of it), and a try is made every second, on the keeper's thread, until it works again.
   A program that keeps our file locked (a copy being made) is such trouble too, once it has done so for ``LOCKED``
   seconds: until then each beat waits a little for it, from then on none does.
3. The core's connection is used by the core alone; a new one is opened by the keeper, and posted.

Only the core's thread runs code in this file, but for ``start`` and ``stop``.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from chat_tk.i18n import _
from chat_tk.server.chat import Chat
from chat_tk.server.events import Problem
from chat_tk.server.history import database
from chat_tk.server.history.complaints import Complaints
from chat_tk.server.history.keeper import Keeper, Opened
from chat_tk.server.history.questions import Questions
from chat_tk.server.history.recorder import Recorder
from chat_tk.server.history.tidying import Tidying
from chat_tk.server.records import Kept
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told

_log = logging.getLogger(__name__)

NEVER: Final = float("inf")
RETRY: Final = 1.0
"""Seconds between two tries to write again."""
LOCKED: Final = 1.0
"""Seconds for which a lock on the file may be our own keeper's."""
LOOK: Final = 1.0
"""Seconds between two looks whether the file is still where it was."""


class Archive(Questions):
    """``contracts.History``: what it is asked is in ``Questions``."""

    def __init__(self, folder: Path, chat: Chat, post: Callable[..., None]) -> None:
        """``post`` has a function called on the core's thread."""
        super().__init__(chat, Keeper(folder, chat.config.history, chat.config.lobby, chat.clock))
        self.recorder = Recorder(chat.network, chat.config.lobby, chat.config.history.lobby_lines)
        self._post = post
        self._connection: sqlite3.Connection | None = None
        self._unclaimed: sqlite3.Connection | None = None
        self._file: tuple[int, int] = (0, 0)
        self._retry_at = NEVER
        self._locked_since = NEVER
        self._tidying = Tidying()
        self._looked_at = 0.0
        self._complaints = Complaints(self._tell)

    # Any thread, before the core starts and after it has ended

    def start(self) -> list[str]:
        """Open the file, start the thread; sentences for the host about what is wrong. Never raises for the disk."""
        problems: list[str] = []
        try:
            opened = self._keeper.open()
        except (OSError, sqlite3.Error) as error:
            self._retry_at = time.monotonic() + RETRY
            problems.append(self._complaints.begin(self._keeper.path, error))
        else:
            if opened.problem:
                problems.append(opened.problem)
            self._take(opened)
            if not self._chat.config.history.start_empty:
                self.recorder.recent.extend(opened.recent)
        if self._chat.config.history.start_empty:
            self._keeper.clear(round(self._chat.clock() * 1000))
        self._keeper.start()
        self._reader.start()
        return problems

    def stop(self, deadline: float) -> bool:
        """Write what is left, close the file, end the threads. False: a thread is still busy. Twice is once."""
        self._retry_at = NEVER
        self.commit(time.monotonic())
        connection, self._connection = self._connection, None
        until = time.monotonic() + deadline
        read = self._reader.stop(deadline)
        kept = self._keeper.stop(connection, max(0.0, until - time.monotonic()))
        if self._unclaimed is not None:
            self._unclaimed.close()
            self._unclaimed = None
        return kept and read

    # The beat

    @property
    def due(self) -> float:
        """When ``check_time`` has something to do (``time.monotonic``)."""
        return min(self._retry_at, self._tidying.due)

    def commit(self, now: float) -> None:
        """Write what this beat brought. Called before anything of it is sent; ``now`` is ``time.monotonic``."""
        if self.recorder.to_write:
            self._write(now)
        if self._asked:
            self._put_questions()

    def _write(self, now: float) -> None:
        connection = self._connection
        if connection is None or (self._locked_out(now) and now < self._retry_at < NEVER):
            self.recorder.trim()
            return
        try:
            self._look_at_file(now)
            rows = self.recorder.write(connection)
            if unsaid := self.recorder.writer.unsaid:
                self._keeper.unindex(unsaid)
                self.recorder.writer.unsaid = []
        except (OSError, sqlite3.Error) as error:
            self._failed(connection, error, now)
            return
        except Exception as error:  # noqa: BLE001  whatever it is, it must not come in the way of the chat (rule 2)
            _log.error("What was said could not be written", exc_info=error)
            self.recorder.give_up()  # one of these rows would be in the way for ever
            self._failed(connection, error, now)
            return
        self._not_locked(connection, now)
        self._tidying.wrote(rows, now)

    def check_time(self, now: float) -> None:
        """Try again to write, or have the keeper tidy up, when it is time for that."""
        if now >= self._retry_at:
            self._retry_at = NEVER
            if self._connection is None:
                self._keeper.reopen(None, self._answered)
            else:
                self.commit(now)
        if now >= self._tidying.due:
            self._keeper.tidy(index=self._tidying.begins(now))

    @property
    def recent(self) -> Sequence[Told]:
        """The last messages of the lobby."""
        return self.recorder.latest()

    def note(self, channel: Channel, told: Told) -> None:
        """``History.note``."""
        self.recorder.in_room(channel, told)

    def forget(self, msgid: str, sender: User, target: Channel | User, at: float) -> None:
        """``History.forget``."""
        self.recorder.forget(msgid, sender, target, at)

    def forget_kept(self, msgid: str, kept: Kept) -> None:
        """``History.forget_kept``."""
        self.recorder.forget_rows(msgid, kept.ids)

    def clear(self) -> None:
        """``History.clear``."""
        self.recorder.clear()
        self._asked.append((self._keeper, self._keeper.clear, (round(self._chat.clock() * 1000),)))
        self._tidying.soon()

    def renamed(self, channel: Channel) -> None:
        """``History.renamed``."""
        self.recorder.rename(channel)

    def disown(self, account: str) -> None:
        """``History.disown``."""
        self.recorder.disown(account)

    # Trouble

    def _look_at_file(self, now: float) -> None:
        """Raises OSError when the file is not the one that was opened: somebody has removed or replaced it."""
        if now - self._looked_at >= LOOK:
            self._looked_at = now
            if _identity(self._keeper.path) != self._file:
                raise FileNotFoundError(_("somebody has removed the file"))

    def _failed(self, connection: sqlite3.Connection, error: Exception, now: float) -> None:
        with contextlib.suppress(sqlite3.Error):
            self.recorder.undo(connection)
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            self._locked(connection, error, now)
            return
        self._locked_since = NEVER
        self._connection = None
        self._tidying.never()
        self._complaints.complain(self._keeper.path, error, now)
        self._keeper.reopen(connection, self._answered)

    def _locked_out(self, now: float) -> bool:
        return now - self._locked_since >= LOCKED

    def _locked(self, connection: sqlite3.Connection, error: Exception, now: float) -> None:
        """Something holds the file: our own keeper, for a moment, or a stranger, for who knows how long."""
        self._locked_since = min(self._locked_since, now)
        self._retry_at = now + RETRY / 20
        if self._locked_out(now):
            database.be_patient(connection, 0)
            self._retry_at = now + RETRY
            self._complaints.complain(self._keeper.path, error, now)

    def _not_locked(self, connection: sqlite3.Connection, now: float) -> None:
        if self._locked_out(now):
            database.be_patient(connection)
            self._tell_recovered()
        self._locked_since = NEVER

    def _answered(self, answer: Opened | Exception) -> None:
        """The keeper's thread: it has tried to open the file. If the core has ended, ``stop`` closes what it opened."""
        self._unclaimed = answer.connection if isinstance(answer, Opened) else None
        self._post(self._tried, answer)

    def _tried(self, answer: Opened | Exception) -> None:
        now, self._unclaimed = time.monotonic(), None
        if isinstance(answer, Exception):
            self._retry_at = now + RETRY
            self._complaints.complain(self._keeper.path, answer, now)
            return
        if answer.problem:
            self._tell(answer.problem)
        try:
            self._take(answer)
        except Exception as error:  # noqa: BLE001  the connection must be closed, and another try be made
            self._failed(answer.connection, error, now)
            return
        self.commit(now)
        if self._connection is not None:
            self._tell_recovered()

    def _take(self, opened: Opened) -> None:
        self.recorder.use(opened.connection)
        self._reader.use(self._keeper.path)
        self._connection = opened.connection
        self._file = _identity(self._keeper.path)

    def _tell_recovered(self) -> None:
        lost, self.recorder.lost = self.recorder.lost, 0
        self._complaints.over(lost)

    def _tell(self, text: str) -> None:
        self._chat.emit(Problem(self._chat.clock(), text))


def _identity(path: Path) -> tuple[int, int]:
    """Which file stands at ``path``. Raises OSError."""
    status = path.stat()
    return status.st_dev, status.st_ino
