"""One thread that finishes what full sockets left over, and that ends what does not end by itself.

Rule 1: only the drainer's thread touches its selector and its deadlines; the others post, and ring.
Rule 2: a socket stands in the selector only while the turn to send on it is the drainer's (so nobody closes it).
Rule 3: at most one slice per socket and round: a fast reader with much to get does not keep the others waiting.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import queue
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from chat_tk.net.wakeup import WakeUp

log = logging.getLogger(__name__)

ROOM: Final = 500 if sys.platform == "win32" else sys.maxsize
"""Sockets watched at once: Windows' ``select`` takes 512. More wait their turn."""


class Drained(Protocol):
    """What the drainer needs of a connection."""

    @property
    def socket(self) -> socket.socket:
        """What is watched until it can be written to."""

    def drain(self) -> bool:
        """Send one slice without waiting; True: there is more, False: the turn to send was given back."""

    def expire(self) -> None:
        """A deadline has come."""


class Drainer:
    """The thread. ``start()`` it before the first connection, ``stop()`` it after the last."""

    def __init__(self, name: str = "drainer") -> None:
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._wakeup = WakeUp()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wakeup, selectors.EVENT_READ)
        self._waiting: dict[Drained, None] = {}  # in order, before they are watched
        self._watched: dict[Drained, socket.socket] = {}
        self._deadlines: list[tuple[float, int, Drained]] = []
        self._count = itertools.count()
        self._stop_at: float | None = None
        self._over = False

    def start(self) -> None:
        """Start the thread.

        Raises:
            RuntimeError: the system has no room for another thread.
        """
        self._thread.start()

    def take(self, connection: Drained) -> None:
        """The turn to send is the drainer's now, until the leftover is sent. Any thread; never waits."""
        self._post(lambda: self._waiting.update({connection: None}))
        if self._over:
            _give_up(connection)

    def look_at(self, connection: Drained) -> None:
        """The connection was aborted: if the drainer has its turn, it gives it back. Any thread; never waits."""
        self._post(lambda: self._look_at(connection))

    def expire_at(self, when: float, connection: Drained) -> None:
        """Call ``connection.expire()`` at ``when`` (``time.monotonic``). Any thread; never waits."""
        self._post(lambda: heapq.heappush(self._deadlines, (when, next(self._count), connection)))
        if self._over:
            connection.expire()

    def stop(self, deadline: float) -> bool:
        """Send what is left within ``deadline`` seconds, then expire everything that still waits. Twice is once.

        Returns whether the thread has ended.
        """
        self._stop_at = time.monotonic() + max(0.0, deadline)
        if self._thread.ident is None:
            self._finish()
            return True
        self._wakeup.wake()
        self._thread.join(max(0.0, deadline) + 1.0)
        return not self._thread.is_alive()

    def _post(self, job: Callable[[], None]) -> None:
        self._inbox.put(job)
        self._wakeup.wake()

    def _run(self) -> None:
        while not self._done():
            self._look_at_ready()
            self._do_posted()
            self._expire_due(time.monotonic())
            self._watch()
        self._finish()

    def _look_at_ready(self) -> None:
        """Wait for something to do. Its names end with it: kept in the loop, they would keep a connection meanwhile."""
        for key, _mask in self._selector.select(self._patience()):
            if key.data is None:
                self._wakeup.clear()
            else:
                self._look_at(key.data)

    def _done(self) -> bool:
        if self._stop_at is None:
            return False
        nothing_left = not self._watched and not self._waiting and self._inbox.empty()
        return nothing_left or time.monotonic() >= self._stop_at

    def _patience(self) -> float | None:
        """Seconds until the next deadline, ours included."""
        whens = [
            when for when in (self._stop_at, self._deadlines[0][0] if self._deadlines else None) if when is not None
        ]
        return max(0.0, min(whens) - time.monotonic()) if whens else None

    def _do_posted(self) -> None:
        while not self._inbox.empty():
            self._inbox.get()()

    def _watch(self) -> None:
        while self._waiting and len(self._watched) < ROOM:
            connection = next(iter(self._waiting))
            del self._waiting[connection]
            self._watched[connection] = connection.socket
            self._selector.register(connection.socket, selectors.EVENT_WRITE, connection)

    def _look_at(self, connection: Drained) -> None:
        """Send a slice, if the turn is the drainer's. Not watched meanwhile: afterwards the socket may be closed."""
        if (sock := self._watched.pop(connection, None)) is not None:
            self._selector.unregister(sock)
        elif connection in self._waiting:
            del self._waiting[connection]
        else:
            return
        if connection.drain():
            self._waiting[connection] = None

    def _expire_due(self, now: float) -> None:
        while self._deadlines and self._deadlines[0][0] <= now:
            heapq.heappop(self._deadlines)[2].expire()

    def _finish(self) -> None:
        """Expire everything, so that no connection waits for a drainer that is gone.

        ``_over`` is set before the inbox is emptied for the last time: who posts later sees it, and gives up by itself.
        """
        self._over = True
        self._do_posted()
        self._selector.close()
        self._wakeup.close()
        for connection in [*self._waiting, *self._watched]:
            _give_up(connection)
        self._expire_due(float("inf"))


def _give_up(connection: Drained) -> None:
    connection.expire()
    connection.drain()
