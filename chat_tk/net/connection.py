"""One connected socket: its reader thread, and by ``Outgoing`` its outgoing bytes.

Threads: the *reader* (one per connection) owns the receiving side: it finds the door, makes the TLS handshake, and
delivers lines. What more than one thread touches stands in ``outgoing``, with the rules.
"""

from __future__ import annotations

import errno
import logging
import socket
import ssl
import time
from typing import Final, Protocol

from chat_tk.irc.lines import LineBuffer
from chat_tk.net.address import Address
from chat_tk.net.doors import Door, refusal_of_http
from chat_tk.net.drainer import Drainer
from chat_tk.net.ended import Ended
from chat_tk.net.liveness import error_of, has_ended, was_reset
from chat_tk.net.outgoing import SEND_LIMIT, Outgoing
from chat_tk.net.reading import Receive, find_door, find_late_door, read_irc, read_plain
from chat_tk.net.tls import TlsError, TlsStream, shake_hands
from chat_tk.net.wakeup import readable
from chat_tk.net.worker import start_small

__all__ = ["LINE_LIMIT", "Connection", "Ended", "Receiver", "Socket"]

log = logging.getLogger(__name__)

LINE_LIMIT: Final = 8191 + 512
"""Bytes of the longest line: IRCv3 message tags plus a message."""
LAST_WORDS: Final = 10.0
"""Seconds that a receiver has, after the peer's end, for what the peer said before and was too fast to be heard."""

_READ_SMALL: Final = 223
"""Bytes: who is silent waits in ``recv`` with a buffer of this size, which is 256 with what Python puts in front; most
that people say fits. From 480 on the system's allocator, not Python's, would hand it out, and each thread keep some."""
_READ_MORE: Final = 2048
"""Bytes: with this waits whoever said more than the small buffer holds the last time, and so may do it again."""
_READ_LARGE: Final = 16 * 1024
_READ_ALONE: Final = 64 * 1024
"""Bytes: with this waits a client, of which there is one in a program."""

Socket = socket.socket
"""For those outside ``net`` who pass one on."""


class Receiver(Protocol):
    """Who is told what comes in. Called on the connection's reader thread, one call at a time, in order."""

    def opened(self, connection: Connection, door: Door) -> None:
        """What is knocking is known: IRC or PLAIN. First call; a plain-text program may not have sent a byte yet.

        Called once more, with IRC, when a program was silent, was taken for plain text, and then speaks IRC after all.
        Left out when nobody was let in: a browser, a port scanner that went without a byte. ``closed`` is told even so.
        """

    def received(self, connection: Connection, lines: list[bytes]) -> None:
        """Whole lines without their ends (``irc.lines.OVERLONG``: one was too long). May wait: TCP slows the sender.

        Who waits asks ``connection.still_there`` now and then: meanwhile nobody reads, and a reset would go unnoticed.
        """

    def closed(self, connection: Connection, ended: Ended) -> None:
        """The last call, exactly once, however the connection ended.

        After ``EOF`` the peer may still listen (``printf ... | nc -N``): what is sent now, in answer to its last lines,
        reaches it. Call ``close`` when that is done; it comes by itself after ``LINGER`` seconds.
        """


