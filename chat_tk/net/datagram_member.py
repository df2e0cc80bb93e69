"""One member of the UDP door: to the server what a ``Connection`` is to it.

Rule 1: an address that is not known gets at most one answer, of one datagram; what is said later is sent only as far as
    the member's credit reaches, which grows slowly. What is more is lost, as UDP may lose anything.
Rule 2: nothing waits, and nothing is queued.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from chat_tk.net.address import Address
from chat_tk.net.connection import Connection, Ended, Receiver
from chat_tk.net.datagrams import Source, send_to, split
from chat_tk.net.doors import Door

CREDIT: Final = 32 * 1024
"""Bytes that one may be sent at once, after a while of silence; ``FIRST_CREDIT`` after the first answer."""
FIRST_CREDIT: Final = 8 * 1024
CREDIT_PER_SECOND: Final = 4 * 1024
PIECE: Final = 400
"""Bytes of text that make up a message, about; a longer line becomes several."""
BURST: Final = 10
RATE: Final = 4.0
"""Messages that one may send at once, and then in a second (as over TCP)."""


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

    def __init__(
        self, source: Source, peer: Address, home: str, end: Callable[[DatagramConnection, Ended], None]
    ) -> None:
        """``home``: what counts as one with this address (``address.home_of``)."""
        now = time.monotonic()
        self.peer = peer
        self.home = home
        self.source = source
        self.receiver: Receiver | None = None
        self.scolded = False
        self._pace = Bucket(BURST, RATE, now)
        self._answered = False
        self._credit = Bucket(CREDIT, CREDIT_PER_SECOND, now, FIRST_CREDIT)
        self._end = end

    def may_say(self, line: bytes, now: float) -> bool:
        """Whether ``line`` is not too fast (the door's thread). It counts for as many messages as it becomes.

        Never for more than one may say at once: else it could never be said.
        """
        return self._pace.take(min(BURST, 1 + len(line) // PIECE), now)

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


def as_connection(member: DatagramConnection) -> Connection:
    """A receiver asks nothing of a connection that a member has not."""
    return member  # type: ignore[return-value]
