"""What others feel while somebody attacks a ChatServer with its usual settings, and what it costs the process.

Eight people talk, one listens, all from 127.0.0.1; the attackers come from other addresses of the loopback network.
The latency of each line that reaches the listener is measured, and the growth of the process's memory.
"""

from __future__ import annotations

import contextlib
import itertools
import selectors
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from tests.bench import servers

ROOM: Final = "#bench"
TALKERS: Final = 8
INTERVAL: Final = 0.04
"""Seconds between two lines; each talker stays below the four lines a second that the server lets pass."""
PATIENCE: Final = 10.0

Attack = Callable[[int, threading.Event], None]


class Attacked(NamedTuple):
    """What one attack did to the others (milliseconds) and to the process (bytes)."""

    title: str
    p95_ms: float
    max_ms: float
    grown: int


class Person:
    """A connection that speaks IRC, from an address of its own choice."""

    def __init__(self, port: int, nick: str, address: str = "127.0.0.1", *, receive_buffer: int = 0) -> None:
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.settimeout(PATIENCE)
        self.socket.bind((address, 0))
        self.socket.connect(("127.0.0.1", port))
        self.say(f"NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\nJOIN {ROOM}\r\n")
        seen = b""
        while b" 366 " not in seen:
            data = self.socket.recv(1 << 16)
            if not data:
                raise RuntimeError(f"{nick} was sent away: {seen[-200:]!r}")
            seen = seen[-512:] + data

    def say(self, text: str) -> None:
        """Send."""
        self.socket.sendall(text.encode())


@contextlib.contextmanager
def people(port: int, count: int, name: str, address: str) -> Iterator[list[Person]]:
    """Some of them, at most 30 from one address; ``address`` has a place for the last number: ``127.0.2.{}``."""
    with contextlib.ExitStack() as leave:
        crowd = []
        for number in range(count):
            person = Person(port, f"{name}{number}", address.format(number // 30 + 1))
            leave.callback(person.socket.close)
            crowd.append(person)
        yield crowd


def half_open(port: int, over: threading.Event, count: int = 1500) -> None:
    """So many connections from one address that say half a word, or nothing."""
    with contextlib.ExitStack() as leave:
        for number in range(count):
            sock = leave.enter_context(socket.socket())
            sock.bind(("127.0.3.1", 0))
            with contextlib.suppress(OSError):
                sock.connect(("127.0.0.1", port))
                sock.send(b"NI" if number % 2 else b"\x16")
            if over.is_set():
                return
        over.wait()


def long_line(port: int, over: threading.Event) -> None:
    """One line of 192 MB."""
    with people(port, 1, "long", "127.0.2.{}") as (person,), contextlib.suppress(OSError):
        for _piece in range(192 * 16):
            if over.is_set():
                return
            person.socket.sendall(b"x" * 65536)
        over.wait()


def flooder(port: int, over: threading.Event) -> None:
    """Ten who send lines as fast as they can."""
    lines = f"PRIVMSG {ROOM} :flood\r\n".encode() * 500
    with people(port, 10, "flood", "127.0.2.{}") as crowd:
        press(crowd, lines, over)


def amplification(port: int, over: threading.Event) -> None:
    """Three hundred in a room, and twenty who ask who they are, and do not read the answers."""
    lines = f"WHO {ROOM}\r\nNAMES {ROOM}\r\nWHO *\r\nLIST\r\n".encode() * 100
    with people(port, 300, "crowd", "127.0.4.{}"), people(port, 20, "ask", "127.0.2.{}") as crowd:
        press(crowd, lines, over)


def slow_reader(port: int, over: threading.Event) -> None:
    """Ten who read nothing, in a room where twenty say long lines as fast as they may."""
    with contextlib.ExitStack() as leave:
        for number in range(10):
            slow = Person(port, f"slow{number}", "127.0.5.1", receive_buffer=2048)
            leave.callback(slow.socket.close)
        crowd = leave.enter_context(people(port, 20, "loud", "127.0.2.{}"))
        press(crowd, f"PRIVMSG {ROOM} :{'x' * 400}\r\n".encode() * 50, over)


def press(crowd: list[Person], lines: bytes, over: threading.Event) -> None:
    """Everyone sends ``lines`` again and again, as much as the server takes, and reads nothing."""
    with selectors.DefaultSelector() as selector:
        for person in crowd:
            person.socket.settimeout(0)
            selector.register(person.socket, selectors.EVENT_WRITE)
        while not over.is_set() and selector.get_map():
            for key, _mask in selector.select(0.1):
                try:
                    key.fileobj.send(lines)  # type: ignore[union-attr]
                except BlockingIOError:
                    continue
                except OSError:  # it was sent away, as it deserves
                    selector.unregister(key.fileobj)


ATTACKS: Final[dict[str, tuple[str, Attack]]] = {
    "slow-reader": ("10 slow readers of 20 loud speakers", slow_reader),
    "flooder": ("10 flooders", flooder),
    "long-line": ("a line of 192 MB", long_line),
    "half-open": ("1500 half-open connections from one address", half_open),
    "amplification": ("WHO, NAMES and LIST of 300 by 20 who do not read", amplification),
}


def attack(name: str, cpu: int | None, *, quick: bool = False) -> Attacked:
    """Attack a server, and tell what came of it."""
    title, act = ATTACKS[name]
    with (
        servers.running("ChatServer", cpu, flood=True) as server,
        people(server.port, TALKERS, "p", "127.0.0.1") as crowd,
    ):
        listener = Person(server.port, "ear")
        over = threading.Event()
        attackers = threading.Thread(target=act, args=(server.port, over), name="attackers")
        try:
            listen(listener, crowd, 0.5)
            before, most = server.resident(), 0
            attackers.start()
            latencies = []
            for _part in range(2 if quick else 8):
                latencies += listen(listener, crowd, 1.0)
                most = max(most, server.resident())
        finally:
            over.set()
            if attackers.ident:
                attackers.join(PATIENCE)
            listener.socket.close()
    return Attacked(title, statistics.quantiles(latencies, n=20)[18] * 1e3, max(latencies) * 1e3, most - before)


def listen(listener: Person, crowd: list[Person], seconds: float) -> list[float]:
    """Have the talkers talk for so long; the seconds that each of their lines took to the listener."""
    end = time.perf_counter() + seconds
    latencies: list[float] = []
    talkers = itertools.cycle(crowd)
    sent, due, seen = 0, time.perf_counter(), b""
    while (now := time.perf_counter()) < end or len(latencies) < sent:
        if due <= now < end:
            next(talkers).say(f"PRIVMSG {ROOM} :at {now:.6f} .\r\n")
            due, sent = due + INTERVAL, sent + 1
        if now > end + PATIENCE:
            raise RuntimeError(f"{sent - len(latencies)} lines were not heard within {PATIENCE:.0f} s")
        listener.socket.settimeout(max(0.001, due - now))
        with contextlib.suppress(TimeoutError):
            seen += listener.socket.recv(1 << 16)
        *lines, seen = seen.split(b"\r\n")
        now = time.perf_counter()
        latencies += [now - float(line.split()[-2]) for line in lines if b":at " in line]
    return latencies