class Connection(Outgoing):
    """A connected socket. ``start()`` it, then its receiver is told everything."""

    __slots__ = (
        "_context", "_detect", "_last_words_until", "_lines", "_name", "_only_tls", "_read_size", "_receiver",
        "door", "peer",
    )  # fmt: skip
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
        tls: TlsStream | None = None,
        context: ssl.SSLContext | None = None,
        only_tls: bool = False,
    ) -> None:
        """Take over ``sock``.

        ``name`` is the reader thread's. ``detect``: find the door by the first bytes (the server), otherwise it is IRC
        (the client). The limits are bytes of one line, and bytes that may wait to be sent.

        ``tls``: the client has made the handshake already. ``context``: with what the server opens the door of TLS
        (None: it stays shut); ``only_tls``: and there is no other.
        """
        super().__init__(sock, drainer, send_limit, tls)
        self.peer = peer
        self.door = Door.IRC
        self._receiver = receiver
        self._detect = detect
        self._context = context
        self._only_tls = only_tls
        self._lines = LineBuffer(line_limit)
        self._read_size = _READ_SMALL if detect else _READ_ALONE
        self._last_words_until = 0.0
        self._name = name

    def start(self) -> None:
        """Start the reader thread.

        Raises:
            RuntimeError: the system has no room for another thread; the socket is closed, and nothing will be told.
        """
        self._reading = True
        try:
            start_small(self._run)
        except RuntimeError:
            with self._lock:
                self._reading = False
                self._aborted = self._closing = True
            self._work()
            if self._wakeup:
                self._wakeup.close()
            raise

    @property
    def secure(self) -> bool:
        """Whether nobody on the way can read along (TLS). Known when ``opened`` is called."""
        return self._tls is not None

    # --- the reader thread -------------------------------------------------------------------------------------------

    def still_there(self) -> bool:
        """Whether it is worth going on with what this peer has said; False: the connection is over (reader only).

        A reset ends it here and now, though bytes that came before it have not been read; an orderly end does so
        ``LAST_WORDS`` seconds after this was first asked.
        """
        if not self._closing and (error := self._failed or error_of(self._sock)):
            self.abort(_why(error))
        if not self._closing and has_ended(self._sock):
            now = time.monotonic()
            self._last_words_until = self._last_words_until or now + LAST_WORDS
            if now > self._last_words_until:
                self.abort(Ended.EOF)
        return not self._closing

    def _run(self) -> None:
        ended = Ended.RESET
        try:
            ended = self._read()
            if ended is Ended.EOF and self._failed is not None:  # the system tells an error once, here to who sent
                ended = _why(self._failed)
            elif ended is Ended.EOF and not self._detect and was_reset(self._sock):  # it is telling it right now
                ended = Ended.RESET  # a client comes back then; at a server one who has gone has gone
        except OSError as error:
            ended = _why(error)
        except TlsError as error:
            log.debug("TLS with %s: %s", self.peer, error)
        except Exception:
            log.exception("The receiver of %s failed", self._name)
        finally:
            self._finish(ended)

    def _read(self) -> Ended:
        """Read to the end; returns why it ended, if nobody here ended it."""
        receive: Receive = self._receive if self._tls is None else self._receive_unsealed
        first = b""
        if self._detect:
            door, first = (Door.TLS, b"") if self._only_tls else find_door(receive)
            if door is Door.TLS and self._context is not None:
                if not self._seal(self._context, first):
                    return Ended.HANDSHAKE
                receive = self._receive_unsealed
                door, first = find_door(receive)
            if door is None:
                return Ended.EOF
            if door not in (Door.IRC, Door.PLAIN):
                return self._refuse(door)
            self.door = door
        self._receiver.opened(self, self.door)
        if self.door is Door.PLAIN and not first:
            late, first = find_late_door(receive)
            if late is not Door.PLAIN and late is not Door.IRC:  # a browser that connected in advance, mostly
                return self._refuse(late, late=True)
            if late is Door.IRC:  # a program that took its time
                self.door = late
                self._receiver.opened(self, late)
        if self.door is Door.PLAIN:
            read_plain(first, receive, self._lines, self._deliver)
        else:
            read_irc(first, receive, self._lines, self._deliver, alone=not self._detect)
        return Ended.EOF

    def _seal(self, context: ssl.SSLContext, first: bytes) -> bool:
        """Make the handshake that ``first`` begins; from now on all is sealed. False: it failed."""
        stream = TlsStream(context, server=True)
        stream.feed(first)
        self._tls = stream
        try:
            shake_hands(stream, self._receive, self._work)
        except TlsError as error:
            log.debug("No handshake with %s: %s", self.peer, error)
            return False
        return True

    def _refuse(self, door: Door, *, late: bool = False) -> Ended:
        """Say why nobody comes in by ``door``, where there are words for it, and end. ``late``: behind our question."""
        ended = Ended.REFUSED_DOOR
        if door is Door.HTTP:
            self._send_aside(refusal_of_http())
        elif self._context is None:
            ended = Ended.NO_TLS
        elif late:
            ended = Ended.LATE_TLS
        with self._lock:
            self._ended = self._ended or ended
        self.close()
        while self._receive(None):
            pass
        return ended

    def _receive(self, seconds: float | None) -> bytes | None:
        """``reading.Receive``: as the bytes were sent."""
        if (seconds is not None or self._wakeup) and not readable(self._sock, seconds, self._wakeup):
            return None
        if self._aborted:
            return b""
        try:
            data = self._sock.recv(self._read_size)
        except BlockingIOError:  # Windows says readable for other news too
            return self._receive(seconds)
        if self._detect:
            size = len(data)
            if size == self._read_size:  # there is more
                self._read_size = _READ_MORE if size == _READ_SMALL else _READ_LARGE
            else:
                self._read_size = _READ_SMALL if size <= _READ_SMALL else _READ_MORE
        return data

    def _receive_unsealed(self, seconds: float | None) -> bytes | None:
        """``reading.Receive``: out of TLS. Once it is closed here, what still comes is not even opened."""
        assert self._tls is not None
        until = None if seconds is None else time.monotonic() + seconds
        while self._closing or (data := self._tls.read()) is None:
            if self._tls.pending:
                self._work()  # the answer to a KeyUpdate
            sealed = self._receive(None if until is None else until - time.monotonic())
            if not sealed:
                return sealed
            if not self._closing:
                self._tls.feed(sealed)
        return data

    def _deliver(self, lines: list[bytes]) -> None:
        if not self._closing:
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
        self._work()
        self._expire_soon()
        if self._wakeup:
            self._wakeup.close()
        try:
            self._receiver.closed(self, ended)
        except Exception:
            log.exception("The receiver of %s failed", self._name)


def _why(error: OSError) -> Ended:
    return Ended.TIMEOUT if error.errno == errno.ETIMEDOUT else Ended.RESET
