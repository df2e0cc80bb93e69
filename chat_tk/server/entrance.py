"""The entrance: all doors of the chat (TCP, with and without TLS, and UDP). Who comes in is a client of the core.

Threads: ``open``, ``start`` and the two ends run on the caller's; ``_accepted`` on the listener's, ``_sent_a_datagram``
on the UDP door's, ``switch_udp`` on the worker's, where it may wait.
Rule: what may change while the chat goes on (the pace, the password) is asked of the core each time.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Callable
from typing import Final

from chat_tk.net.address import Address, home_of
from chat_tk.net.connection import Connection, Ended, Socket
from chat_tk.net.datagram import DatagramDoor
from chat_tk.net.datagram_member import DatagramConnection, as_connection
from chat_tk.net.drainer import Drainer
from chat_tk.net.listener import Listener
from chat_tk.net.ports import open_beside, open_sockets
from chat_tk.net.tls import Context
from chat_tk.server import encryption
from chat_tk.server.clients import Client
from chat_tk.server.core import Core
from chat_tk.server.doorman import Gate
from chat_tk.server.state import User

FAREWELL: Final = 2.0
"""Seconds in which those who came over UDP are told that it is switched off."""


class Entrance:
    """``open`` it, ``start`` it; ``shut`` it, and when the core has ended, ``finish`` it."""

    def __init__(self, core: Core, clock: Callable[[], float]) -> None:
        self._core = core
        self._clock = clock
        self._numbers = itertools.count(1)
        self._gate = Gate()
        self._context: Context | None = None
        self._listener: Listener | None = None
        self._datagrams: DatagramDoor | None = None
        self._drainer: Drainer | None = None

    @property
    def encrypted(self) -> bool:
        """Whether connections may be encrypted."""
        return self._context is not None

    @property
    def udp(self) -> bool:
        """Whether plain text may come over UDP."""
        return self._datagrams is not None

    def addresses(self) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
        """Where it listens, and where everything is encrypted."""
        assert self._listener is not None
        port, found = self._core.config.tls.port, self._listener.addresses
        return tuple(at for at in found if at.port != port), tuple(at for at in found if at.port == port)

    def open(self) -> tuple[str, ...]:
        """Take the ports; sentences for the host about encryption.

        Raises ListenError or CertificateError, and then nothing is left open.
        """
        prepared = encryption.prepare(self._core.config, self._clock())
        self._context = prepared.context
        with contextlib.ExitStack() as undo:
            listener = Listener(self._open_ports(), self._accepted)
            undo.callback(listener.stop)
            if self._core.config.udp.enabled:
                self._datagrams = self._open_udp(listener)
            undo.pop_all()
        self._listener = listener
        return prepared.problems

    def start_drainer(self) -> None:
        """Start what sends to whoever reads slowly. Raises OSError or RuntimeError when there is no room for it."""
        self._drainer = Drainer()
        self._drainer.start()

    def start(self) -> None:
        """Let people in. Raises OSError or RuntimeError when the system has no room for that."""
        assert self._listener is not None
        self._listener.start()
        if self._datagrams is not None:
            self._datagrams.start()

    def switch_udp(self, *, on: bool) -> None:
        """Open or shut the door of UDP, whose people have been told to go; waits for their good-byes.

        Raises ListenError, OSError or RuntimeError, and then it is shut.
        """
        if on and self._datagrams is None and self._listener is not None:
            door = self._open_udp(self._listener)
            try:
                door.start()
            except (OSError, RuntimeError):
                door.stop(0)
                raise
            self._datagrams = door
        elif not on and self._datagrams is not None:
            self._datagrams.retire(FAREWELL)
            self._datagrams = None

    def shut(self, deadline: float) -> None:
        """Nobody comes in any more by TCP."""
        if self._listener is not None:
            self._listener.stop(deadline)

    def finish(self, until: float) -> None:
        """End what the core has needed; ``until`` is ``time.monotonic``."""
        if self._datagrams is not None:
            self._datagrams.stop(left(until))
        if self._drainer is not None:
            self._drainer.stop(left(until - 1.0))

    # Ports

    def _open_ports(self) -> list[Socket]:
        """Sockets that listen. Raises ListenError, and then nothing is left open."""
        config = self._core.config
        with contextlib.ExitStack() as undo:
            sockets = open_sockets(config.host, config.port)
            for sock in sockets:
                undo.callback(sock.close)
            if self._context is not None and config.tls.port:
                sockets += open_sockets(config.host, config.tls.port)
            undo.pop_all()
        return sockets

    def _open_udp(self, listener: Listener) -> DatagramDoor:
        """The door of UDP, on the ports of TCP. Raises ListenError."""
        core = self._core
        return DatagramDoor(
            open_beside([address for address in listener.addresses if address.port != core.config.tls.port]),
            self._sent_a_datagram,
            slow_floods=lambda: core.config.limits.flood,
            hold_first=lambda: bool(core.config.password),
        )

    # Who comes

    def _accepted(self, sock: Socket, peer: Address) -> None:
        """Somebody has connected. The listener's thread; raises when there is no room for another thread."""
        flood = self._core.config.limits.flood
        home = home_of(peer.host, sock.getsockname()[0])
        if flood and self._gate.crowded(home):
            sock.close()
            return
        client = self._new_client(peer, home, flood=flood)
        assert self._drainer is not None
        connection = Connection(
            *(sock, peer, client, self._drainer),
            name=f"reader-{client.user.number}",
            detect=True,
            context=self._context,
            only_tls=self._comes_by_tls_port(sock),
        )
        self._core.post_arrival(client, connection)
        try:
            connection.start()
        except RuntimeError:
            self._core.post_closed(client, Ended.RESET)
            raise
        self._gate.passed(home, connection)

    def _sent_a_datagram(self, member: DatagramConnection) -> Client:
        """Somebody is new at the door of UDP. Its thread; it must not wait, so that door keeps the pace itself."""
        client = self._new_client(member.peer, member.home, flood=False)
        self._core.post_arrival(client, as_connection(member))
        return client

    def _new_client(self, peer: Address, home: str, *, flood: bool) -> Client:
        user = User(next(self._numbers), wire_host(peer.host), connected_at=self._clock(), home=home)
        return Client(user, self._core, time.monotonic(), flood=flood)

    def _comes_by_tls_port(self, sock: Socket) -> bool:
        port = self._core.config.tls.port
        return port != 0 and self._context is not None and sock.getsockname()[1] == port


def wire_host(host: str) -> str:
    """A number as it may stand anywhere in a line of IRC: no zone, and no colon in front (``::1`` is ``0::1``)."""
    host = host.partition("%")[0]
    return f"0{host}" if host.startswith(":") else host


def left(until: float) -> float:
    """Seconds until then (``time.monotonic``); 0 when it is over."""
    return max(0.0, until - time.monotonic())
