"""The UDP door: plain text, with an address for a connection.

Threads: *datagram* (one for all) receives, and is the only one that knows who has which address; the *owner* (the
server's core) calls ``send``, ``close`` and ``abort`` of a connection, which send at once, or post to that thread.

Rule 1: nobody knows whether an address in a datagram is true. So UDP must not be worth abusing: an address that is not
    known gets at most one answer, of one datagram; and later what is said is sent to it only as far as its credit
    reaches, which grows slowly. What is more is lost, as UDP may lose anything.
Rule 2: everything is bounded: the members, those of one address, and what one may say in a second.
Rule 3: nothing waits: who is too fast is told so and not heard; a datagram that the system does not take is lost.
Rule 4: whose connection was ended is not heard for a moment: the next thing it says must not become its new name.
"""

from __future__ import annotations

import logging
import queue
import selectors
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from chat_tk.i18n import _
from chat_tk.irc.lines import LineBuffer
from chat_tk.net.address import Address, home_of
from chat_tk.net.connection import LINE_LIMIT, Connection, Ended, Receiver
from chat_tk.net.doors import Door
from chat_tk.net.listener import ListenError
from chat_tk.net.wakeup import WakeUp

log = logging.getLogger(__name__)

SIZE: Final = 1200
"""Bytes of a datagram that every network carries whole (RFC 8200, 5: 1280 with all headers)."""
MEMBERS: Final = 256
PER_ADDRESS: Final = 8
CREDIT: Final = 32 * 1024
"""Bytes that one may be sent at once, after a while of silence; ``FIRST_CREDIT`` after the first answer."""
FIRST_CREDIT: Final = 8 * 1024
CREDIT_PER_SECOND: Final = 4 * 1024
PIECE: Final = 400
"""Bytes of text that make up a message, about; a longer line becomes several."""
BURST: Final = 10
RATE: Final = 4.0
"""Messages that one may send at once, and then in a second (as over TCP)."""
DEAF: Final = 10.0
"""Seconds in which an address is not heard whose connection was ended."""
ANSWERS_PER_SECOND: Final = 20
"""Refusals to addresses that are not known, to all together."""
NEWCOMERS: Final = 64
NEWCOMERS_PER_SECOND: Final = 10
_AT_ONCE: Final = 64

Source = tuple[socket.socket, Any]
"""A socket of ours, and the address of a peer as the operating system writes it."""


class Bucket:
    """Holds at most so much, and fills at a steady rate. Times: ``time.monotonic``."""

    __slots__ = ("_at", "_holds", "_most", "_rate")

    def __init__(self, most: float, rate: float, now: float, holds: float | None = None) -> None:
        self._most, self._rate, self._at = most, rate, now
        self._holds = most if holds is None else holds

    def take(self, amount: float, now: float) -> bool:
        """Take ``amount`` out, if that much is in it."""
        self._holds = min(self._most, self._holds + (now - self._at) * self._rate)
        self._at = now
        if amount > self._holds:
            return False
        self._holds -= amount
        return True


class DatagramConnection:
    """One member: to the server what ``Connection`` is to it."""

    door = Door.UDP
    secure = False
    waiting = 0
    over = False

    def __init__(self, source: Source, peer: Address, end: Callable[[DatagramConnection, Ended], None]) -> None:
        now = time.monotonic()
        self.peer = peer
        self.source = source
        self.receiver: Receiver | None = None
        self.pace = Bucket(BURST, RATE, now)
        self.scolded = False
        self._answered = False
        self._credit = Bucket(CREDIT, CREDIT_PER_SECOND, now, FIRST_CREDIT)
        self._end = end

    def send(self, data: bytes) -> None:
        """Send whole lines (owner only); what is beyond the first answer, or the credit, is lost (rule 1)."""
        if self.over or not data:
            return
        if not self._answered:
            self._answered = True
            send_to(self.source, next(split(data)))
            return
        for datagram in split(data):
            if self._credit.take(len(datagram), time.monotonic()):
                send_to(self.source, datagram)

    def close(self) -> None:
        """Forget this member (owner only): it has been sent all that it will be. Twice is once."""
        self.abort(Ended.CLOSED_HERE)

    def abort(self, ended: Ended) -> None:
        """Forget this member (any thread)."""
        if not self.over:
            self.over = True
            self._end(self, ended)

    def still_there(self) -> bool:
        """``Connection.still_there``: nobody can tell."""
        return not self.over


