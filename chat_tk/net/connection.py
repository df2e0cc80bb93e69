"""One socket: its reader thread, its outgoing bytes.

Threads: the *reader* (one per connection) owns the receiving side. One *owner* (the server's core, the client's sender) calls
``send``, ``close`` and ``abort``. The *drainer* finishes what a full socket left over. The leftover's lock is the only thing with two owners.
"""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from chat_tk.net.address import Address
from chat_tk.net.doors import Door


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
        """What is knocking is known. First call; on the server a plain-text program may not have sent a byte yet."""

    def received(self, connection: Connection, lines: list[bytes]) -> None:
        """Whole lines without their ends (``irc.lines.OVERLONG`` for one that was too long). May wait: then TCP slows the sender."""

    def closed(self, connection: Connection, ended: Ended) -> None:
        """The last call, exactly once, however the connection ended."""


class Connection:
    """A connected socket. ``start()`` it, then its receiver is told everything."""

    peer: Address
    door: Door

    def start(self) -> None:
        """Start the reader thread."""
        raise NotImplementedError

    def send(self, data: bytes) -> None:
        """Hand over bytes to send (owner only). Never waits, never raises: above the send queue's limit the connection is aborted."""
        raise NotImplementedError

    def close(self) -> None:
        """Send what is queued, then end the connection (owner only). Twice is once."""
        raise NotImplementedError

    def abort(self, ended: Ended) -> None:
        """End the connection now, whatever is queued (any thread). Twice is once; the first reason counts."""
        raise NotImplementedError

    @property
    def waiting(self) -> int:
        """Bytes handed to ``send`` that the operating system has not taken yet."""
        raise NotImplementedError
