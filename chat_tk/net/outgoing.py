"""The sending half of a connection, and its end.

Threads: one *owner* (the server's core, the client's main thread) calls ``send`` and ``close``; any thread ``abort``;
the *drainer* finishes what a full socket left over; with TLS the *reader* sends too what TLS itself has to say.

Rule 1: the *turn* is the right to send and to close, and whoever does either has it. It is tried, never waited for: who
    does not get it queues its bytes and goes. So bytes keep their order, and no descriptor is closed while its number
    is in use. When the socket is full, the drainer has it.
    The owner alone may send without it, while nothing waits (then nobody else sends) and no end is near: it says so by
    ``_sending`` before it looks whether an end is near, and looks again after it has taken that back. Whoever makes an
    end says so by ``_closing`` before it looks at ``_sending``, and leaves the closing to an owner that is sending. So
    one of the two always sees the other. (The lock was a tenth of what a lone message to 200 people costs.)
Rule 2: who gives the turn back looks again (``_work``) whether somebody queued, or reached an end, meanwhile; who
    queued tries for the turn afterwards. So one of the two always sees the other, and nothing stays lying.
Rule 3: the lock guards the queue and the ends (all else that more than one thread writes). No call that could wait is
    made under it. ``shutdown`` and ``close`` are made under it: neither waits (no lingering is asked for but zero), and
    so no thread can shut down a descriptor that another one has just closed, and that may be somebody else's by now.
Rule 4: the last one out closes: the reader has ended, the connection was closed or aborted, and the turn was free; it
    is never given back.
Rule 5: sending never waits: on POSIX by ``MSG_DONTWAIT`` on a blocking socket, so that the reader simply blocks in
    ``recv``, which ``shutdown`` ends; on Windows, which has no such flag, by a non-blocking socket whose reader waits
    in ``select``, which ``shutdown`` may leave waiting: so there each connection has a wake-up socket.
Rule 6: with TLS, what is said goes into the ``TlsStream``, and only who has the turn takes sealed bytes out of it: so
    they leave in the order in which they were sealed. Its mutex and the lock are never held together.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import struct
import sys
import threading
import time
from typing import Final

from chat_tk.net.drainer import Drainer
from chat_tk.net.ended import Ended
from chat_tk.net.liveness import keep_alive
from chat_tk.net.tls import TlsStream
from chat_tk.net.wakeup import WakeUp

SEND_LIMIT: Final = 1024 * 1024
"""Bytes that may wait for one peer."""
SLICE: Final = 64 * 1024
"""Bytes handed to the operating system in one call."""
LINGER: Final = 3.0
"""Seconds that a peer has to take what is queued, and to end its side, once this side has ended."""

_DONTWAIT: Final[int] = getattr(socket, "MSG_DONTWAIT", 0)
_FULL: Final = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ENOBUFS, errno.EINTR)
_NO_LINGER: Final = struct.pack("HH" if sys.platform == "win32" else "ii", 1, 0)


class Outgoing:
    """A connected socket that is sent to, closed and aborted; ``Connection`` adds the reader."""

    __slots__ = (
        "__weakref__", "_aborted", "_closing", "_drainer", "_ended", "_failed", "_gone", "_lock", "_queue", "_reading",
        "_send_limit", "_sending", "_shut", "_sock", "_tls", "_turn", "_waiting", "_wakeup",
    )  # fmt: skip

    def __init__(self, sock: socket.socket, drainer: Drainer, send_limit: int, tls: TlsStream | None) -> None:
        """Take over ``sock``. ``send_limit``: bytes that may wait; ``tls``: the handshake has been made already."""
        self._sock = sock
        self._drainer = drainer
        self._send_limit = send_limit
        self._tls = tls
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._queue: list[memoryview] = []  # nearly always empty, where a deque would still weigh 700 bytes
        self._waiting = 0
        self._sending = False
        self._reading = False
        self._closing = False
        self._aborted = False
        self._shut = False
        self._gone = False
        self._ended: Ended | None = None
        self._failed: OSError | None = None
        self._wakeup = None if _DONTWAIT else WakeUp()
        _prepare(sock)

    def send(self, data: bytes) -> None:
        """Hand over bytes to send (owner only). Never waits, never raises: above the send limit it aborts.

        The bytes are not copied: hundreds of connections may be handed the same object.
        """
        if self._tls is not None:
            self._send_sealed(self._tls, data)
            return
        # The hottest lines of the server: nearly always nothing waits, and the socket takes all of it.
        sent = 0
        self._sending = True
        try:
            if not (self._waiting or self._closing) and len(data) <= SLICE:
                sent = self._sock.send(data, _DONTWAIT)
        except OSError:
            sent = 0  # the next try tells what it is
        finally:
            self._sending = False
        if sent != len(data):
            self._enqueue(memoryview(data)[sent:])
            self._work()
        elif self._closing:
            self._work()

    def close(self) -> None:
        """Send what is queued, then end the connection (owner only). Twice is once.

        Nothing that comes in later is told. A peer that does not take its bytes, or does not end its side, has
        ``LINGER`` seconds.
        """
        if self._tls is not None and not self._closing:
            self._tls.end()
            self._work()
        with self._lock:
            if self._closing:
                return
            self._closing = True
            self._ended = self._ended or Ended.CLOSED_HERE
        self._work()
        self._expire_soon()

    def abort(self, ended: Ended) -> None:
        """End the connection now, whatever is queued (any thread). Twice is once; the first reason counts."""
        with self._lock:
            if self._gone or self._aborted:
                return
            self._closing = self._aborted = True
            self._ended = self._ended or ended
            with contextlib.suppress(OSError):
                if self._queue:  # a stalled peer: let go of what the kernel holds for it too
                    self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
                self._sock.shutdown(socket.SHUT_RDWR)  # wakes the reader, and the drainer
            self._shut = True
        if self._wakeup:
            self._wakeup.wake()
        self._work()
        if not self._gone:
            self._drainer.look_at(self)  # it may have the turn

    @property
    def over(self) -> bool:
        """Whether the connection has been closed or aborted (any thread); a receiver that waits long looks here."""
        return self._closing

    @property
    def gone(self) -> bool:
        """Whether nothing is left of it, neither the socket nor a thread that reads (any thread)."""
        return self._gone

    @property
    def waiting(self) -> int:
        """Bytes handed to ``send`` that the operating system has not taken yet (sealed, if they are)."""
        sealed = self._tls.pending if self._tls is not None and not self._aborted else 0
        return self._waiting + sealed

    # --- for the drainer -------------------------------------------------------------------------------------------

    @property
    def socket(self) -> socket.socket:
        """What the drainer waits for."""
        return self._sock

    def drain(self) -> bool:
        """Send one slice (whoever has the turn); True: there is more, False: the turn was given back."""
        if self._push(most=SLICE):
            return True
        self._give_back()
        self._work()
        return False

    def expire(self) -> None:
        """A deadline set by ``close`` or by the peer's end has come."""
        self.abort(Ended.CLOSED_HERE)

    # --- sending ---------------------------------------------------------------------------------------------------

    def _send_aside(self, data: bytes) -> None:
        """``send`` for a thread that is not the owner."""
        if self._tls is not None:
            self._send_sealed(self._tls, data)
        else:
            self._enqueue(memoryview(data))
            self._work()

    def _send_sealed(self, tls: TlsStream, data: bytes) -> None:
        if not self._closing:
            tls.write(data)
            self._work()

    def _enqueue(self, data: memoryview) -> None:
        with self._lock:
            if not self._closing:
                self._append(data)

    def _append(self, data: memoryview) -> None:
        """Caller holds the lock."""
        self._queue.append(data)
        self._waiting += len(data)

    def _work(self) -> None:
        """Do what is to be done, if the turn is free; otherwise whoever has it does it (rule 2). Any thread."""
        while self._unfinished() and self._turn.acquire(blocking=False):
            if self._push(most=None):
                self._drainer.take(self)  # and with it the turn
                break
            self._give_back()
        if self.waiting > self._send_limit:
            self.abort(Ended.SENDQ)

    def _unfinished(self) -> bool:
        """Whether there is something to send, or an end to be made."""
        return self._something_to_send() or (
            self._closing and not (self._gone or self._sending) and not (self._shut and self._reading)
        )

    def _something_to_send(self) -> bool:
        return bool(self._queue) or (self._tls is not None and self._tls.pending > 0 and not self._aborted)

    def _give_back(self) -> None:
        """Make the ends that have been reached (rule 4), and let others have the turn. Caller has it; nothing waits."""
        with self._lock:
            over = self._closing and not self._something_to_send()
            if over and not self._shut:
                self._shut = True
                with contextlib.suppress(OSError):
                    self._sock.shutdown(socket.SHUT_WR)
            if over and not (self._reading or self._sending):
                self._gone = True
                self._sock.close()
        if not self._gone:
            self._turn.release()

    def _push(self, most: int | None) -> bool:
        """Send until nothing is left, the socket is full, or ``most`` bytes are gone; True: something is left.

        Caller has the turn.
        """
        chunk = self._next(0)
        while chunk is not None:
            try:
                sent = self._sock.send(chunk[:SLICE], _DONTWAIT)
            except OSError as error:
                if error.errno in _FULL:
                    return True
                # The reader ends it, and first reads what came before. The traceback would lead back to this object.
                self._failed = error.with_traceback(None)
                chunk = self._next(-1)
                continue
            chunk = self._next(sent)
            if most is not None and chunk is not None:
                return True
        return False

    def _next(self, sent: int) -> memoryview | None:
        """Take ``sent`` bytes off the queue (-1: all, they cannot be sent); what comes next. Caller has the turn."""
        with self._lock:
            if sent < 0 or self._aborted:
                self._queue.clear()
                self._waiting = 0
            elif sent:
                self._waiting -= sent
                head = self._queue[0]
                if sent < len(head):
                    self._queue[0] = head[sent:]
                else:
                    del self._queue[0]
            if self._queue:
                return self._queue[0]
        if self._tls is None or self._aborted or not self._tls.pending:
            return None
        sealed = memoryview(self._tls.take(SLICE))
        with self._lock:
            self._append(sealed)
        return sealed

    def _expire_soon(self) -> None:
        if not self._gone:
            self._drainer.expire_at(time.monotonic() + LINGER, self)


def _prepare(sock: socket.socket) -> None:
    """Small messages leave at once, dead peers are noticed, and nothing is inherited of a timeout."""
    sock.settimeout(None if _DONTWAIT else 0)
    with contextlib.suppress(OSError):  # the peer may be gone already: the reader will tell
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        keep_alive(sock)
