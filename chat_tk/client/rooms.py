"""A room as the session knows it: who is in it, what was said. Pure.

Rule 1: everything in here is bounded, whatever a server sends.
Rule 2: ``members`` and ``joined`` say what the server said last; a contradiction (somebody leaves who never came)
    changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from chat_tk.client.backlog import Backlog
from chat_tk.client.movement import Movements
from chat_tk.client.order import Order, Person
from chat_tk.client.people import NAME_KEPT
from chat_tk.client.reactions import Reactions
from chat_tk.client.values import Level, Member, Room
from chat_tk.client.writing import Heard
from chat_tk.irc.names import fold

if TYPE_CHECKING:
    from chat_tk.client.playback import Run

MEMBERS_KEPT: Final = 20_000
"""People kept of one room."""
PREFIXES: Final = "~&@%+"
"""From the most to the least powerful, where the server has not said otherwise."""
MANAGE: Final = "~&@%!"
"""Who has one of these may remove others, ban, and give roles."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The first message of all history that has come, whether it is a line or not."""

    at: float
    msgid: str = ""


@dataclass(slots=True)
class Greeting:
    """The line (its id) that says who was here when one came: key -> name as shown, and how many more there were."""

    line: int
    names: dict[str, str]
    more: int


@dataclass(slots=True)
class Past:
    """What is known of a room's history.

    ``complete``   all that the server has is here, from its first line on
    ``asked``      the request that is under way (``LATEST``, ``AFTER``, ``BEFORE``), empty without one
    ``reference``  from where it asks on
    ``asked_at``   when; an answer that never comes does not keep one from asking again
    ``missing``    from where on not all that was missed has come yet; empty: all has
    ``read_at``    up to when it was read, here or with another program of the same person (Unix seconds)
    ``pages``      how many have come by themselves since we are back, or since the person read back last
    ``reach``      how far up the history has come; ``reached``: the id of the first line then
    ``top``        the comings and goings with which the history begins, as far as it has come
    ``sought``     the message to which the person wants to go, and that is paged back to
    """

    complete: bool = False
    asked: str = ""
    reference: str = ""
    missing: str = ""
    asked_at: float = 0.0
    pages: int = 0
    read_at: float = 0.0
    reach: Reach | None = None
    reached: int = 0
    top: Run | None = None
    sought: Reach | None = None


@dataclass(slots=True, eq=False)
class RoomState:
    """A channel, a private conversation, or the place for what the server says (its key is empty).

    ``name``      as it stands on the wire
    ``welcomed``  the list of who is here has come, and the person was greeted with it
    ``away``      the partner of a private conversation was said to be away
    ``arriving``  the list of names while it is coming
    ``tentative`` opened to say something to somebody who may not be here
    ``answers``   the lines that answer something, by id, with the id of that message
    ``modes``     the letters that are set; None: not known
    ``order``     the people as they are shown
    ``movements`` the comings and goings of the last line, while it is the last one
    ``greeting``  the line that says who is here, while it may still get other names
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
    level: Level = Level.USUAL
    modes: set[str] | None = None
    prefixes: str = ""
    away_text: str = ""
    hand: bool = False
    bans: list[str] = field(default_factory=list)
    tentative: bool = False
    answers: dict[int, str] = field(default_factory=dict)
    typing: Heard = field(default_factory=Heard)
    typing_names: tuple[str, ...] = ()
    reactions: Reactions = field(default_factory=Reactions)
    movements: Movements | None = None
    greeting: Greeting | None = None
    order: Order = field(default_factory=Order)

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
            typing=self.typing_names,
            manages=self.manages,
            may_topic=self.joined and not self.private and (self.manages or "t" not in (self.modes or ())),
            level=self.level,
            away=self.away,
            away_text=self.away_text if self.away else "",
            hand=self.hand,
        )

    @property
    def manages(self) -> bool:
        """Whether one may remove others, ban, and give roles here."""
        return self.joined and not self.private and any(prefix in MANAGE for prefix in self.prefixes)

    def people(self, ranks: str, shown: Callable[[Person], Member]) -> tuple[Member, ...]:
        """Everyone here as they are shown: by rank, then by name; ``shown`` makes the row of one."""
        return self.order.all(self.members, ranks, shown)

    def touch(self, key: str) -> None:
        """Somebody here is to be shown anew."""
        self.order.touch(key)

    def enter(self, nick: str, prefixes: str = "") -> bool:
        """Somebody is here now. False: they were already, or the room is full of names."""
        key = self.fold(nick)
        if not key or len(nick) > NAME_KEPT or key in self.members or len(self.members) >= MEMBERS_KEPT:
            return False
        self.members[key] = Person(nick, prefixes)
        self.order.touch(key)
        return True

    def leave(self, nick: str) -> bool:
        """Somebody is gone. False: they were not here."""
        key = self.fold(nick)
        self._forget_greeted(key)
        self.typing.stopped(key)
        self.order.touch(key)
        return self.members.pop(key, None) is not None

    def rename(self, old: str, new: str) -> bool:
        """Somebody has another name. False: they were not here."""
        was, now = self.fold(old), self.fold(new)
        self._forget_greeted(was)
        person = self.members.pop(was, None)
        if person is None:
            return False
        if len(new) <= NAME_KEPT:
            person.nick = new
            self.members[now] = person
        self.typing.stopped(was)
        self.order.touch(was)
        self.order.touch(now)
        return True

    def expect(self, people: Iterable[Person]) -> None:
        """One line of the list of names (353); it counts when ``arrived`` is called."""
        if self.arriving is None:
            self.arriving = {}
        for person in people:
            key = self.fold(person.nick)
            if key and len(person.nick) <= NAME_KEPT and len(self.arriving) < MEMBERS_KEPT:
                self.arriving[key] = person

    def arrived(self) -> bool:
        """The list of names is complete (366). False: none had begun."""
        if self.arriving is None:
            return False
        self.members, self.arriving = self.arriving, None
        self.order.forget()
        return True

    def _forget_greeted(self, key: str) -> None:
        """Somebody who was greeted is gone; who has their name next is another, and the line stays as it is."""
        if self.greeting is not None and key in self.greeting.names:
            self.greeting = None

    def empty(self) -> None:
        """We are not in it any more: nobody is known to be there."""
        self.joined = False
        self.members, self.arriving = {}, None
        self.prefixes, self.typing_names, self.hand = "", (), False
        self.typing = Heard()
        self.order.forget()