class DatagramDoor:
    """The thread and its sockets, which are its own. ``start()`` it; ``stop()`` it after the core has ended."""

    def __init__(
        self,
        sockets: list[socket.socket],
        arrived: Callable[[DatagramConnection], Receiver],
        *,
        slow_floods: bool,
        hold_first: bool,
    ) -> None:
        """``arrived`` is told of a new member, and returns who hears it (on the door's thread, as for connections).

        ``slow_floods``: limit who says how much. ``hold_first``: a newcomer's first datagram only opens the door, for
        it must answer a question first.
        """
        self._sockets = sockets
        self._arrived = arrived
        self._slow_floods = slow_floods
        self._hold_first = hold_first
        self._members: dict[Source, DatagramConnection] = {}
        self._of_address: Counter[str] = Counter()
        self._deaf: dict[Source, float] = {}
        self._answers = Bucket(ANSWERS_PER_SECOND, ANSWERS_PER_SECOND, time.monotonic())
        self._newcomers = Bucket(NEWCOMERS, NEWCOMERS_PER_SECOND, time.monotonic())
        self._ended: queue.SimpleQueue[tuple[DatagramConnection, Ended]] = queue.SimpleQueue()
        self._retiring = False
        self._empty = threading.Event()
        self._wakeup = WakeUp()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="datagram", daemon=True)

    def start(self) -> None:
        """Start the thread.

        Raises:
            RuntimeError: the system has no room for another thread.
        """
        self._thread.start()

    def retire(self, deadline: float) -> bool:
        """Let nobody in any more, wait until those who are in were ended by the owner, then ``stop``."""
        self._retiring = True
        self._wakeup.wake()
        self._empty.wait(max(0.0, deadline))
        return self.stop()

    def stop(self, deadline: float = 1.0) -> bool:
        """Hear nobody any more, and close the sockets; twice is once. Returns whether the thread has ended."""
        self._stopping.set()
        if self._thread.ident is None:
            self._close()
            return True
        self._wakeup.wake()
        self._thread.join(max(0.0, deadline))
        return not self._thread.is_alive()

    # The door's thread

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._wakeup, selectors.EVENT_READ)
            for sock in self._sockets:
                selector.register(sock, selectors.EVENT_READ, sock)
            while not self._stopping.is_set():
                for key, _mask in selector.select():
                    if key.data is None:
                        self._wakeup.clear()
                    else:
                        self._receive(key.data)
                self._forget_ended()
                if self._retiring and not self._members:
                    self._empty.set()
        self._close()

    def _receive(self, sock: socket.socket) -> None:
        for _count in range(_AT_ONCE):
            try:
                data, address = sock.recvfrom(65535)
            except BlockingIOError:
                return
            except OSError as error:  # Windows tells here that an earlier answer reached nobody
                log.debug("No datagram: %s", error)
                return
            try:
                self._take((sock, address), data)
            except Exception:
                log.exception("A datagram from %s could not be taken", address)

    def _take(self, source: Source, data: bytes) -> None:
        lines = _lines(data)
        if not lines:
            return
        now = time.monotonic()
        member = self._members.get(source)
        if member is not None:
            self._hear(member, lines, now)
        elif self._deaf.get(source, 0.0) < now and not self._retiring:
            self._welcome(source, lines, now)

    def _welcome(self, source: Source, lines: list[bytes], now: float) -> None:
        host = str(source[1][0])
        home = home_of(host)
        full = len(self._members) >= MEMBERS or (self._slow_floods and not self._newcomers.take(1, now))
        if full or (self._slow_floods and self._of_address[home] >= PER_ADDRESS):
            if self._answers.take(1, now):
                sentence = _("The chat is full, try again later.") if full else _("There are too many from here.")
                send_to(source, f"{sentence}\n".encode())
            return
        member = DatagramConnection(source, Address(host, int(source[1][1])), self._post_end)
        member.receiver = self._arrived(member)
        self._members[source] = member
        self._of_address[home] += 1
        member.receiver.opened(as_connection(member), Door.UDP)
        if not self._hold_first:
            self._hear(member, lines[:1], now)

    def _hear(self, member: DatagramConnection, lines: list[bytes], now: float) -> None:
        assert member.receiver is not None
        heard = [line for line in lines if not self._slow_floods or member.pace.take(_cost(line), now)]
        if heard and not member.over:
            member.receiver.received(as_connection(member), heard)
        too_fast = len(heard) < len(lines)
        if too_fast and not member.scolded:
            sentence = _("That was too fast, and not all of it was read. Please write more slowly.")
            send_to(member.source, f"{sentence}\n".encode())
        member.scolded = too_fast

    def _post_end(self, member: DatagramConnection, ended: Ended) -> None:
        """Any thread."""
        self._ended.put((member, ended))
        self._wakeup.wake()

    def _forget_ended(self) -> None:
        now = time.monotonic()
        if self._deaf and min(self._deaf.values()) < now:
            self._deaf = {source: until for source, until in self._deaf.items() if until >= now}
        while not self._ended.empty():
            member, ended = self._ended.get()
            self._members.pop(member.source, None)
            self._deaf[member.source] = now + DEAF
            home = home_of(member.peer.host)
            self._of_address[home] -= 1
            if not self._of_address[home]:
                del self._of_address[home]
            assert member.receiver is not None
            member.receiver.closed(as_connection(member), ended)

    def _close(self) -> None:
        for member in self._members.values():
            member.over = True
        for sock in self._sockets:
            sock.close()
        self._wakeup.close()


