"""One socket: its reader thread, its outgoing bytes.

Threads: the *reader* (one per connection) owns the receiving side. One *owner* (the server's core, the client's sender)
calls ``send``, ``close`` and ``abort``. The *drainer* finishes what a full socket left over.

Rule 1: one lock, and it guards the queue, the turn and the ends: all that more than one thread writes after ``start``.
    No call that could wait is made under it. ``shutdown`` and ``close`` are made under it: neither waits (no lingering
    is asked for but zero), and so no thread can shut down a descriptor that another one has just closed, and that may
    be somebody else's by now.
Rule 2: who has the *turn* (``_sending``) is the only one to send; everyone else appends to the queue and goes. So bytes
    keep their order, no lock is held across ``send``, and no descriptor is closed while its number is in use. The turn
    passes from the owner to the drainer when the socket is full, and is given back when the queue is empty.
Rule 3: the last one out closes: the reader has ended, nobody has the turn, and the connection was closed or aborted.
Rule 4: sending never waits: on POSIX by ``MSG_DONTWAIT`` on a blocking socket, so that the reader simply blocks in
    ``recv``, which ``shutdown`` ends; on Windows, which has no such flag, by a non-blocking socket whose reader waits
    in ``select``, which ``shutdown`` may leave waiting: so there each connection has a wake-up socket.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
import struct
import sys
import threading
import time
from collections import deque
from enum import Enum
from typing import Final, Protocol

from chat_tk.irc.lines import LineBuffer
from chat_tk.net.address import Address
from chat_tk.net.doors import PAUSE, SILENCE, Door, knock
from chat_tk.net.drainer import Drainer
from chat_tk.net.wakeup import WakeUp, readable
from chat_tk.net.worker import start_small

log = logging.getLogger(__name__)

SEND_LIMIT: Final = 1024 * 1024
"""Bytes that may wait for one peer."""
LINE_LIMIT: Final = 8191 + 512
"""Bytes of the longest line: IRCv3 message tags plus a message."""
SLICE: Final = 64 * 1024
"""Bytes handed to the operating system in one call."""
LINGER: Final = 3.0
"""Seconds that a peer has to take what is queued, and to end its side, once this side has ended."""

_READ_SMALL: Final = 2048
_READ_LARGE: Final = 16 * 1024
_DONTWAIT: Final[int] = getattr(socket, "MSG_DONTWAIT", 0)
_FULL: Final = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ENOBUFS, errno.EINTR)
_NO_CHAT: Final = b"This is a chat, not a web site. Use a chat program.\n"
_HTTP_REFUSAL: Final = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
    % (len(_NO_CHAT), _NO_CHAT)
)

Socket = socket.socket
"""For those outside ``net`` who pass one on."""


class Ended(Enum):
    """Why a connection is over; the value is the short English that stands in a QUIT message or a log."""

    EOF = "Connection closed"
    RESET = "Connection reset by peer"
    SENDQ = "Too slow: the send queue is full"
    TIMEOUT = "No answer"
    REFUSED_DOOR = "Not a chat program"
    HANDSHAKE = "The TLS handshake failed"
    CLOSED_HERE = "Closed here"


class Receiver(Protocol):
    """Who is told what comes in. Called on the connection's reader thread, one call at a time, in order."""

    def opened(self, connection: Connection, door: Door) -> None:
        """What is knocking is known: IRC or PLAIN. First call; a plain-text program may not have sent a byte yet.

        Called once more, with IRC, when a program was silent, was taken for plain text, and then speaks IRC after all.
        Left out when nobody was let in: a browser, a port scanner that went without a byte. ``closed`` is told even so.
        """

    def received(self, connection: Connection, lines: list[bytes]) -> None:
        """Whole lines without their ends (``irc.lines.OVERLONG``: one was too long). May wait: TCP slows the sender."""

    def closed(self, connection: Connection, ended: Ended) -> None:
        """The last call, exactly once, however the connection ended.

        After ``EOF`` the peer may still listen (``printf ... | nc -N``): what is sent now, in answer to its last lines,
        reaches it. Call ``close`` when that is done; it comes by itself after ``LINGER`` seconds.
        """


