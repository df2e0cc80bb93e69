"""Peers for the soak: each a socket that never blocks, driven by one thread; those at IRC think with the client's mind.

``IrcPeer`` has a real ``client.session.Session``, so that what ChatClient would show can be compared with what NAMES
says. ``PlainPeer`` and ``DatagramPeer`` know nothing but text.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import time
from collections.abc import Callable
from typing import Protocol

from chat_tk.client.events import Change, Send
from chat_tk.client.model import parsed
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.rooms import RoomState
from chat_tk.client.session import Session
from chat_tk.irc.lines import LineBuffer
from chat_tk.irc.message import Message, encode
from chat_tk.irc.names import fold

SIGNS = "~&@%+"
PATIENCE = 10.0
MOST_QUEUED = 1 << 20
TCP_REPAIR = 19
"""Linux: a socket in this state is closed without a word to the other side, as if the cable had been pulled."""


class Peer(Protocol):
    """What the soak's loop needs of anybody."""

    name: str
    socket: socket.socket
    over: bool

    def heard(self) -> None:
        """There may be something to read."""


class Stream:
    """A TCP peer: bytes in and out, nothing waits. ``over``: the server has ended the connection."""

    def __init__(self, port: int, name: str, source: str) -> None:
        self.name = name
        self.over = False
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE, source_address=(source, 0))
        self._queued = bytearray()

    def put(self, data: bytes) -> None:
        """Send now or later; what is too much is forgotten (only floods are)."""
        if len(self._queued) < MOST_QUEUED:
            self._queued += data
        self.push()

    def push(self) -> None:
        """Send what can be sent."""
        with contextlib.suppress(BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            while self._queued:
                try:
                    sent = self.socket.send(self._queued[:65536])
                except (ConnectionError, ssl.SSLError) as error:
                    if isinstance(error, ssl.SSLWantWriteError | ssl.SSLWantReadError):
                        raise
                    self.over = True
                    return
                del self._queued[:sent]

    def take(self) -> bytes:
        """All that has come."""
        data = b""
        with contextlib.suppress(BlockingIOError, ssl.SSLWantReadError):
            try:
                while part := self.socket.recv(65536):
                    data += part
                self.over = True
            except OSError as error:
                if isinstance(error, BlockingIOError | ssl.SSLWantReadError):
                    raise
                self.over = True
        return data

    def reset(self) -> None:
        """Go with a reset."""
        with contextlib.suppress(OSError):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def vanish(self) -> bool:
        """Go without a word, where the system lets us; False: it does not."""
        try:
            self.socket.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        except OSError:
            return False
        self.socket.close()
        return True


class IrcPeer(Stream):
    """Somebody at ChatClient, over plain TCP or TLS."""

    def __init__(self, port: int, name: str, source: str, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(port, name, source)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket)
        self.socket.settimeout(0)
        self.session = Session(name)
        self.compared = 0
        """How many answers to NAMES were compared with what the session believed."""
        self.differences: list[str] = []
        self._told: dict[str, dict[str, str]] = {}
        self._asked: set[str] = set()
        self.pongs: set[str] = set()
        self._lines = LineBuffer(8191 + 512)
        self._carry_out(self.session.begin(time.time()))

    def heard(self) -> None:
        """Read, think, answer."""
        messages = tuple(parsed(self._lines.feed(self.take())))
        begin = 0
        for index, message in enumerate(messages):
            if message.command == "366":  # what is believed just before it counts is compared with it
                self._carry_out(self.session.apply_all(messages[begin:index], time.time()))
                begin = index
                self._compare(message.params[1])
            else:
                self._note(message)
        self._carry_out(self.session.apply_all(messages[begin:], time.time()))

    def tick(self) -> None:
        """Time has passed."""
        if self.session.due:
            self._carry_out(self.session.tick(time.time()))

    def does(self, what: Callable[[Session], list[Change]]) -> bool:
        """Have the session do something; False: it says that it cannot."""
        try:
            self._carry_out(what(self.session))
        except NotPossibleError:
            return False
        return True

    def asks(self, *words: str) -> bool:
        """Send a command."""
        return self.does(lambda session: session.ask(*words))

    @property
    def rooms(self) -> list[str]:
        """The rooms that it is in."""
        return [room.name for room in self.session.rooms.values() if room.joined and not room.private]

    def asks_names(self, room: str) -> None:
        """Have the server tell who is in a room, and compare."""
        state = self._room(room)
        if state is not None and state.welcomed and self.asks("NAMES", room):
            self._asked.add(fold(room))

    def members(self, room: str) -> dict[str, str]:
        """What it believes: nick -> signs."""
        state = self._room(room)
        return {person.nick: person.prefixes for person in state.members.values()} if state else {}

    def _room(self, name: str) -> RoomState | None:
        return next((room for room in self.session.rooms.values() if fold(room.name) == fold(name)), None)

    def _note(self, message: Message) -> None:
        if message.command == "353":
            names = self._told.setdefault(fold(message.params[2]), {})
            for word in message.params[-1].split():
                nick = word.lstrip(SIGNS)
                names[nick] = word[: len(word) - len(nick)]
        elif message.command == "PONG":
            self.pongs.add(message.params[-1])

    def _compare(self, room: str) -> None:
        key = fold(room)
        told = self._told.pop(key, {})
        state = self._room(room)
        if state is None or not state.joined:  # asked before it heard that it is out
            self._asked.discard(key)
        elif key in self._asked and state.welcomed:  # otherwise this is the list that comes with entering
            self._asked.discard(key)
            self.compared += 1
            believed = self.members(room)
            wrong = sorted(set(believed.items()) ^ set(told.items()))
            if wrong:
                self.differences.append(f"{self.session.nick} in {room}: believed or told, not both: {wrong[:10]}")

    def _carry_out(self, changes: list[Change]) -> None:
        for change in changes:
            if isinstance(change, Send):
                self.put(encode(change.message))


class PlainPeer(Stream):
    """Somebody at ``nc``."""

    def __init__(self, port: int, name: str, source: str) -> None:
        super().__init__(port, name, source)
        self.socket.settimeout(0)
        self._asked = False

    def heard(self) -> None:
        """Read; the first that comes is the question for the name."""
        if self.take() and not self._asked:
            self._asked = True
            self.put(f"{self.name}\n".encode())

    def says(self, text: str) -> None:
        """Type a line."""
        if self._asked:
            self.put(f"{text}\n".encode())


class DatagramPeer:
    """Somebody at a UDP program: the first datagram is the name."""

    over = False

    def __init__(self, port: int, name: str, source: str) -> None:
        self.name = name
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((source, 0))
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(0)
        self.says(name)

    def heard(self) -> None:
        """Read."""
        with contextlib.suppress(OSError):
            while True:
                self.socket.recv(65536)

    def says(self, text: str) -> None:
        """Send a datagram."""
        with contextlib.suppress(OSError):
            self.socket.send(text.encode())
