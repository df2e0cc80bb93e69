"""A client between its reader thread and the core: lines decoded, parsed and paced, then handed over.

Threads: the *reader* runs ``opened``, ``received`` and ``closed``; the *core* everything else.
Two counters and one event connect them:

1. The reader counts what it has handed over, the core what it has taken; each writes only its own counter: no lock.
2. At most ``UNDISPATCHED`` lines are under way: then the reader waits for the event, and TCP slows its sender alone.
   It is woken when half of them are done: woken for each, it cost a quarter of a busy core's time in thread switches.
3. The reader says that it waits (``_waits``) before it looks at the counters once more; the core counts before it looks
   whether the reader waits. So one of the two always sees the other, and no wake-up is lost.
4. After ``let_go`` (the core is done with this client) the reader waits for nothing any more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from chat_tk.irc.message import Message
from chat_tk.net.connection import Connection, Ended
from chat_tk.net.doors import Door
from chat_tk.server import plain, several
from chat_tk.server.decoding import Item, read_plain
from chat_tk.server.lines import may_be_part
from chat_tk.server.state import User

UNDISPATCHED: Final = 64
"""Lines of one client that may wait for the core."""
BURST: Final = 10
"""Lines that a client may send at once where floods are slowed; then ``RATE`` a second."""
RATE: Final = 4.0
OF_A_BATCH: Final = 1 / 16
"""What a line costs that is a part of a message: a message of many lines comes at once."""


class Pace:
    """A bucket of ``BURST`` tokens, one for each line, that fills by ``RATE`` a second. Times: ``time.monotonic``.

    Who has a token left may say something that costs more; what is then owed passes before the next line does.
    """

    __slots__ = ("_at", "_tokens")

    def __init__(self, now: float) -> None:
        self._tokens = float(BURST)
        self._at = now

    def take(self, items: Sequence[Item | None], most: int, now: float) -> int:
        """How many of the lines that said these, and of ``most``, may pass now."""
        self._tokens = min(float(BURST), self._tokens + (now - self._at) * RATE)
        self._at = now
        taken = 0
        for item in items:
            cost = _cost(item)
            for _line in range(several.count(item)):  # of those in a row each costs the same
                if self._tokens < 1 or taken == most:
                    return taken
                self._tokens -= cost
                taken += 1
        return taken

    def delay(self) -> float:
        """Seconds until the next line may pass."""
        return max(0.0, (1 - self._tokens) / RATE)


def _cost(item: Item | None) -> float:
    """Tokens that a line costs: one, or for plain text as many as it becomes messages."""
    if isinstance(item, str):
        return plain.messages(item)
    return OF_A_BATCH if isinstance(item, Message) and may_be_part(item) else 1


def _read_plain(lines: Sequence[bytes]) -> list[Item | None]:
    return [read_plain(line) for line in lines]


class Posts(Protocol):
    """What a reader tells the core; each call only posts, and returns at once."""

    def post_door(self, client: Client, door: Door) -> None:
        """By which door the client came is known."""

    def post_lines(self, client: Client, items: list[Item]) -> None:
        """The client said this."""

    def post_closed(self, client: Client, ended: Ended) -> None:
        """The connection is over."""


class Client:
    """One connection, as the core knows it; and its ``net.connection.Receiver``."""

    __slots__ = (
        "_event", "_let_go", "_pace", "_posted", "_posts", "_read", "_taken", "_waits",
        "admitted", "connection", "heard_at", "held", "pinged_at", "registered", "since", "user",
    )  # fmt: skip

    def __init__(self, user: User, posts: Posts, now: float, *, flood: bool) -> None:
        """``flood``: slow down who sends faster than ``RATE``; ``now`` is ``time.monotonic``."""
        self.user = user
        self.connection: Connection | None = None
        self.since = self.heard_at = now
        self.pinged_at = 0.0
        self.admitted = False
        self.registered = False
        self.held: list[Item] = []
        """Said, but behind a command that is not done yet; not counted as taken, so ``UNDISPATCHED`` bounds it."""
        self._posts = posts
        self._pace = Pace(now) if flood else None
        self._read: Callable[[Sequence[bytes]], list[Item | None]] = several.read
        self._event: threading.Event | None = None  # made when it is needed: few ever wait, and it weighs 1.4 kB
        self._posted = self._taken = 0
        self._waits = self._let_go = False

    # The core

    def took(self, count: int) -> None:
        """So many lines have been carried out: the reader may hand over more."""
        self._taken += count
        if self._waits and self._event and self._posted - self._taken <= UNDISPATCHED // 2:
            self._event.set()

    def let_go(self) -> None:
        """Nothing this client says matters any more. Twice is once."""
        self._let_go = True
        if self._event:
            self._event.set()

    # The reader

    def opened(self, _connection: Connection, door: Door) -> None:
        """``Receiver.opened``."""
        self._read = several.read if door is Door.IRC else _read_plain
        self._posts.post_door(self, door)

    def received(self, connection: Connection, lines: list[bytes]) -> None:
        """``Receiver.received``: waits while this client is too fast, or too far ahead of the core."""
        if not connection.over:
            for start in range(0, len(lines), UNDISPATCHED):  # what waits its turn waits as bytes
                self._hand_over(connection, self._read(lines[start : start + UNDISPATCHED]))

    def closed(self, _connection: Connection, ended: Ended) -> None:
        """``Receiver.closed``."""
        self._posts.post_closed(self, ended)

    def _hand_over(self, connection: Connection, items: list[Item | None]) -> None:
        """Post what is understood; what is not costs its sender as much time. Until the end of either side."""
        while items and not self._let_go:
            lines = several.total(items)
            room = self._room(items, lines)
            passing, items = (items, []) if room == lines else several.cut(items, room)
            understood = [item for item in passing if item is not None]
            if understood:
                self._posted += several.total(understood)
                self._posts.post_lines(self, understood)
            if not room and not connection.still_there():  # what it said before it broke off is said to nobody
                self._let_go = True

    def _room(self, items: list[Item | None], lines: int) -> int:
        """How many of the ``lines`` may pass; waits for the core or the pace when it is none, and may return 0."""
        free = UNDISPATCHED - (self._posted - self._taken)
        if free <= 0:
            self._wait_for_core()
            return 0
        allowed = min(lines, free)
        if self._pace is None:
            return allowed
        allowed = self._pace.take(items, allowed, time.monotonic())
        if not allowed:
            event = self._cleared_event()
            if not self._let_go:
                event.wait(self._pace.delay())
        return allowed

    def _wait_for_core(self) -> None:
        event = self._cleared_event()
        self._waits = True
        if self._posted - self._taken >= UNDISPATCHED and not self._let_go:
            event.wait()
        self._waits = False

    def _cleared_event(self) -> threading.Event:
        """Forget earlier wake-ups. ``let_go`` may be among them, so whoever waits looks at ``_let_go`` after this."""
        if self._event is None:
            self._event = threading.Event()
        elif not self._let_go:
            self._event.clear()
        return self._event
