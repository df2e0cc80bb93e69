"""What the history tells beside messages (comings, goings, topics, removals): as lines, in their place. Pure.

Rule 1: what was played back changes nothing but lines: no member, no topic, no name, and nothing is unread for it.
Rule 2: an event stands in a room once, however it came: known by the server's id, else by when, who and what.
Rule 3: it reads as it read live, and what follows each other is one line, also where two pages meet. As it was live,
    nothing is said of one's own comings and goings.
Source: IRCv3 draft "chathistory" (``draft/event-playback``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from chat_tk.client import happenings
from chat_tk.client.handlers.privmsg import said_at
from chat_tk.client.movement import MOST, TOGETHER, Move, Movements
from chat_tk.client.people import People
from chat_tk.client.rooms import RoomState
from chat_tk.client.values import Kind, Line
from chat_tk.irc.message import Message
from chat_tk.irc.modes import parse_changes

if TYPE_CHECKING:
    from chat_tk.client.session import Session

CAPABILITY: Final = "draft/event-playback"
KEY_KEPT: Final = 200
"""Characters of what an event is known by."""


class Event(NamedTuple):
    """One event: when, what it is known by, and how it reads.

    ``move``  what somebody did, ``name`` (as people read it) got ``new``; None: the sentence is a line of its own
    """

    at: float
    key: str
    sentence: str
    move: Move | None = None
    name: str = ""
    new: str = ""


@dataclass(slots=True)
class Run:
    """Comings and goings of a page that are one line."""

    line: Line
    movements: Movements
    events: list[Event] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """One more."""
        assert event.move is not None
        self.events.append(event)
        self.movements.add(event.move, event.name, event.sentence, event.new)

    def told(self) -> Line:
        """The line that says all of them."""
        return self.line._replace(text=self.movements.text, details=self.movements.details)

    def below(self, above: Run, line: Line) -> Run | None:
        """Both in one, which stands at ``line``; None: they are too much, or too far apart, for one."""
        events = above.events + self.events
        if len(events) > MOST or events[-1].at - events[0].at > TOGETHER:
            return None
        joined = Run(line, Movements(line.id, events[0].at))
        for event in events:
            joined.add(event)
        return joined


def stamp(session: Session, message: Message, now: float) -> tuple[float, str]:
    """When it happened, and what it will be known by in the history; empty where that tells no events."""
    if not message.tags:
        return now, ""
    at = said_at(message, now)
    return at, _key(message, at) if CAPABILITY in session.capabilities else ""


class Telling:
    """One page while it is made: lines that are new, and between them those that stand in the room already.

    ``grown``: the first line of the room, where the page ends with what belongs to it.
    """

    def __init__(self, session: Session, room: RoomState, *, upwards: bool) -> None:
        """``upwards``: the page stands above all that is here."""
        self._session = session
        self._room = room
        self._upwards = upwards
        self._page: list[Line | Run] = []
        self._known: dict[str, tuple[int, float]] = {}
        self.grown: Line | None = None

    def said(self, line: Line) -> None:
        """A message."""
        self._page.append(line)

    def happened(self, message: Message, now: float) -> None:
        """Anything else; what is no event, or one's own, is left out."""
        at = said_at(message, now)
        key = _key(message, at)
        here = self._room.lines.happening(key)
        if here is not None:
            self._page.append(here)  # its neighbours in the page find their place by it
        elif key not in self._known and (event := _event(self._session, message, at, key)) is not None:
            self._add(event)

    def page(self) -> list[Line]:
        """All lines in order; from now on the room knows what they tell."""
        if self._upwards and self._page:
            self._join_with_top()
        for key, (line_id, at) in self._known.items():
            self._room.lines.happened(key, line_id, at)
        return [each.told() if isinstance(each, Run) else each for each in self._page]

    def _add(self, event: Event) -> None:
        if event.move is None:
            line = self._session.book.line(self._room, Kind.INFO, event.sentence, event.at)
            self._page.append(line)
        else:
            run = self._page[-1] if self._page else None
            if not isinstance(run, Run) or not run.movements.takes(event.at):
                line = self._session.book.line(self._room, Kind.MOVEMENT, event.sentence, event.at)
                run = Run(line, Movements(line.id, event.at))
                self._page.append(run)
            run.add(event)
            line = run.line
        self._known[event.key] = (line.id, event.at)

    def _join_with_top(self) -> None:
        """Comings and goings at the end of this page and at the top of the one below it are one line."""
        room, last = self._room, self._page[-1]
        top, first = room.past.top, next(iter(room.lines), None)
        if top is not None and first is not None and first.id == top.line.id and isinstance(last, Run):
            joined = top.below(last, first)
            if joined is not None:
                self.grown = joined.told()
                self._known.update((event.key, (first.id, event.at)) for event in last.events)
                self._page[-1:] = []
                room.past.top = joined
        if self._page:
            room.past.top = self._page[0] if isinstance(self._page[0], Run) else None


def _key(message: Message, at: float) -> str:
    """By what this event is known."""
    return (message.tags.get("msgid", "") or f"{round(at * 1000)} {message.command} {message.nick}")[:KEY_KEPT]


_OF_PEOPLE: Final[dict[str, tuple[Move, Callable[[People, Message], str]]]] = {
    "JOIN": (Move.CAME, happenings.joined),
    "PART": (Move.WENT, happenings.parted),
    "QUIT": (Move.WENT, happenings.left),
}
_OF_ROOMS: Final[dict[str, Callable[[People, Message], str]]] = {
    "KICK": happenings.removed,
    "TOPIC": happenings.topic,
}


def _event(session: Session, message: Message, at: float, key: str) -> Event | None:
    """How this message reads; None: not at all."""
    people, verb, nick = session.people, message.command, message.nick
    if verb in _OF_PEOPLE:
        move, sentence = _OF_PEOPLE[verb]
        mine = session.is_me(nick) or session.returning.was(session.book.fold(nick))
        return None if mine or not nick else Event(at, key, sentence(people, message), move, people.shown(nick))
    if verb == "NICK" and nick and message.param(0):
        new = people.shown(message.params[0])
        return Event(at, key, happenings.renamed(people, message), Move.RENAMED, people.shown(nick), new)
    if verb in _OF_ROOMS and len(message.params) > 1:
        return Event(at, key, _OF_ROOMS[verb](people, message))
    if verb == "MODE" and len(message.params) > 1:
        kinds = session.isupport.mode_kinds
        for change in parse_changes(message.params[1], message.params[2:], kinds):
            if change.letter == "m":
                return Event(at, key, happenings.moderated(on=change.sign == "+"))
    return None
