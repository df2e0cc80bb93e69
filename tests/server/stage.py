"""The whole server but its threads, sockets and disk: bytes of any number of clients in, bytes out, at once.

Between ``support`` (rules alone, a fake delivery) and ``live`` (real sockets): here everything runs for real that
stands between a reader's bytes and a connection's ``send``, in one thread, so that a failure is found again.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from chat_tk.irc.lines import LineBuffer
from chat_tk.net.connection import LINE_LIMIT, Connection, Ended
from chat_tk.net.doors import Door
from chat_tk.server import commands  # noqa: F401  fills the table of commands
from chat_tk.server.chat import Chat
from chat_tk.server.clients import Client
from chat_tk.server.config import Config, Limits
from chat_tk.server.decoding import Item, read_irc, read_plain
from chat_tk.server.delivery import Deliveries
from chat_tk.server.events import Event
from chat_tk.server.hall import Hall
from chat_tk.server.state import User


class Wire:
    """In the place of a connection: keeps what is sent. ``closed``: the server has ended it."""

    secure = False
    waiting = 0

    def __init__(self, door: Door) -> None:
        self.door = door
        self.sent = bytearray()
        self.closed = False

    def send(self, data: bytes) -> None:
        assert not self.closed
        self.sent += data

    def close(self) -> None:
        self.closed = True

    def abort(self, _ended: Ended) -> None:
        self.closed = True


class Person:
    """Somebody connected."""

    def __init__(self, stage: Stage, client: Client, wire: Wire, door: Door) -> None:
        self.stage, self.client, self.wire = stage, client, wire
        self.user = client.user
        self._lines = LineBuffer(LINE_LIMIT)
        self._read: Callable[[bytes], Item | None] = read_plain if door is Door.PLAIN else read_irc

    def sends(self, data: bytes) -> bytes:
        """These bytes reach the server; what comes back by the end of the beat."""
        for line in self._lines.feed(data):
            if (item := self._read(line)) is not None and not self.wire.closed:
                self.stage.hall.hear(self.client, [item])
        self.stage.beat()
        return self.heard()

    def says(self, *lines: str) -> list[str]:
        """Send lines; the lines that come back."""
        return self.sends("".join(f"{line}\r\n" for line in lines).encode()).decode().split("\r\n")[:-1]

    def heard(self) -> bytes:
        """What has come since the last time."""
        data = bytes(self.wire.sent)
        self.wire.sent.clear()
        return data

    def leaves(self, ended: Ended = Ended.EOF) -> None:
        """The connection is over."""
        self.stage.hall.depart(self.client, ended)
        self.stage.beat()
        self.wire.closed = True


class Stage:
    """A server. ``now`` is its clock, both of them."""

    def __init__(self, config: Config | None = None) -> None:
        self.now = 1_700_000_000.0
        self.events: list[Event] = []
        self.delivery = Deliveries()
        self.chat = Chat(
            config or Config(limits=Limits(flood=False)), self.delivery, self.events.append, lambda: self.now
        )
        self._jobs: deque[tuple[Callable[..., Any], tuple[Any, ...]]] = deque()
        self.hall = Hall(self.chat, self.delivery, cast(Any, self), self.post)
        self._numbers = itertools.count(1)

    def post(self, function: Callable[..., Any], *args: object) -> None:
        """For the core's thread and for the worker's: in this beat, after what is being done."""
        self._jobs.append((function, args))

    def connects(self, door: Door = Door.IRC, host: str = "10.0.0.1") -> Person:
        """Somebody knocks."""
        client = Client(User(next(self._numbers), host, connected_at=self.now), cast(Any, None), self.now, flood=False)
        wire = Wire(door)
        self.hall.begin(self.now)
        self.hall.arrive(client, cast(Connection, wire))
        self.hall.recognise(client, door)
        self.beat()
        return Person(self, client, wire, door)

    def enters(self, nick: str, *capabilities: str) -> Person:
        """Somebody registers; what came is forgotten."""
        person = self.connects()
        asked = [f"CAP REQ :{' '.join(capabilities)}"] if capabilities else []
        person.says(*asked, f"NICK {nick}", f"USER {nick} 0 * :{nick}", *(["CAP END"] if capabilities else []))
        assert person.user.registered
        return person

    def beat(self) -> None:
        """What was posted is done, what was told is sent."""
        self.hall.begin(self.now)
        while self._jobs:
            function, args = self._jobs.popleft()
            function(*args)
        self.hall.check_time(self.now)
        self.delivery.flush()
