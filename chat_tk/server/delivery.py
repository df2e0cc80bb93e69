"""Who is told what, as bytes: room logs, one outbox for each client, one send per client and beat.

1. What one user is told, it reads in the order in which it was told.
2. What a room is told in a beat is rendered and joined once for all (``roomlog``); a member costs one append, or
   nothing but its send.
3. ``settle`` puts what a room has pending into its members' outboxes: before members, nicks or capabilities change.
   The same is done with it before another room is told something whose readers may be its own too (rule 1): so of the
   rooms with such readers at most one has something pending.
4. Nothing is sent before ``flush``; ``flush`` sends once to each client that has something. Nothing here waits.

Only the core's thread runs code in this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from chat_tk.irc import caps
from chat_tk.irc.message import Message, encode
from chat_tk.server import plain
from chat_tk.server.dialects import batched, render, tagged
from chat_tk.server.roomlog import Bytes, Joined, Outbox, Outgoing, Readers, RoomLog
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told


class Watcher(Protocol):
    """Who keeps or passes on what is told (the history; later a back-plane): told of each thing once, as it is queued.

    All is queued, and the watcher has been told of it, before anything of a beat is sent.
    """

    def in_room(self, channel: Channel, told: Told, least: int = 0) -> None:
        """Told in a room, to members of at least the rank ``least`` (0: to all)."""

    def in_rooms(self, channels: Iterable[Channel], told: Told) -> None:
        """Told in these rooms, to who is in several of them once."""

    def between(self, user: User, told: Told) -> None:
        """Told to ``user`` alone, by ``told.sender``."""


class Deliveries:
    """``contracts.Delivery`` for real."""

    def __init__(self) -> None:
        self.watcher: Watcher | None = None
        self.sent = 0
        """Bytes so far, before they are encrypted."""
        self.sends = 0
        """In how many pieces they were handed over."""
        self._outboxes: dict[User, Outbox] = {}
        self._rooms: dict[Channel, RoomLog] = {}
        self._waiting: list[Outbox] = []
        self._ending: list[User] = []
        self._gone: list[Outbox] = []
        self._shared: Channel | None = None
        """The room with readers in other rooms too that was told something last."""

    # Clients

    def open(self, user: User, connection: Outgoing) -> None:
        """``user`` is told over ``connection`` from now on."""
        self._outboxes[user] = Outbox(connection)

    def drop(self, user: User) -> None:
        """The connection of ``user`` is over; nothing can be told any more. Twice is once."""
        for membership in user.memberships.values():
            membership.channel.readers = None
        self._outboxes.pop(user, None)

    def knows(self, user: User) -> bool:
        """Whether ``user`` is connected and has not been told to go."""
        outbox = self._outboxes.get(user)
        return outbox is not None and outbox.farewell is None

    def disconnect(self, user: User, reason: str) -> None:
        """After what is queued and what this beat may still bring: ``ERROR :reason``, and the end. Twice is once."""
        outbox = self._outboxes.get(user)
        if outbox is not None and outbox.farewell is None:
            outbox.farewell = (
                plain.encode(plain.farewell(reason)) if user.plain else encode(Message("ERROR", (reason,)))
            )
            self._ending.append(user)

    def part_with(self, user: User, reason: str) -> None:
        """As ``disconnect``, for one whose connection is over, but nothing more of this beat is told."""
        self.disconnect(user, reason)
        outbox = self._outboxes.pop(user, None)
        if outbox is not None and outbox.farewell:
            self._add(outbox, [outbox.farewell])
            self._gone.append(outbox)

    # Telling

    def to_room(self, channel: Channel, told: Told, *, skip: User | None = None) -> None:
        """Tell all members but ``skip``."""
        log = self._log(channel, told)
        if skip is not None:
            log.leave_out(skip)

    def say(self, channel: Channel, told: Told, label: str = "") -> None:
        """Tell a message to a room; its sender reads it only with echo-message, then with ``label``."""
        log = self._log(channel, told)
        sender = told.sender
        if sender is not None and (label or not sender.capabilities & caps.ECHO_MESSAGE):
            log.leave_out(sender, label if sender.capabilities & caps.ECHO_MESSAGE else "")

    def to_user(self, user: User, told: Told, label: str = "") -> None:
        """Tell one user."""
        if told.reaches(user):
            line = render(told, user.profile)
            self.put(user, tagged(line, "label", label) if label else line)

    def batch(self, user: User, told: Told, lines: Sequence[Told]) -> None:
        """Tell one user several lines that belong together."""
        self.put(user, b"".join(batched(told, lines, user)))

    def to_ranks(self, channel: Channel, least: int, told: Told) -> None:
        """Tell the members of at least this rank, but not the sender."""
        if self.watcher:
            self.watcher.in_room(channel, told, least)
        for user, membership in channel.members.items():
            if membership.rank >= least and user is not told.sender:
                self.to_user(user, told)

    def to_rooms(self, channels: Sequence[Channel], told: Told) -> None:
        """Tell all members of these channels, each once."""
        if len(channels) == 1:
            self._log(channels[0], told)
            return
        if self.watcher:
            self.watcher.in_rooms(channels, told)
        for user in {member: None for channel in channels for member in channel.members}:
            self.to_user(user, told)

    def to_neighbours(self, user: User, told: Told, neighbours: Iterable[User]) -> None:
        """Tell ``neighbours``, who share channels with ``user``, what it does in all of these."""
        if self.watcher:
            self.watcher.in_rooms([membership.channel for membership in user.memberships.values()], told)
        for neighbour in neighbours:
            self.to_user(neighbour, told)

    def to_person(self, user: User, told: Told) -> None:
        """Tell a message to one user, from another."""
        if self.watcher:
            self.watcher.between(user, told)
        self.to_user(user, told)

    def put(self, user: User, data: bytes) -> None:
        """Bytes for one user, behind all that it has been told so far."""
        if self._rooms:
            self._catch_up(user)
        self._queue(user, [data] if data else [])

    def settle(self, channel: Channel) -> None:
        """Put what the room has pending into its members' outboxes, before who they are, or what they read, changes."""
        self._bring(channel)
        channel.readers = None

    def flush(self) -> None:
        """The end of the beat: one send for each client that has something, then the connections that are to end."""
        while len(self._rooms) > 1:
            self._bring(next(iter(self._rooms)))
        for channel in list(self._rooms):
            self._bring(channel, at_once=True)
        for user in self._ending:
            outbox = self._outboxes.get(user)
            if outbox is not None and outbox.farewell:
                self._add(outbox, [outbox.farewell])
        waiting, self._waiting = self._waiting, []
        for outbox in waiting:
            data = b"".join(outbox.lines or ())
            outbox.lines = None
            self.sent += len(data)
            outbox.connection.send(data)
        self.sends += len(waiting)
        self._shared = None
        self._close_ended()

    def _close_ended(self) -> None:
        for user in self._ending:
            outbox = self._outboxes.pop(user, None)
            if outbox is not None:
                outbox.connection.close()
        self._ending.clear()
        for outbox in self._gone:
            outbox.connection.close()
        self._gone.clear()

    def _bring(self, channel: Channel, *, at_once: bool = False) -> None:
        """What the room has pending goes into outboxes; ``at_once``: to whoever gets nothing else, past them.

        Nothing may be pending in another room then, or these would be sent to twice.
        """
        log = self._rooms.pop(channel, None)
        if log is None:
            return
        mask, readers = caps.PROFILE | log.needs, channel.readers
        if not isinstance(readers, Readers) or readers.mask != mask:
            readers = channel.readers = Readers(channel.members, self._outboxes, mask)
        versions = {key: Joined(log.entries, key) for key in readers.by_key}
        for user, part in log.parts.items():
            if user in readers.places:
                self._add(self._outboxes[user], versions[readers.places[user][0]].cut(part))
        for key, joined in versions.items():
            if joined.data:
                others = readers.without(log.parts, key)
                self._send_to(others, joined.data) if at_once else self._add_to(others, joined.data)

    def _send_to(self, outboxes: list[Outbox], data: bytes) -> None:
        """The hottest loop: of each reader as little as possible is looked at, for all of it has to come from afar."""
        for outbox in outboxes:
            if outbox.lines is None:
                outbox.connection.send(data)
            else:
                outbox.lines.append(data)
        self.sent += len(data) * len(outboxes)
        self.sends += len(outboxes)

    def _add_to(self, outboxes: list[Outbox], data: bytes) -> None:
        for outbox in outboxes:
            if outbox.lines is None:
                outbox.lines = [data]
                self._waiting.append(outbox)
            else:
                outbox.lines.append(data)

    def _log(self, channel: Channel, told: Told) -> RoomLog:
        if channel.roamers and channel is not self._shared:
            if self._shared is not None:
                self._bring(self._shared)
            self._shared = channel
        log = self._rooms.get(channel)
        if log is None:
            log = self._rooms[channel] = RoomLog()
        log.entries.append(told)
        log.needs |= told.needs
        if self.watcher:
            self.watcher.in_room(channel, told)
        return log

    def _catch_up(self, user: User) -> None:
        for membership in user.memberships.values():
            log = self._rooms.get(membership.channel)
            if log is not None:
                self._queue(user, log.take(user))

    def _queue(self, user: User, pieces: list[Bytes]) -> None:
        outbox = self._outboxes.get(user)
        if outbox is not None:
            self._add(outbox, pieces)

    def _add(self, outbox: Outbox, pieces: list[Bytes]) -> None:
        if outbox.lines is not None:
            outbox.lines += pieces
        elif pieces:
            outbox.lines = pieces
            self._waiting.append(outbox)
