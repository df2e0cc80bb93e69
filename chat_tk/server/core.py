"""The core: the one thread that owns the state. It works in beats:

1. take everything that waits in the inbox; 2. carry it out: change state, queue lines for rooms and people;
3. commit what was said to the history, before anybody reads it; 4. one send to each client that has
something; 5. hand the events to whoever watches.

Rule 1: nothing here waits for a socket or a lock of ours; there is waiting for the inbox, the rest after a beat, and in
    step 3 for SQLite, which the archive bounds.
Rule 2: a lone message leaves at once; after a beat whose sends took t the core rests, until its sends are a ninth of
    its time (at most 8 ms, and not when enough waits, ``inbox``): so under load more is sent with each call. A beat
    that was long for other reasons (``SEND``) has gathered enough meanwhile: resting as long even then was waiting for
    nothing (rooms of 50: a third of the throughput). It rests once there is something to do: a rest in which nothing
    comes would wake it for nothing.
Rule 3: an exception of a command ends at most the connection of the client concerned.
Synchronised by the inbox (any thread puts, the core takes) and the counters of ``clients.Client``.
"""  # noqa: D400, D415

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from chat_tk.i18n import _
from chat_tk.net.connection import Connection, Ended
from chat_tk.net.doors import Door
from chat_tk.server import commands, metadata, several  # noqa: F401  the first fills the table of commands
from chat_tk.server.accounts import AccountsFile
from chat_tk.server.bans import Ban
from chat_tk.server.chat import Chat
from chat_tk.server.clients import Client
from chat_tk.server.config import Config
from chat_tk.server.contracts import Worker
from chat_tk.server.decoding import Item
from chat_tk.server.delivery import Deliveries
from chat_tk.server.events import Event, Problem
from chat_tk.server.farewell import LAST_MOMENT, Farewell
from chat_tk.server.hall import Hall
from chat_tk.server.history.archive import Archive
from chat_tk.server.host import Host
from chat_tk.server.inbox import Inbox, Job
from chat_tk.server.sampling import Sampler
from chat_tk.server.selectors import Search
from chat_tk.server.told import Told

_log = logging.getLogger(__name__)

REST_FACTOR: Final = 8.0
"""Times as long as the sends of a beat took."""
SEND: Final = 6e-6
"""Seconds that one send costs which wakes its receiver. Where it takes longer, it is for all the bytes, which no rest
makes fewer: resting for them too, the core stood still a third of the time while everything waited for it already."""
LONGEST_REST: Final = 0.008
"""Seconds. With 5 ms, and 5 as the factor, a thousand messages a second to 200 people cost a quarter more CPU, and 99 %
arrived within 8 ms in place of 11; with 10 ms and more, nothing was to be gained but at fifty a second."""
ENOUGH: Final = 16
"""Lines for which a rest is ended: they share each send, and waiting for more would save little."""
SENDS_OF_A_LINE: Final = 25
"""The same where a beat has more sends: in a room of 2,000 it takes 10 ms, and 16 lines are few for that."""
SHORTEST_REST: Final = 0.0001
"""Seconds; a shorter rest would cost more than it gathers."""


