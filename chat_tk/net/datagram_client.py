"""A program's own side of UDP: one datagram out for each message, a thread that reads what comes.

Threads: *datagram-reader* receives, and calls ``heard``; the owner calls everything else. Shared: the socket, which one
side only reads and the other only writes, and which is closed when the reader has ended.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Final

from chat_tk.net.dial import look_up
from chat_tk.net.wakeup import WakeUp, readable

LARGEST: Final = 65507
"""Bytes of the largest datagram (RFC 768, with the headers of IPv4)."""


class DatagramClient:
    """One peer. ``start()`` it, ``close()`` it."""

    def __init__(self, host: str, port: int, heard: Callable[[bytes | None], None], timeout: float = 5.0) -> None:
        """``heard`` is given each datagram; None: the other computer says that nobody listens there.

        Raises:
            DialError: there is no such host.
        """
        place = look_up(host, port, timeout)[0]
        self._socket = socket.socket(place.family, socket.SOCK_DGRAM)
        self._socket.connect(place.address)
        self._heard = heard
        self._wakeup = WakeUp()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="datagram-reader", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def send(self, data: bytes) -> None:
        """Send one datagram, or lose it."""
        with contextlib.suppress(OSError):  # an earlier one was refused: the reader hears of it too
            self._socket.send(data)

    def close(self) -> None:
        """End it. Twice is once."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._wakeup.wake()
        if self._thread.ident is not None:
            self._thread.join(2.0)
        self._socket.close()
        self._wakeup.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            if not readable(self._socket, None, self._wakeup) or self._stopping.is_set():
                continue
            try:
                self._heard(self._socket.recv(LARGEST))
            except BlockingIOError:
                continue
            except OSError:
                self._heard(None)
