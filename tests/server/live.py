"""A real ChatServer on a free port of this computer, and small blocking clients: tests read like a play.

with serving() as server:
    ann, bob = server.joins("ann"), server.joins("bob")
    ann.says("PRIVMSG #lobby :hi")
    assert bob.hears("PRIVMSG") == ":ann!ann@127.0.0.1 PRIVMSG #lobby :hi"
"""

from __future__ import annotations

import contextlib
import queue
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from chat_tk.server.config import Config, Limits
from chat_tk.server.events import Event, Started
from chat_tk.server.model import ChatServer

PATIENCE = 30.0
"""Seconds after which a test gives up waiting for what must come."""
E = TypeVar("E")

LOOPBACK = Config(host="127.0.0.1", port=0, limits=Limits(flood=False))


class Guest:
    """A client of any kind: sends lines, reads lines, keeps nothing else."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection((host, port), timeout=PATIENCE)
        self._bytes = b""

    def says(self, *lines: str) -> Guest:
        """Send lines."""
        self.socket.sendall("".join(f"{line}\r\n" for line in lines).encode())
        return self

    def types(self, data: bytes) -> Guest:
        """Send bytes as they are."""
        self.socket.sendall(data)
        return self

    def line(self) -> str:
        """The next line, without its end. Raises EOFError at the end, TimeoutError when none comes."""
        while b"\n" not in self._bytes:
            self._receive()
        line, self._bytes = self._bytes.split(b"\n", 1)
        return line.rstrip(b"\r").decode()

    def hears(self, text: str) -> str:
        """The next line with ``text`` in it; those before it are let go."""
        while text not in (line := self.line()):
            pass
        return line

    def hears_all(self, text: str, count: int) -> list[str]:
        """The next ``count`` lines with ``text`` in them."""
        return [self.hears(text) for _number in range(count)]

    def sees(self, text: str) -> str:
        """What comes, line ends or not, until ``text`` is in it; up to and with ``text``."""
        while text.encode() not in self._bytes:
            self._receive()
        end = self._bytes.index(text.encode()) + len(text.encode())
        seen, self._bytes = self._bytes[:end], self._bytes[end:]
        return seen.decode()

    def rest(self) -> list[str]:
        """Everything up to the end of the connection."""
        with contextlib.suppress(EOFError, ConnectionError):
            while True:
                self._receive()
        text, self._bytes = self._bytes.decode(), b""
        return text.splitlines()

    def close(self) -> None:
        """End the connection in order."""
        self.socket.close()

    def reset(self) -> None:
        """End the connection with a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def _receive(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise EOFError(f"the connection ended behind {self._bytes[-200:]!r}")
        self._bytes += data


class Serving:
    """A running server, its guests, and the events as they came."""

    def __init__(self, config: Config) -> None:
        self.events: list[Event] = []
        self._queue: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.server = ChatServer(config, self._queue.put)
        self.server.start()
        self.port = self.event(Started).addresses[0].port
        self.guests: list[Guest] = []

    def event(self, kind: type[E], **fields: object) -> E:
        """The next event of this kind, with these fields."""
        until = time.monotonic() + PATIENCE
        while True:
            event = self._queue.get(timeout=max(0.01, until - time.monotonic()))
            self.events.append(event)
            if isinstance(event, kind) and all(getattr(event, name) == value for name, value in fields.items()):
                return event

    def drain_events(self) -> None:
        """Put what has happened so far into ``events``."""
        while not self._queue.empty():
            self.events.append(self._queue.get())

    def connects(self) -> Guest:
        """Somebody who has not said anything."""
        guest = Guest(self.port)
        self.guests.append(guest)
        return guest

    def joins(self, nick: str, *capabilities: str) -> Guest:
        """Somebody at an IRC program, in the lobby; all of the welcome has been read."""
        guest = self.connects()
        if capabilities:
            guest.says(f"CAP REQ :{' '.join(capabilities)}")
        guest.says(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        if capabilities:
            guest.says("CAP END")
        guest.says("PING :in")
        guest.hears("PONG")
        return guest

    def types_name(self, name: str) -> Guest:
        """Somebody at a plain-text program, in the lobby; all of the welcome has been read."""
        guest = self.connects()
        guest.sees("What is your name? ")
        guest.types(f"{name}\n".encode())
        guest.types(b"/help\n")
        guest.sees("/n NAME")  # in the welcome
        guest.hears("/n NAME")
        return guest

    def end(self) -> None:
        """Close the guests and stop the server."""
        for guest in self.guests:
            guest.close()
        self.server.stop(5.0)


@contextlib.contextmanager
def serving(config: Config = LOOPBACK, **limits: object) -> Iterator[Serving]:
    """A server for the length of a test; ``limits`` are fields of ``config.Limits`` (``flood`` is off unless asked)."""
    server = Serving(replace(config, limits=replace(config.limits, **limits)))  # type: ignore[arg-type]
    try:
        yield server
    finally:
        server.end()
