"""A room as the session knows it: who is in it, what was said. Pure.

Rule 1: everything in here is bounded, whatever a server sends.
Rule 2: ``members`` and ``joined`` say what the server said last; a contradiction (somebody leaves who never came)
    changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from chat_tk.client.backlog import Backlog
from chat_tk.client.values import Member, Room
from chat_tk.irc.names import fold

MEMBERS_KEPT: Final = 20_000
"""People kept of one room."""
PREFIXES: Final = "~&@%+"
"""From the most to the least powerful, where the server has not said otherwise."""


@dataclass(slots=True)
class Person:
    """Somebody in a room; ``prefixes`` holds all that are known, highest first."""

    nick: str
    prefixes: str = ""
    away: bool = False


@dataclass(slots=True)
class Past:
    """What is known of a room's history.

    ``complete``   all that the server has is here, from its first line on
    ``asked``      the request that is under way (``LATEST``, ``AFTER``, ``BEFORE``), empty without one
    ``asked_at``   when; an answer that never comes does not keep one from asking again
    ``read_at``    up to when it was read, here or with another program of the same person (Unix seconds)
    ``pages``      how many have come by themselves since we are back
    """

    complete: bool = False
    asked: str = ""
    asked_at: float = 0.0
    pages: int = 0
    read_at: float = 0.0


@dataclass(slots=True, eq=False)
class RoomState:
    """A channel, a private conversation, or the place for what the server says (its key is empty).

    ``name``      as it stands on the wire
    ``welcomed``  the list of who is here has come, and the person was greeted with it
    ``away``      the partner of a private conversation was said to be away
    ``arriving``  the list of names while it is coming
    ``fold``      what makes names equal that are the same on this server
    """

    key: str
    name: str
    title: str
    private: bool = False
    topic: str = ""
    joined: bool = True
    welcomed: bool = False
    away: bool = False
    unread: int = 0
    mentions: int = 0
    members: dict[str, Person] = field(default_factory=dict)
    arriving: dict[str, Person] | None = None
    lines: Backlog = field(default_factory=Backlog)
    past: Past = field(default_factory=Past)
    fold: Callable[[str], str] = fold

    def shown(self) -> Room:
        """What the sidebar and the header show."""
        return Room(
            key=self.key,
            title=self.title,
            private=self.private,
            topic=self.topic,
            unread=self.unread,
            mentions=self.mentions,
            people=len(self.members),
            joined=self.joined,
        )

    def people(self, me: str, ranks: str = PREFIXES) -> tuple[Member, ...]:
        """Everyone here as they are shown: by rank, then by name. ``me`` is one's own nick."""
        mine = self.fold(me)
        order = {prefix: rank for rank, prefix in enumerate(ranks)}
        rows = [
            (
                order.get(person.prefixes[:1], len(order)),
                key,
                Member(person.nick, person.prefixes[:1], person.away, key == mine),
            )
            for key, person in self.members.items()
        ]
        return tuple(member for _rank, _key, member in sorted(rows, key=lambda row: row[:2]))

    def enter(self, nick: str, prefixes: str = "") -> bool:
        """Somebody is here now. False: they were already, or the room is full of names."""
        key = self.fold(nick)
        if not key or key in self.members or len(self.members) >= MEMBERS_KEPT:
            return False
        self.members[key] = Person(nick, prefixes)
        return True

    def leave(self, nick: str) -> bool:
        """Somebody is gone. False: they were not here."""
        return self.members.pop(self.fold(nick), None) is not None

    def rename(self, old: str, new: str) -> bool:
        """Somebody has another name. False: they were not here."""
        person = self.members.pop(self.fold(old), None)
        if person is None:
            return False
        person.nick = new
        self.members[self.fold(new)] = person
        return True

    def expect(self, people: Iterable[Person]) -> None:
        """One line of the list of names (353); it counts when ``arrived`` is called."""
        if self.arriving is None:
            self.arriving = {}
        for person in people:
            key = self.fold(person.nick)
            if key and len(self.arriving) < MEMBERS_KEPT:
                known = self.members.get(key)
                person.away = known.away if known else False
                self.arriving[key] = person

    def arrived(self) -> bool:
        """The list of names is complete (366). False: none had begun."""
        if self.arriving is None:
            return False
        self.members, self.arriving = self.arriving, None
        return True

    def empty(self) -> None:
        """We are not in it any more: nobody is known to be there."""
        self.joined = False
        self.members, self.arriving = {}, None