def _cost(line: bytes) -> int:
    """What a line counts for its sender's pace: as many as it becomes, but no more than one may ever say at once."""
    return min(BURST, 1 + len(line) // PIECE)


def open_beside(addresses: list[Address]) -> list[socket.socket]:
    """UDP sockets at the same addresses and port as the listening ones.

    Raises:
        ListenError: the port is taken there.
    """
    sockets: list[socket.socket] = []
    try:
        for address in addresses:
            family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
            sock = socket.socket(family, socket.SOCK_DGRAM)
            sockets.append(sock)
            if sys.platform == "win32":  # else others could take the port (listener.py does the same)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            if family == socket.AF_INET6:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            sock.bind((address.host, address.port))
            sock.settimeout(0)
    except OSError as error:
        for sock in sockets:
            sock.close()
        text = _("UDP port {port} cannot be used: {error}. Choose another port, or switch UDP off.")
        raise ListenError(text.format(port=addresses[0].port, error=error.strerror or error)) from error
    return sockets


def send_to(source: Source, data: bytes) -> None:
    """Send one datagram, or lose it."""
    sock, address = source
    try:
        sock.sendto(data, address)
    except OSError as error:
        log.debug("A datagram to %s is lost: %s", address, error)


def split(data: bytes) -> Iterator[bytes]:
    """``data`` in datagrams of at most ``SIZE`` bytes: between lines, or, within a longer one, between characters."""
    begin = 0
    while len(data) - begin > SIZE:
        end = data.rfind(b"\n", begin, begin + SIZE) + 1
        if end <= begin:
            end = begin + SIZE
            while end > begin + 1 and data[end] & 0xC0 == 0x80:  # within a character of UTF-8
                end -= 1
        yield data[begin:end]
        begin = end
    if begin < len(data):
        yield data[begin:]


def _lines(data: bytes) -> list[bytes]:
    buffer = LineBuffer(LINE_LIMIT)
    lines = buffer.feed(data)
    rest = buffer.take_rest()
    return [*lines, rest] if rest.strip() else [line for line in lines if line == b"\n" or line.strip()]


def as_connection(member: DatagramConnection) -> Connection:
    """A receiver asks nothing of a connection that a member has not."""
    return member  # type: ignore[return-value]
