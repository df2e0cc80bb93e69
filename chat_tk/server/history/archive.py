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
from functools import partial
from pathlib import Path
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc.names import fold
from chat_tk.server import records
from chat_tk.server.chat import Call, Chat, Worker
from chat_tk.server.events import Problem
from chat_tk.server.history import database, reader
from chat_tk.server.history.keeper import Keeper, Opened
from chat_tk.server.history.reader import Place, Reader
from chat_tk.server.history.recorder import Recorder, Room
from chat_tk.server.selectors import Page, Search, Targets
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told

_log = logging.getLogger(__name__)

NEVER: Final = float("inf")
RETRY: Final = 1.0
"""Seconds between two tries to write again."""
LOCKED: Final = 1.0
"""Seconds for which a lock on the file may be our own keeper's."""
COMPLAINT: Final = 60.0
"""Seconds between two problems told to the host."""
LOOK: Final = 1.0
"""Seconds between two looks whether the file is still where it was."""
QUIET: Final = 1.0
"""Seconds without anything said after which the keeper tidies up."""
TIDY_ROWS: Final = 20_000
"""Rows after which it does so even when nobody is quiet."""
BUSY: Final = 5.0
"""Seconds; where so many rows come faster than that, the index of words is left for a quieter moment."""
LONGEST_BUSY: Final = 25
"""How often in a row it is left."""