class Core:
    """The thread and its inbox. ``start`` it, post to it from any thread, ``stop`` it."""

    def __init__(
        self,
        config: Config,
        emit: Callable[[Event], None],
        worker: Worker,
        clock: Callable[[], float] = time.time,
        reload: Callable[[], Config] | None = None,
        *,
        watched: bool = False,
    ) -> None:
        """``worker`` is for what takes long; who makes the core starts and stops it.

        ``reload`` and ``watched`` are ``ChatServer``'s.
        """
        self._emit = emit
        self._inbox = Inbox()
        self._thread = threading.Thread(target=self._run, name="core", daemon=True)
        self._events: list[Event] = []
        self._delivery = Deliveries()
        self._chat = Chat(config, self._delivery, self._events.append, clock)
        self._archive: Archive | None = None
        if config.history.enabled and config.data_dir is not None:
            self._archive = self._chat.history = Archive(config.data_dir, self._chat, self.post)
            self._delivery.watcher = self._archive.recorder
        self._accounts: AccountsFile | None = None
        self._chat.reload = reload
        self._sampler: Sampler | None = None
        self._hall = Hall(self._chat, self._delivery, worker, self.post)
        self._depart = self._hall.depart  # one object: by it departures are known in the inbox
        self._host = Host(self._chat, self._delivery, self._hall)
        if watched:
            self._sampler = Sampler(self._chat, self._hall.clients, lambda: self._delivery.sent, emit)
        self._farewell: Farewell | None = None
        self._rest_until = 0.0
        self._enough = ENOUGH

    def start(self) -> None:
        """Open the history and the accounts, start the thread."""
        self._accounts = self._chat.keeper = AccountsFile(self._chat.config.data_dir)
        self._chat.owners.load(self._accounts.accounts)
        self._chat.bans.load(self._accounts.bans)
        self._chat.marks.load(self._accounts.marks)
        metadata.load(self._chat, self._accounts.metadata)
        if self._accounts.problem:
            self._emit(Problem(self._chat.clock(), self._accounts.problem))
        for problem in self._archive.start() if self._archive else ():
            self._emit(Problem(self._chat.clock(), problem))
        self._thread.start()

    # Any thread

    def post(self, function: Callable[..., object], *args: object) -> None:
        """Have ``function(*args)`` called on the core's thread, in the order of posting."""
        self._inbox.put((function, args))

    def ask(self, work: Callable[[Host], object]) -> None:
        """Have ``work`` done by the host's hand, on the core's thread."""
        self.post(work, self._host)

    def close_accounts(self) -> None:
        """The file of accounts is not needed any more; for the worker, behind all that it had to write."""
        if self._accounts is not None:
            self._accounts.close()

    def post_arrival(self, client: Client, connection: Connection) -> None:
        """Somebody has connected; posted before the connection's reader starts."""
        self._inbox.put((self._hall.arrive, (client, connection)))

    def post_door(self, client: Client, door: Door) -> None:
        """``clients.Posts``."""
        self._inbox.put((self._hall.recognise, (client, door)))

    def post_lines(self, client: Client, items: list[Item]) -> None:
        """``clients.Posts``."""
        self._inbox.put_lines((self._hall.hear, (client, items)), several.total(items))

    def post_closed(self, client: Client, ended: Ended) -> None:
        """``clients.Posts``."""
        self._inbox.put((self._depart, (client, ended)))

    @property
    def stragglers(self) -> tuple[str, ...]:
        """Who had to be cut when the chat ended. Any thread, once this one has ended."""
        return self._farewell.stragglers if self._farewell else ()

    @property
    def config(self) -> Config:
        """The settings that hold now. Any thread."""
        return self._chat.config

    @property
    def bans(self) -> tuple[Ban, ...]:
        """Whom bans keep out now. Any thread: the tuple is replaced, never changed."""
        return self._chat.bans.holding(self._chat.clock())

    def search(self, question: Search, then: Callable[[Sequence[Told] | None], None]) -> None:
        """The host searches what was said in rooms; ``then`` is called on another thread."""
        if self._archive is None:
            then(None)
        else:
            self._archive.search_all(question, then)

    def stop(self, deadline: float) -> bool:
        """Say good-bye to everyone within ``deadline`` seconds, then end the thread. Twice is once.

        Waits; False: the thread is still busy. Afterwards ``stragglers`` names those who had to be cut.
        """
        until = time.monotonic() + deadline
        if self._thread.ident is not None:
            self.post(self._begin_stop, until)
            self._thread.join(max(0.0, deadline))
        if self._thread.is_alive():
            return False
        return self._archive is None or self._archive.stop(max(LAST_MOMENT, until - time.monotonic()))

    # The core's thread

    def _begin_stop(self, until: float) -> None:
        if self._farewell is None:
            self._farewell = Farewell(self._hall, until)
            self._farewell.begin()

    def _run(self) -> None:
        self._chat.network.claim()
        while self._farewell is None or not self._farewell.over():
            self._beat(self._next_job())  # no name for the job: it would be kept while the next is awaited

    def _next_job(self) -> Job | None:
        """Wait for what is posted; None: something is due."""
        try:
            job = self._inbox.get(timeout=self._patience())
        except queue.Empty:
            job = None
        rest = self._rest_until - time.monotonic()
        if rest > SHORTEST_REST:
            self._inbox.rest(rest, self._enough)
        return job

    def _beat(self, job: Job | None) -> None:
        """One beat, beginning with ``job``."""
        assert threading.current_thread() is self._thread
        now = time.monotonic()
        self._hall.begin(now)
        self._take(job, self._inbox.begin())
        if self._hall.due <= now:
            self._carry_out(self._hall.check_time, (now,))
        if self._archive:
            self._carry_out(self._archive.commit, (now,))  # 3. what is delivered has been committed
        before, sends = time.monotonic(), self._delivery.sends
        self._carry_out(self._delivery.flush, ())
        after = time.monotonic()
        if self._archive and self._archive.due <= now:
            self._carry_out(self._archive.check_time, (now,))
        if self._sampler:
            self._carry_out(self._sampler.note, (self._events,))
        if self._events:
            self._hand_over_events()
        if self._sampler:
            self._carry_out(self._sampler.beat, (now, after - now))
        sends = self._delivery.sends - sends
        self._enough = max(ENOUGH, sends // SENDS_OF_A_LINE)
        sending = min(after - before, SEND * sends)
        self._rest_until = time.monotonic() + min(LONGEST_REST, REST_FACTOR * sending - (before - now))

    def _take(self, job: Job | None, waiting: int) -> None:
        """Carry out ``job`` and so many that wait; departures that stand behind one another as one."""
        going: list[tuple[Any, ...]] = []
        while job is not None or waiting:
            if job is None:
                job, waiting = self._inbox.get(), waiting - 1
            if job[0] is self._depart:
                going.append(job[1])
            else:
                if going:
                    self._carry_out(self._hall.depart_together, (going,))
                    going = []
                self._carry_out(*job)
            job = None
        if going:
            self._carry_out(self._hall.depart_together, (going,))

    def _carry_out(self, function: Callable[..., object], args: tuple[Any, ...]) -> None:
        try:
            function(*args)
        except Exception as error:  # noqa: BLE001  whatever it is, it must not end the chat (rule 3)
            name = getattr(function, "__name__", repr(function))  # a partial has none
            _log.error("The core could not carry out %s", name, exc_info=error)
            text = _("The server made an error ({what}); the chat goes on.").format(what=name)
            self._events.append(Problem(self._chat.clock(), text))

    def _hand_over_events(self) -> None:
        events = self._events[:]
        self._events.clear()
        try:
            for event in events:
                self._emit(event)
        except Exception:  # noqa: BLE001  whoever watches must not end the chat
            _log.exception("Who watches this server failed")

    def _patience(self) -> float | None:
        """Seconds that may pass without a message until something is due."""
        due = min(self._hall.due, self._farewell.due) if self._farewell else self._hall.due
        if self._archive:
            due = min(due, self._archive.due)
        if self._sampler:
            due = min(due, self._sampler.due)
        return None if due == float("inf") else max(0.0, due - time.monotonic())
