"""A listener with connections that write down what they are told, for tests with real sockets."""

from __future__ import annotations

import gc
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from chat_tk.net.address import Address
from chat_tk.net.connection import Connection, Ended
from chat_tk.net.doors import Door
from chat_tk.net.drainer import Drainer
from chat_tk.net.listener import Listener
from chat_tk.net.ports import open_sockets
from chat_tk.net.worker import small_threads

PATIENCE = 30.0


def wait_until(condition: Callable[[], bool], seconds: float | None = None) -> None:
    """Wait for what another thread does and gives no event for; ``PATIENCE``, unless ``seconds`` are given."""
    until = time.monotonic() + (PATIENCE if seconds is None else seconds)
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < until, "it did not come true in time"
        pause.wait(0.005)


class Notes:
    """A receiver that writes down what it is told."""

    def __init__(self) -> None:
        self.door: Door | None = None
        self.lines: list[bytes] = []
        self.ends: list[Ended] = []
        self.threads: set[int] = set()
        self.changed = threading.Condition()

    def opened(self, connection: Connection, door: Door) -> None:
        with self.changed:
            assert self.door is None or (self.door, door, self.lines) == (Door.PLAIN, Door.IRC, [])
            self.door = door
            self.changed.notify_all()

    def received(self, connection: Connection, lines: list[bytes]) -> None:
        with self.changed:
            assert lines
            assert not self.ends
            self.threads.add(threading.get_ident())
            self.lines += lines
            self.changed.notify_all()

    def closed(self, connection: Connection, ended: Ended) -> None:
        with self.changed:
            self.threads.add(threading.get_ident())
            self.ends.append(ended)
            self.changed.notify_all()

    def wait(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, PATIENCE), (self.door, self.lines[-3:], self.ends)

    @property
    def end(self) -> Ended:
        self.wait(lambda: bool(self.ends))
        assert len(self.ends) == 1
        return self.ends[0]


class House:
    """A listener on a free port, a drainer, and the connections made so far."""

    def __init__(
        self,
        *,
        detect: bool = True,
        send_limit: int = 1024 * 1024,
        sndbuf: int = 0,
        context: ssl.SSLContext | None = None,
        only_tls: bool = False,
    ) -> None:
        self.drainer = Drainer()
        self.drainer.start()
        self.guests: list[tuple[Connection, Notes]] = []
        self.arrived = threading.Condition()
        self._options = {"detect": detect, "send_limit": send_limit, "context": context, "only_tls": only_tls}
        self._sndbuf = sndbuf
        self.make_notes: Callable[[], Notes] = Notes
        self.listener = Listener(open_sockets("127.0.0.1", 0), self.accept)
        self.port = self.listener.addresses[0].port
        self.listener.start()

    def accept(self, sock: socket.socket, peer: Address) -> None:
        if self._sndbuf:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self._sndbuf)
        notes = self.make_notes()
        connection = Connection(sock, peer, notes, self.drainer, name=f"reader {peer}", **self._options)  # type: ignore[arg-type]
        connection.start()
        with self.arrived:
            self.guests.append((connection, notes))
            self.arrived.notify_all()

    def dial(self, rcvbuf: int = 0) -> socket.socket:
        """A peer, its end of the socket."""
        sock = socket.socket()
        if rcvbuf:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, rcvbuf)
        sock.settimeout(PATIENCE)
        sock.connect(("127.0.0.1", self.port))
        return sock

    def guest(self, number: int = 0) -> tuple[Connection, Notes]:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.guests) > number, PATIENCE)
        return self.guests[number]

    def settle(self) -> None:
        """Wait until the listener's thread has opened all that it needs, so that descriptors can be counted."""
        self.dial().close()
        connection, notes = self.guest()
        assert notes.end
        connection.close()
        wait_until(lambda: connection.socket.fileno() == -1)

    def close(self) -> None:
        assert self.listener.stop()
        for connection, notes in self.guests:
            connection.abort(Ended.CLOSED_HERE)
            assert notes.end
        assert self.drainer.stop(PATIENCE)


def threads() -> set[str]:
    """Names of the threads, and what the small ones carry out (``Dummy``: one of those that has logged something)."""
    names = {thread.name for thread in threading.enumerate() if not thread.name.startswith("Dummy-")}
    return names | {repr(target) for target in small_threads.copy()}


def descriptors() -> int:
    """How many this process has open (Linux; elsewhere warnings about unclosed sockets must do)."""
    gc.collect()
    if sys.platform != "linux":
        return 0
    return sum(1 for _entry in Path("/proc/self/fd").iterdir())


@contextmanager
def house(**options: object) -> Iterator[House]:
    """A house that leaves no thread and no descriptor behind."""
    before, open_before = threads(), descriptors()
    here = House(**options)  # type: ignore[arg-type]
    try:
        yield here
    finally:
        here.close()
    wait_until(lambda: threads() <= before)
    wait_until(lambda: descriptors() <= open_before)


def read_all(sock: socket.socket) -> bytes:
    """Everything until the other side ends."""
    parts = []
    while part := sock.recv(65536):
        parts.append(part)
    return b"".join(parts)
