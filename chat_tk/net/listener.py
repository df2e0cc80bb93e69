"""The accept thread, over all listening sockets.

Rule 1: ``accepted`` is called on the listener's thread and must be quick; what it raises costs that one client.
Rule 2: nothing that the system runs out of ends the thread or makes it spin: it sheds clients, says so, waits a moment.
Rule 3: one client per round: a crowd at one address keeps nobody waiting at another.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import socket
from collections.abc import Callable
from typing import Final

from chat_tk.net.address import Address, address_of
from chat_tk.net.watch import Watch

log = logging.getLogger(__name__)

BREATH: Final = 0.1
"""Seconds to wait when the system has run out of something."""
_SHORTAGE: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Listener:
    """Lets clients in until it is stopped. Owns its sockets."""

    def __init__(self, sockets: list[socket.socket], accepted: Callable[[socket.socket, Address], None]) -> None:
        """``accepted`` is given each client's socket, which is its own to close, and where it comes from."""
        self.addresses = [address_of(sock) for sock in sockets]
        self._accepted = accepted
        self._spare: int | None = None
        self._watch = Watch("listener", sockets, self._let_in, at_end=self._drop_spare)

    def start(self) -> None:
        """Start the thread.

        Raises:
            RuntimeError: the system has no room for another thread.
            OSError: it has no descriptor left to wait with.
        """
        self._keep_spare()
        self._watch.start()

    def stop(self, deadline: float = 2.0) -> bool:
        """Let nobody in any more, close the sockets. Any thread but the listener's; twice is once.

        Waits at most ``deadline`` seconds; returns whether the thread has ended.
        """
        return self._watch.stop(deadline)

    def _let_in(self, sock: socket.socket) -> None:
        """One client per round, so that no socket keeps another waiting; a breath when that was not possible."""
        if not self._accept_one(sock):
            self._watch.pause(BREATH)

    def _accept_one(self, sock: socket.socket) -> bool:
        """False: something is short, or wrong."""
        try:
            client, address = sock.accept()
        except (BlockingIOError, InterruptedError, ConnectionError):
            return True  # it went again before its turn came
        except OSError as error:
            log.warning("A client cannot be let in: %s", error)
            if error.errno in _SHORTAGE:
                self._shed(sock)
            return False
        return self._hand_over(client, Address(str(address[0]), int(address[1])))

    def _hand_over(self, client: socket.socket, peer: Address) -> bool:
        try:
            self._accepted(client, peer)
        except Exception:
            client.close()
            log.exception("The client from %s cannot be let in", peer)
            return False
        return True

    def _shed(self, sock: socket.socket) -> None:
        """Turn away all who wait: give up the spare descriptor for the moment that it takes.

        Left standing, they would make the socket readable for ever, and would themselves wait for nothing.
        """
        if self._spare is None:
            self._keep_spare()
            return
        os.close(self._spare)
        self._spare = None
        with contextlib.suppress(OSError):
            while not self._watch.stopping:
                sock.accept()[0].close()
        self._keep_spare()

    def _keep_spare(self) -> None:
        with contextlib.suppress(OSError):
            self._spare = os.open(os.devnull, os.O_RDONLY)

    def _drop_spare(self) -> None:
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None
