"""What was told to one room in a beat, as each of its readers is to have it.

1. It is rendered once per profile and joined once per profile; who reads all of it is handed the joined bytes.
2. Who does not (it spoke, was skipped, has read a part) gets slices of them.
3. Who the readers are is found out when they have changed, not for each beat.

Only the core's thread runs code in this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Protocol

from chat_tk.irc import caps
from chat_tk.server.dialects import render, tagged
from chat_tk.server.state import User
from chat_tk.server.told import Told

Bytes = bytes | memoryview


class Outgoing(Protocol):
    """What delivery needs of a connection; neither method waits or raises."""

    def send(self, data: bytes) -> None:
        """Take bytes to send."""

    def close(self) -> None:
        """Send what was taken, then end."""


class Outbox:
    """What one client gets at the end of the beat; ``lines`` is None when that is nothing (so far)."""

    __slots__ = ("connection", "farewell", "lines")

    def __init__(self, connection: Outgoing) -> None:
        self.connection = connection
        self.lines: list[Bytes] | None = None
        self.farewell: bytes | None = None


class Readers:
    """Who reads one room, sorted by the capabilities in ``mask``: found out once, and good until somebody changes."""

    __slots__ = ("by_key", "mask", "places")

    def __init__(self, members: Iterable[User], outboxes: Mapping[User, Outbox], mask: int) -> None:
        self.mask = mask
        self.by_key: dict[int, list[Outbox]] = {}
        self.places: dict[User, tuple[int, int]] = {}
        """Under which key, and at which place of that list."""
        for user in members:
            if (outbox := outboxes.get(user)) is not None:
                key = user.capabilities & mask
                listed = self.by_key.setdefault(key, [])
                self.places[user] = key, len(listed)
                listed.append(outbox)

    def without(self, users: Iterable[User], key: int) -> list[Outbox]:
        """Those under ``key`` who are none of ``users``."""
        places = {self.places[user] for user in users if user in self.places}
        skipped = sorted([place for among, place in places if among == key], reverse=True)
        listed = self.by_key[key]
        if skipped:
            listed = listed.copy()
            for place in skipped:
                del listed[place]
        return listed


class Part:
    """What one member reads of a room's log: from entry ``start`` on, without (or with a label on) its own entries."""

    __slots__ = ("own", "start")

    def __init__(self) -> None:
        self.start = 0
        self.own: list[tuple[int, str]] = []


class Joined:
    """A room's log as readers of one profile read it: the bytes, and where each entry starts."""

    __slots__ = ("data", "offsets")

    def __init__(self, entries: Iterable[Told], key: int) -> None:
        profile = key & caps.PROFILE
        lines = [render(told, profile) if key & told.needs == told.needs else b"" for told in entries]
        self.data = b"".join(lines)
        self.offsets = list(accumulate(map(len, lines), initial=0))

    def cut(self, part: Part) -> list[Bytes]:
        """The slices that ``part`` leaves of it."""
        view, offsets = memoryview(self.data), self.offsets
        position, pieces = offsets[part.start], list[Bytes]()
        for index, label in part.own:
            begin, end = offsets[index], offsets[index + 1]
            if begin > position:
                pieces.append(view[position:begin])
            if label:
                pieces.append(tagged(self.data[begin:end], "label", label))
            position = end
        if position < len(view):
            pieces.append(view[position:])
        return pieces


class RoomLog:
    """What was told to one room and is in nobody's outbox yet."""

    __slots__ = ("entries", "needs", "parts")

    def __init__(self) -> None:
        self.entries: list[Told] = []
        self.needs = 0
        self.parts: dict[User, Part] = {}

    def leave_out(self, user: User, label: str = "") -> None:
        """The newest entry is not for ``user``, or only with ``label`` on it."""
        part = self.parts.get(user)
        if part is None:
            part = self.parts[user] = Part()
        part.own.append((len(self.entries) - 1, label))

    def take(self, user: User) -> list[Bytes]:
        """What ``user`` has not read yet; from now on it has."""
        part = self.parts.get(user)
        if part is None:
            part = self.parts[user] = Part()
        joined = Joined(self.entries, user.capabilities & (caps.PROFILE | self.needs))
        pieces = joined.cut(part)
        part.start, part.own = len(self.entries), []
        return pieces
