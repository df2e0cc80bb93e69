"""Waiting on sockets, and being woken while waiting, alike on every operating system.

Rule 1: nothing here polls a flag; who waits is woken by a byte, or by its own deadline.
"""

from __future__ import annotations

import contextlib
import select
import socket
import sys
import threading


class WakeUp:
    """A pair of sockets: one thread waits on it (it has a ``fileno``), any thread wakes that one.

    The lock guards ``_open``: nobody writes to a descriptor that was closed, and perhaps given away, a moment ago. The
    one call under it is a ``send`` on a non-blocking socket: it does not wait.
    """

    def __init__(self) -> None:
        self._hears, self._rings = socket.socketpair()
        self._hears.settimeout(0)
        self._rings.settimeout(0)
        self._lock = threading.Lock()
        self._open = True

    def fileno(self) -> int:
        """The descriptor that becomes readable."""
        return self._hears.fileno()

    def wake(self) -> None:
        """Wake the one who waits, or who will wait next. Any thread; after ``close`` it does nothing."""
        with self._lock:
            if self._open:
                with contextlib.suppress(BlockingIOError):  # full of calls that were not heard yet: one is enough
                    self._rings.send(b"\0")

    def clear(self) -> None:
        """Forget the calls so far. Only the waiting thread."""
        with contextlib.suppress(BlockingIOError):
            while self._hears.recv(4096):
                pass

    def wait(self, seconds: float | None) -> bool:
        """Wait for a call, and forget it; False: none came in time. ``None`` waits for ever."""
        if not readable(self._hears, seconds):
            return False
        self.clear()
        return True

    def close(self) -> None:
        """Let go of both sockets. Only when nobody waits any more."""
        with self._lock:
            self._open = False
        self._hears.close()
        self._rings.close()


def readable(sock: socket.socket, seconds: float | None, wakeup: WakeUp | None = None) -> bool:
    """Wait until ``sock`` has bytes, an end or an error to tell, or ``wakeup`` rings; False: not within ``seconds``.

    ``None`` waits for ever.

    ``poll`` on POSIX, where ``select`` cannot take descriptors from 1024 on. Windows has only ``select``, which there
    counts the sockets and does not mind their numbers.
    """
    timeout = None if seconds is None else max(0.0, seconds)
    if sys.platform == "win32":
        sources: list[socket.socket | WakeUp] = [sock, wakeup] if wakeup else [sock]
        told = any(select.select(sources, [], sources[:1], timeout))
    else:
        poll = select.poll()
        poll.register(sock, select.POLLIN)
        if wakeup:
            poll.register(wakeup, select.POLLIN)
        told = bool(poll.poll(None if timeout is None else timeout * 1000))
    return told