class Archive:
    """``chat.History``."""

    def __init__(self, folder: Path, chat: Chat, post: Callable[..., None]) -> None:
        """``post`` has a function called on the core's thread."""
        self.recorder = Recorder(chat.network, chat.config.lobby, chat.config.history.lobby_lines)
        self._chat = chat
        self._post = post
        self._keeper = Keeper(folder, chat.config.history, chat.config.lobby, chat.clock)
        self._reader = Reader()
        self._asked: list[tuple[Worker, Callable[..., object], tuple[object, ...]]] = []
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] = (0, 0)
        self._retry_at = NEVER
        self._locked_since = NEVER
        self._tidy_at = NEVER
        self._looked_at = 0.0
        self._complained_at = -COMPLAINT
        self._untidy = 0
        self._tidied_at = 0.0
        self._left = 0

    # Any thread, before the core starts and after it has ended

    def start(self) -> list[str]:
        """Open the file, start the thread; sentences for the host about what is wrong. Never raises for the disk."""
        problems: list[str] = []
        try:
            opened = self._keeper.open()
        except (OSError, sqlite3.Error) as error:
            self._retry_at = time.monotonic() + RETRY
            self._complained_at = time.monotonic()
            problems.append(self._complaint(error))
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
        return self._keeper.stop(connection, max(0.0, until - time.monotonic())) and read

    # The beat

    @property
    def due(self) -> float:
        """When ``check_time`` has something to do (``time.monotonic``)."""
        return min(self._retry_at, self._tidy_at)

    def commit(self, now: float) -> None:
        """Write what this beat brought. Called before anything of it is sent; ``now`` is ``time.monotonic``."""
        if self.recorder.waiting:
            self._write(now)
        for worker, function, args in self._asked:
            worker.post(function, *args)
        self._asked.clear()

    def _write(self, now: float) -> None:
        connection = self._connection
        if connection is None or (self._locked_out(now) and now < self._retry_at < NEVER):
            self.recorder.trim()
            return
        try:
            self._look_at_file(now)
            self._untidy += self.recorder.write(connection)
            if self.recorder.unsaid:
                self._keeper.unindex(self.recorder.unsaid)
                self.recorder.unsaid = []
        except (OSError, sqlite3.Error) as error:
            self._failed(connection, error, now)
            return
        self._not_locked(connection, now)
        self._tidy_at = now if self._untidy >= TIDY_ROWS else now + QUIET

    def check_time(self, now: float) -> None:
        """Try again to write, or have the keeper tidy up, when it is time for that."""
        if now >= self._retry_at:
            self._retry_at = NEVER
            if self._connection is None:
                self._keeper.reopen(None, self._answered)
            else:
                self.commit(now)
        if now >= self._tidy_at:
            self._tidy(now)

    def _tidy(self, now: float) -> None:
        busy = self._untidy >= TIDY_ROWS and now - self._tidied_at < BUSY and self._left < LONGEST_BUSY
        self._left = self._left + 1 if busy else 0
        self._tidied_at, self._tidy_at, self._untidy = now, NEVER, 0
        self._keeper.tidy(index=not busy)

    @property
    def recent(self) -> Sequence[Told]:
        """The last messages of the lobby."""
        return self.recorder.recent

    def forget(self, msgid: str, sender: User, target: Channel | User, at: float) -> None:
        """``History.forget``."""
        self.recorder.forget(msgid, sender, target, at)

    def clear(self) -> None:
        """``History.clear``."""
        self.recorder.clear()
        self._asked.append((self._keeper, self._keeper.clear, (round(self._chat.clock() * 1000),)))
        self._tidy_at = 0.0

    def renamed(self, channel: Channel) -> None:
        """``History.renamed``."""
        self.recorder.rename(channel)

    def disown(self, account: str) -> None:
        """``History.disown``."""
        self.recorder.disown(account)

    # Questions: they are put after the commit of their beat, so that the answer holds all that was said before them

    def page(
        self, call: Call, question: Page, channel: Channel | None, then: Callable[[Call, Sequence[Told] | None], None]
    ) -> None:
        """``History.page``."""
        user = call.user
        rank = channel.members[user].rank if channel else 0
        places = [_place(channel)] if channel else self._conversation(user, question.target)
        kinds = records.readable(user.capabilities, rank)
        job = partial(self._reader.page, question, places, kinds, user.profile)
        self._chat.desk.work(call, job, then, worker=_AfterCommit(self._reader, self._asked))

    def search(
        self, call: Call, question: Search, channel: Channel | None, then: Callable[[Call, Sequence[Told] | None], None]
    ) -> None:
        """``History.search``."""
        user = call.user
        places = (
            [_place(member.channel) for member in user.memberships.values()] if channel is None else [_place(channel)]
        )
        owners = () if channel else tuple(self._identities(user))
        rooms = partial(reader.rooms_of, places=places, owners=owners, name=fold(question.place) if not channel else "")
        job = partial(self._keeper.search, question, rooms, user.profile)
        self._chat.desk.work(call, job, then, worker=_AfterCommit(self._keeper, self._asked))

    def search_all(self, question: Search, then: Callable[[Sequence[Told] | None], None]) -> None:
        """Search all channels for the host, private conversations never; ``then`` is called on the keeper's thread.

        Any thread may ask; what is being said at this moment may not be found yet.
        """
        self._keeper.post(lambda: then(self._keeper.search(question, lambda _connection: None, 0)))

    def targets(
        self, call: Call, question: Targets, then: Callable[[Call, Sequence[tuple[str, int]] | None], None]
    ) -> None:
        """``History.targets``."""
        channels = [_place(membership.channel) for membership in call.user.memberships.values()]
        job = partial(self._reader.targets, question, channels, self._identities(call.user))
        self._chat.desk.work(call, job, then, worker=_AfterCommit(self._reader, self._asked))

    def _conversation(self, user: User, nick: str) -> list[Place]:
        return [Place(owner, fold(nick)) for owner in self._identities(user)]

    def _identities(self, user: User) -> list[str]:
        """Under what the user's private conversations are kept: its connection, and its account if it has one."""
        return records.identities(user, self._chat.network.token)

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
        self._connection, self._tidy_at = None, NEVER
        self._complain(error, now)
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
            self._complain(error, now)

    def _not_locked(self, connection: sqlite3.Connection, now: float) -> None:
        if self._locked_out(now):
            database.be_patient(connection)
            self._tell_recovered()
        self._locked_since = NEVER

    def _answered(self, answer: Opened | Exception) -> None:
        """The keeper's thread: it has tried to open the file."""
        self._post(self._tried, answer)

    def _tried(self, answer: Opened | Exception) -> None:
        now = time.monotonic()
        if isinstance(answer, Exception):
            self._retry_at = now + RETRY
            self._complain(answer, now)
            return
        if answer.problem:
            self._tell(answer.problem)
        try:
            self._take(answer)
        except (OSError, sqlite3.Error) as error:
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
        text = _("What is said is kept again.")
        if lost:
            text = _("What is said is kept again; {count} messages of the time between are lost.").format(count=lost)
        self._complained_at = -COMPLAINT
        self._tell(text)

    def _complain(self, error: Exception, now: float) -> None:
        if now - self._complained_at >= COMPLAINT:
            _log.warning("The history cannot be written: %s", error)
            self._complained_at = now
            self._tell(self._complaint(error))

    def _complaint(self, error: Exception) -> str:
        reason = error.strerror or error if isinstance(error, OSError) else error
        text = _("What is said cannot be kept in {path} ({reason}). The chat goes on; keeping is tried again.")
        return text.format(path=self._keeper.path, reason=reason)

    def _tell(self, text: str) -> None:
        self._chat.emit(Problem(self._chat.clock(), text))


class _AfterCommit:
    """``chat.Worker``: its jobs begin when the beat has been committed."""

    def __init__(self, worker: Worker, asked: list[tuple[Worker, Callable[..., object], tuple[object, ...]]]) -> None:
        self._worker, self._asked = worker, asked

    def post(self, function: Callable[..., object], *args: object) -> None:
        """``Worker.post``."""
        self._asked.append((self._worker, function, args))


def _place(channel: Channel) -> Place:
    return Place("", fold(channel.name), channel.kept if isinstance(channel.kept, Room) else _NOTHING)


_NOTHING: Final = Room("", "", "")
"""Stands for a room of which nothing was ever noted."""


def _identity(path: Path) -> tuple[int, int]:
    """Which file stands at ``path``. Raises OSError."""
    status = path.stat()
    return status.st_dev, status.st_ino
