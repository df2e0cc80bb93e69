"""The UDP door: plain text, with an address for a connection.

Threads: *datagram* (one for all) receives, and is the only one that knows who has which address; the *owner* (the
server's core) calls ``send``, ``close`` and ``abort`` of a connection, which send at once, or post to that thread.

Rule 1: nobody knows whether an address in a datagram is true. So UDP must not be worth abusing: see rule 1 of
    ``datagram_member.py``.
Rule 2: everything is bounded: the members, those of one address, and what one may say in a second.
Rule 3: nothing waits: who is too fast is told so and not heard; a datagram that the system does not take is lost.
Rule 4: whose connection was ended is not heard for a moment: the next thing it says must not become its new name.
"""

from __future__ import annotations

import logging
import queue
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from chat_tk.i18n import _
from chat_tk.net.address import Address, home_of
from chat_tk.net.connection import Ended, Receiver
from chat_tk.net.datagram_member import Bucket, DatagramConnection, as_connection
from chat_tk.net.datagrams import Source, lines_of, send_to
from chat_tk.net.doors import Door
from chat_tk.net.local import number_towards
from chat_tk.net.watch import Watch

log = logging.getLogger(__name__)

MEMBERS: Final = 256
PER_ADDRESS: Final = 8
DEAF: Final = 10.0
"""Seconds in which an address is not heard whose connection was ended."""
ANSWERS_PER_SECOND: Final = 20
"""Refusals to addresses that are not known, to all together."""
NEWCOMERS: Final = 64
NEWCOMERS_PER_SECOND: Final = 10
_AT_ONCE: Final = 64


class DatagramDoor:
    """The thread and its sockets, which are its own. ``start()`` it; ``stop()`` it after the core has ended."""

    def __init__(
        self,
        sockets: list[socket.socket],
        arrived: Callable[[DatagramConnection], Receiver],
        *,
        slow_floods: Callable[[], bool],
        hold_first: Callable[[], bool],
    ) -> None:
        """``arrived`` is told of a new member, and returns who hears it (on the door's thread, as for connections).

        Asked each time, for it may change: ``slow_floods``, whether to limit who says how much; ``hold_first``, whether
        a newcomer's first datagram only opens the door, for it must answer a question first.
        """
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
        self._watch = Watch("datagram", sockets, self._receive, each_round=self._forget_ended, at_end=self._end_all)

    def start(self) -> None:
        """Start the thread.

        Raises:
            RuntimeError: the system has no room for another thread.
            OSError: it has no descriptor left to wait with.
        """
        self._watch.start()

    def retire(self, deadline: float) -> bool:
        """Let nobody in any more, wait until those who are in were ended by the owner, then ``stop``."""
        self._retiring = True
        self._watch.wake()
        self._empty.wait(max(0.0, deadline))
        return self.stop()

    def stop(self, deadline: float = 1.0) -> bool:
        """Hear nobody any more, and close the sockets; twice is once. Returns whether the thread has ended."""
        return self._watch.stop(deadline)

    # The door's thread

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
        lines = lines_of(data)
        if not lines:
            return
        now = time.monotonic()
        member = self._members.get(source)
        if member is not None:
            self._hear(member, lines, now)
        elif self._deaf.get(source, 0.0) < now and not self._retiring:
            self._welcome(source, lines, now)

    def _welcome(self, source: Source, lines: list[bytes], now: float) -> None:
        full = len(self._members) >= MEMBERS or (self._slow_floods() and not self._newcomers.take(1, now))
        host = str(source[1][0])
        home = "" if full else home_of(host, number_towards(source[1]) if ":" in host else "")
        if full or (self._slow_floods() and self._of_address[home] >= PER_ADDRESS):
            if self._answers.take(1, now):
                sentence = _("The chat is full, try again later.") if full else _("There are too many from here.")
                send_to(source, f"{sentence}\n".encode())
            return
        member = DatagramConnection(source, Address(host, int(source[1][1])), home, self._post_end)
        member.receiver = self._arrived(member)
        self._members[source] = member
        self._of_address[home] += 1
        member.receiver.opened(as_connection(member), Door.UDP)
        if not self._hold_first():
            self._hear(member, lines[:1], now)

    def _hear(self, member: DatagramConnection, lines: list[bytes], now: float) -> None:
        assert member.receiver is not None
        heard = [line for line in lines if not self._slow_floods() or member.may_say(line, now)]
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
        self._watch.wake()

    def _forget_ended(self) -> None:
        now = time.monotonic()
        if self._deaf and min(self._deaf.values()) < now:
            self._deaf = {source: until for source, until in self._deaf.items() if until >= now}
        while not self._ended.empty():
            self._forget(*self._ended.get(), now)
        if self._retiring and not self._members:
            self._empty.set()

    def _forget(self, member: DatagramConnection, ended: Ended, now: float) -> None:
        self._members.pop(member.source, None)
        self._deaf[member.source] = now + DEAF
        self._of_address[member.home] -= 1
        if not self._of_address[member.home]:
            del self._of_address[member.home]
        assert member.receiver is not None
        try:
            member.receiver.closed(as_connection(member), ended)
        except Exception:
            log.exception("The receiver of %s failed", member.peer)

    def _end_all(self) -> None:
        for member in self._members.values():
            member.over = True