class Connection:
    """A connected socket. ``start()`` it, then its receiver is told everything."""

    peer: Address
    door: Door

    def __init__(
        self,
        sock: socket.socket,
        peer: Address,
        receiver: Receiver,
        drainer: Drainer,
        *,
        name: str,
        detect: bool,
        line_limit: int = LINE_LIMIT,
        send_limit: int = SEND_LIMIT,
    ) -> None:
        """Take over ``sock``.

        ``name`` is the reader thread's. ``detect``: find the door by the first bytes (the server), otherwise it is IRC
        (the client). The limits are bytes of one line, and bytes that may wait to be sent.
        """
        self.peer = peer
        self.door = Door.IRC
        self._sock = sock
        self._receiver = receiver
        self._drainer = drainer
        self._detect = detect
        self._lines = LineBuffer(line_limit)
        self._send_limit = send_limit
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._lock = threading.Lock()
        self._queue: deque[memoryview] = deque()
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

    def start(self) -> None:
        """Start the reader thread.

        Raises:
            RuntimeError: the system has no room for another thread; the socket is closed, and nothing will be told.
        """
        self._reading = True
        try:
            start_small(self._thread)
        except RuntimeError:
            with self._lock:
                self._reading = False
                self._aborted = self._closing = True
                self._settle()
            if self._wakeup:
                self._wakeup.close()
            raise

    def send(self, data: bytes) -> None:
        """Hand over bytes to send (owner only). Never waits, never raises: above the send limit it aborts.

        The bytes are not copied: hundreds of connections may be handed the same object.
        """
        with self._lock:
            if self._closing or not data:
                return
            my_turn = not self._sending
            self._sending = True
            if not my_turn:
                self._append(memoryview(data))
        if my_turn and not self._send_whole(data) and self._push(most=None):
            self._drainer.take(self)
        if self._waiting > self._send_limit:
            self.abort(Ended.SENDQ)

    def close(self) -> None:
        """Send what is queued, then end the connection (owner only). Twice is once.

        Nothing that comes in later is told. A peer that does not take its bytes, or does not end its side, has
        ``LINGER`` seconds.
        """
        with self._lock:
            if self._closing:
                return
            self._closing = True
            self._ended = self._ended or Ended.CLOSED_HERE
            self._settle()
            gone = self._gone
        if not gone:
            self._drainer.expire_at(time.monotonic() + LINGER, self)

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
            self._settle()
            stuck = self._sending
        if self._wakeup:
            self._wakeup.wake()
        if stuck:
            self._drainer.look_at(self)

    @property
    def over(self) -> bool:
        """Whether the connection has been closed or aborted (any thread); a receiver that waits long looks here."""
        return self._closing

    @property
    def waiting(self) -> int:
        """Bytes handed to ``send`` that the operating system has not taken yet."""
        return self._waiting

    # --- for the drainer -------------------------------------------------------------------------------------------

    @property
    def socket(self) -> socket.socket:
        """What the drainer waits for."""
        return self._sock

    def drain(self) -> bool:
        """Send one slice (whoever has the turn); True: there is more."""
        return self._push(most=SLICE)

    def expire(self) -> None:
        """A deadline set by ``close`` or by the peer's end has come."""
        self.abort(Ended.CLOSED_HERE)

    # --- sending ---------------------------------------------------------------------------------------------------

    def _send_whole(self, data: bytes) -> bool:
        """Send ``data`` past the empty queue, as nearly always works; False: some is left, and stands in the queue now.

        Caller has the turn; it is given back when all was sent.
        """
        try:
            sent = self._sock.send(data, _DONTWAIT) if len(data) <= SLICE else 0
        except OSError:
            sent = 0  # the next try tells what it is
        with self._lock:
            if sent < len(data):
                self._append(memoryview(data)[sent:])
                return False
            self._sending = False
            if self._closing:
                self._settle()
        return True

    def _append(self, data: memoryview) -> None:
        """Caller holds the lock."""
        self._queue.append(data)
        self._waiting += len(data)

    def _push(self, most: int | None) -> bool:
        """Send until the queue is empty, the socket full, or ``most`` bytes are gone. Caller has the turn.

        False: the turn was given back.
        """
        chunk = self._next(0)
        while chunk is not None:
            try:
                sent = self._sock.send(chunk[:SLICE], _DONTWAIT)
            except OSError as error:
                if error.errno in _FULL:
                    return True
                self._failed = error  # the reader ends it, and first reads what came before
                chunk = self._next(-1)
                continue
            chunk = self._next(sent)
            if most is not None and chunk is not None:
                return True
        return False

    def _next(self, sent: int) -> memoryview | None:
        """Take ``sent`` bytes off the queue (-1: all, they cannot be sent); returns what comes next.

        None: nothing does, and the turn was given back.
        """
        with self._lock:
            if sent < 0 or self._aborted:
                self._queue.clear()
                self._waiting = 0
            elif sent:
                self._waiting -= sent
                head = self._queue.popleft()
                if sent < len(head):
                    self._queue.appendleft(head[sent:])
            if self._queue:
                return self._queue[0]
            self._sending = False
            self._settle()
            return None

    def _settle(self) -> None:
        """Do what the ends that have been reached ask for (rule 3). Caller holds the lock."""
        if self._sending or self._gone or not self._closing:
            return
        if not self._shut:
            self._shut = True
            with contextlib.suppress(OSError):
                self._sock.shutdown(socket.SHUT_WR)
        if not self._reading:
            self._gone = True
            self._sock.close()

    # --- receiving: the reader thread --------------------------------------------------------------------------------

    def _run(self) -> None:
        ended = Ended.RESET
        try:
            ended = self._read()
            if ended is Ended.EOF and self._failed is not None:  # the system tells an error once, here to who sent
                ended = _why(self._failed)
        except OSError as error:
            ended = _why(error)
        except Exception:
            log.exception("The receiver of %s failed", self._thread.name)
        finally:
            self._finish(ended)

    def _read(self) -> Ended:
        """Read to the end; returns why it ended, if nobody here ended it."""
        first = b""
        if self._detect:
            door, first = self._find_door()
            if door is None:
                return Ended.EOF
            if door not in (Door.IRC, Door.PLAIN):
                return self._refuse(door)
            self.door = door
        self._receiver.opened(self, self.door)
        if self.door is Door.PLAIN and not first:
            first = self._receive(None) or b""
            late = knock(first)
            if late in (Door.HTTP, Door.TLS):  # a browser that connected in advance
                return self._refuse(Door.HTTP)
            if late is Door.IRC:  # a program that took its time
                self.door = late
                self._receiver.opened(self, late)
        if self.door is Door.PLAIN:
            self._read_plain(first)
        else:
            self._read_irc(first)
        return Ended.EOF

    def _read_irc(self, first: bytes) -> None:
        """Lines; what the end cuts off is none."""
        self._deliver(self._lines.feed(first))
        while data := self._receive(None):
            self._deliver(self._lines.feed(data))

    def _read_plain(self, first: bytes) -> None:
        """Lines, and text without an end, which a pause or the connection's end makes a line.

        A pause within a UTF-8 character is none: the network cut there. After a second one the text is something else,
        Latin-1 perhaps, and told as it is.
        """
        data: bytes | None = first
        cut = False
        while data != b"":
            if data is not None:
                cut = False
                self._deliver(self._lines.feed(data))
                unfinished = not data.endswith(b"\n")
            else:
                rest = self._lines.take_rest()
                unfinished = cut = not cut and _within_character(rest)
                if cut:
                    self._lines.feed(rest)
                else:
                    self._deliver_rest(rest)
            data = self._receive(PAUSE if unfinished else None)
        self._deliver_rest(self._lines.take_rest())

    def _deliver_rest(self, rest: bytes) -> None:
        if text := rest.rstrip(b"\r"):
            self._deliver([text])

    def _find_door(self) -> tuple[Door | None, bytes]:
        """The door and the bytes read so far; no door: the peer went without a byte."""
        first = b""
        until = time.monotonic() + SILENCE
        while (door := knock(first)) is None:
            data = self._receive(until - time.monotonic())
            if data is None:
                return Door.PLAIN, first
            if not data:
                return (Door.PLAIN if first else None), first
            first += data
        return door, first

    def _refuse(self, door: Door) -> Ended:
        if door is Door.HTTP:
            self.send(_HTTP_REFUSAL)
        with self._lock:
            self._ended = self._ended or Ended.REFUSED_DOOR
        self.close()
        while self._receive(None):
            pass
        return Ended.REFUSED_DOOR

    def _receive(self, seconds: float | None) -> bytes | None:
        """The next bytes, empty at the end; None: nothing came within ``seconds``."""
        if (seconds is not None or self._wakeup) and not readable(self._sock, seconds, self._wakeup):
            return None
        if self._aborted:
            return b""
        try:
            data = self._sock.recv(self._read_size)
        except BlockingIOError:  # Windows says readable for other news too
            return self._receive(seconds)
        self._read_size = _READ_LARGE if len(data) == self._read_size else _READ_SMALL
        return data

    _read_size = _READ_SMALL

    def _deliver(self, lines: list[bytes]) -> None:
        if lines and not self._closing:
            self._receiver.received(self, lines)

    def _finish(self, ended: Ended) -> None:
        """The reader's last act. After the peer's end this side may still answer; after anything else all is over."""
        with self._lock:
            self._ended = self._ended or ended
            ended = self._ended
        if ended is not Ended.EOF:
            self.abort(ended)
        with self._lock:
            self._reading = False
            self._settle()
            gone = self._gone
        if not gone:
            self._drainer.expire_at(time.monotonic() + LINGER, self)
        if self._wakeup:
            self._wakeup.close()
        try:
            self._receiver.closed(self, ended)
        except Exception:
            log.exception("The receiver of %s failed", self._thread.name)


def _why(error: OSError) -> Ended:
    return Ended.TIMEOUT if error.errno == errno.ETIMEDOUT else Ended.RESET


_NO_LINGER: Final = struct.pack("HH" if sys.platform == "win32" else "ii", 1, 0)


def _prepare(sock: socket.socket) -> None:
    """Small messages leave at once, dead peers are noticed, and nothing is inherited of a timeout."""
    sock.settimeout(None if _DONTWAIT else 0)
    with contextlib.suppress(OSError):  # the peer may be gone already: the reader will tell
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)


def _within_character(text: bytes) -> bool:
    """Whether ``text`` ends with a UTF-8 character that has begun and has not ended (RFC 3629, 3)."""
    for back in range(1, min(3, len(text)) + 1):
        byte = text[-back]
        if byte & 0xC0 != 0x80:
            return back < (4 if byte >= 0xF0 else 3 if byte >= 0xE0 else 2 if byte >= 0xC0 else 1)
    return False
