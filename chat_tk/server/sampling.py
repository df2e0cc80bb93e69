"""What the host's window is shown, sampled: rows that have changed since the last look, and what each second brought.

1. Nothing here chases a message: what changes a row adds a number to a set, and four times a second at most a row is
   made for each number in it. Of a change after a pause the window hears at once.
2. Once a second all connections are asked how many bytes wait for them, and a ``Sample`` is made.
3. The list of rooms is made once a second at most, and only when something in it may have changed.

Only the core's thread runs code in this file. Where no window looks there is no sampler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from chat_tk.irc.names import fold
from chat_tk.net.doors import Door
from chat_tk.server import events
from chat_tk.server.called import name_of
from chat_tk.server.channel_modes import current
from chat_tk.server.chat import Chat
from chat_tk.server.clients import Client
from chat_tk.server.events import Event, Sampled
from chat_tk.server.premises import READ_ONLY
from chat_tk.server.values import Hand, Person, Room, Sample

BETWEEN: Final = 0.25
"""Seconds between two looks at the people."""
SECOND: Final = 1.0
_ROOMS: Final = frozenset({events.JoinedRoom, events.LeftRoom, events.Kicked, events.RoomChanged, events.Left})
_HANDS: Final = frozenset({events.HandRaised, events.Renamed, events.Left})


class Sampler:
    """``note`` what happened, call ``beat`` at the end of each beat and when it is ``due`` (``time.monotonic``)."""

    def __init__(
        self, chat: Chat, clients: Mapping[int, Client], sent: Callable[[], int], emit: Callable[[Event], None]
    ) -> None:
        """``sent``: bytes sent so far; ``emit`` is given ``Sampled``."""
        self.due = 0.0
        self._chat = chat
        self._clients = clients
        self._sent = sent
        self._emit = emit
        self._touched: set[int] = set()
        chat.touched = self._touched
        self._gone: list[int] = []
        self._doors: dict[int, str] = {}
        self._waiting: dict[int, int] = {}
        self._rooms_changed = self._hands_changed = True
        self._looked_at = self._second_at = 0.0
        self._said_before = self._sent_before = 0
        self._beat = 0.0

    def note(self, happened: Iterable[Event]) -> None:
        """These events were emitted in this beat."""
        for event in happened:
            kind = type(event)
            if kind is events.Said:  # a busy chat is made of these; who speaks is touched already
                continue
            if number := getattr(event, "number", 0):
                self._touched.add(number)
                if kind is events.Left:
                    self._forget(number)
                elif isinstance(event, events.DoorKnown):
                    self._doors[number] = event.door
            self._rooms_changed |= kind in _ROOMS
            self._hands_changed |= kind in _HANDS

    def beat(self, now: float, took: float) -> None:
        """A beat is over, which ``took`` so many seconds; tell what is due."""
        self._beat = max(self._beat, took)
        sample = self._sample(now) if now - self._second_at >= SECOND else None
        changed = self._touched or self._gone or self._hands_changed
        if sample is not None or (changed and now - self._looked_at >= BETWEEN):
            self._look(now, sample)
            changed = False
        self.due = min(self._second_at + SECOND, self._looked_at + BETWEEN if changed else float("inf"))

    def _look(self, now: float, sample: Sample | None) -> None:
        self._looked_at = now
        people = tuple(self._person(self._clients[number]) for number in sorted(self._touched & self._clients.keys()))
        rooms = self._rooms() if sample is not None and self._rooms_changed else None
        hands = self._hands() if self._hands_changed else None
        gone = tuple(self._gone)
        self._touched.clear()
        self._gone.clear()
        self._rooms_changed &= rooms is None
        self._hands_changed = False
        self._emit(Sampled(self._chat.clock(), people, gone, rooms, hands, sample))

    def _sample(self, now: float) -> Sample:
        waiting = {}
        for number, client in self._clients.items():
            if client.connection is not None and (bytes_waiting := client.connection.waiting):
                waiting[number] = bytes_waiting
        self._touched.update(n for n in waiting.keys() | self._waiting.keys() if waiting.get(n) != self._waiting.get(n))
        self._waiting = waiting
        seconds = max(now - self._second_at, SECOND) if self._second_at else SECOND
        said, sent = self._chat.said - self._said_before, self._sent() - self._sent_before
        self._said_before += said
        self._sent_before += sent
        beat, self._beat, self._second_at = self._beat, 0.0, now
        people = self._chat.network.registered
        return Sample(self._chat.clock(), people, said / seconds, sent / seconds, beat, sum(waiting.values()))

    def _forget(self, number: int) -> None:
        self._touched.discard(number)
        self._doors.pop(number, None)
        self._gone.append(number)

    def _person(self, client: Client) -> Person:
        user, door = client.user, client.connection.door if client.connection is not None else Door.IRC
        return Person(
            user.number,
            user.nick if user.registered else "",
            user.address,
            self._doors.get(user.number, ""),
            user.connected_at,
            user.spoke_at,
            user.messages,
            self._waiting.get(user.number, 0),
            user.program,
            user.account,
            user.away,
            user.muted,
            "o" in user.modes,
            user.plain,
            door is Door.UDP,
            user.secure,
            user.number in self._chat.floor.hands,
            name_of(user) if user.registered else "",
        )

    def _rooms(self) -> tuple[Room, ...]:
        lobby = fold(self._chat.config.lobby)
        found = [
            Room(
                channel.name,
                channel.topic,
                len(channel.members),
                current(channel, with_key=False)[0],
                READ_ONLY in channel.modes,
                key == lobby,
            )
            for key, channel in self._chat.network.channels.items()
        ]
        return tuple(sorted(found, key=lambda room: (not room.lobby, room.name.casefold())))

    def _hands(self) -> tuple[Hand, ...]:
        users = self._chat.network.users  # when the chat ends, people go without a word, and their hands stay up
        hands = self._chat.floor.hands.items()
        return tuple(Hand(number, name_of(users[number]), at) for number, at in hands if number in users)
