"""The load: one room, N clients, a closed loop, and a check that no line is lost, doubled or reordered.

A round: each speaker sends one numbered line; when every client has every line of the round, the next begins.
``window`` rounds may be under way at once, so that the server is saturated but never flooded.
"""

from __future__ import annotations

import re
import select
import socket
import time
from typing import NamedTuple

ROOM = "#bench"
PATIENCE = 30.0
SPOKEN = re.compile(rb"PRIVMSG #bench :(\d+) (\d+) ")
PADDING = b"x" * 60


class Figures(NamedTuple):
    """What one run gave; times in seconds."""

    deliveries: int
    seconds: float
    latencies: list[float]


class Client:
    """One connection that counts what each speaker said."""

    def __init__(self, number: int, port: int, speakers: int) -> None:
        self.number = number
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""
        self.next = [0] * speakers
        self.lines = 0

    def register(self) -> None:
        """Come in, and wait until the room's names have been told."""
        self.socket.sendall(f"NICK c{self.number}\r\nUSER c 0 * :c\r\n".encode())
        self.wait_for(b" 376 ", b" 422 ")
        self.socket.sendall(f"JOIN {ROOM}\r\n".encode())
        self.wait_for(b" 366 ")

    def wait_for(self, *marks: bytes) -> None:
        """Read until one of ``marks`` has come."""
        seen = b""
        while not any(mark in seen for mark in marks):
            data = self.socket.recv(65536)
            if not data:
                raise RuntimeError(f"the server closed client {self.number}: {seen[-200:]!r}")
            if b"PING" in data:
                self.socket.sendall(b"PONG " + data.partition(b"PING ")[2].partition(b"\r\n")[0] + b"\r\n")
            seen = seen[-1024:] + data

    def take(self) -> int:
        """Read once; check the order of what was said; return how many lines came."""
        data = self.socket.recv(1 << 18)
        if not data:
            raise RuntimeError(f"the server closed client {self.number}")
        whole, newline, self.rest = (self.rest + data).rpartition(b"\n")
        found = SPOKEN.findall(whole) if newline else []
        for speaker, sequence in found:
            index = int(speaker)
            if int(sequence) != self.next[index]:
                raise RuntimeError(f"client {self.number} expected {self.next[index]} of {index}, got {sequence!r}")
            self.next[index] += 1
        self.lines += len(found)
        return len(found)


class Crowd:
    """All clients of a run, in one room."""

    def __init__(self, port: int, size: int, speakers: int) -> None:
        self.clients: list[Client] = []
        for number in range(size):  # one after the other: a silent client would be taken for a plain-text program
            self.clients.append(Client(number, port, speakers))
            self.clients[-1].register()
        self.speakers = self.clients[:speakers]
        self._rounds = 0
        self._poll = select.epoll()
        self._by_descriptor = {client.socket.fileno(): client for client in self.clients}
        for descriptor in self._by_descriptor:
            self._poll.register(descriptor, select.EPOLLIN)

    def close(self) -> None:
        """Leave."""
        self._poll.close()
        for client in self.clients:
            client.socket.close()

    def talk(self, seconds: float, window: int) -> Figures:
        """Keep ``window`` rounds under way for ``seconds``, then wait for the last of them."""
        per_round = len(self.speakers) * (len(self.clients) - 1)
        first = self._rounds
        start = time.perf_counter()
        sent_at: list[float] = []
        latencies: list[float] = []
        received = 0
        while received < per_round * len(sent_at) or time.perf_counter() - start < seconds:
            while len(sent_at) - len(latencies) < window and time.perf_counter() - start < seconds:
                sent_at.append(time.perf_counter())
                self._speak(first + len(sent_at) - 1)
            received += self._listen()
            now = time.perf_counter()
            while len(latencies) < received // per_round:
                latencies.append(now - sent_at[len(latencies)])
        self._rounds += len(sent_at)
        return Figures(received, time.perf_counter() - start, latencies)

    def _speak(self, sequence: int) -> None:
        for index, speaker in enumerate(self.speakers):
            speaker.socket.sendall(b"PRIVMSG #bench :%d %d %s\r\n" % (index, sequence, PADDING))

    def _listen(self) -> int:
        ready = self._poll.poll(PATIENCE)
        if not ready:
            raise RuntimeError("the server has fallen silent; lines were lost")
        return sum(self._by_descriptor[descriptor].take() for descriptor, _event in ready)
