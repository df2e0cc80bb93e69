"""A program's own side of UDP: one datagram out for each message, a thread that reads what comes.

Threads: *datagram-reader* receives, and calls ``heard``; the owner calls everything else. Shared: the socket, which one
side only reads and the other only writes, and which is closed when the reader has ended.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterable
from typing import Final

from chat_tk.net.dial import DialError, Failure, Place, failed, look_up
from chat_tk.net.watch import Watch

LARGEST: Final = 65507
"""Bytes of the largest datagram (RFC 768, with the headers of IPv4)."""


class DatagramClient:
    """One peer. ``start()`` it, ``close()`` it."""

    def __init__(self, host: str, port: int, heard: Callable[[bytes | None], None], timeout: float = 5.0) -> None:
        """``heard`` is given each datagram; None: the other computer says that nobody listens there.

        Raises:
            DialError: there is no such host, or no way to it.
        """
        self._socket = _connected(look_up(host, port, timeout))
        self._heard = heard
        self._watch = Watch("datagram-reader", [self._socket], self._receive)

    def start(self) -> None:
        """Start the thread. Raises RuntimeError and OSError, as ``Watch.start``."""
        self._watch.start()

    def send(self, data: bytes) -> None:
        """Send one datagram, or lose it."""
        with contextlib.suppress(OSError):  # an earlier one was refused: the reader hears of it too
            self._socket.send(data)

    def close(self) -> None:
        """End it. Twice is once."""
        self._watch.stop(2.0)

    def _receive(self, sock: socket.socket) -> None:
        try:
            data = sock.recv(LARGEST)
        except BlockingIOError:  # a datagram that was broken on its way
            return
        except OSError:
            self._heard(None)
        else:
            self._heard(data)


def _connected(places: Iterable[Place]) -> socket.socket:
    """A socket towards the first of ``places`` to which the system knows a way. Raises DialError."""
    problem = DialError(Failure.UNKNOWN_HOST, "the name stands for no address")
    for place in places:
        try:
            sock = socket.socket(place.family, socket.SOCK_DGRAM)
        except OSError as error:
            problem = failed(error.errno)
            continue
        sock.settimeout(0)
        if not (code := sock.connect_ex(place.address)):
            return sock
        sock.close()
        problem = failed(code)
    raise problem
