"""What the person asked the server, and the answers while they come in pieces: who somebody is, rooms, a search. Pure.

Rule 1: everything collected is bounded, whatever a server sends; an answer that never ends is told as far as it came.
Rule 2: one list and one search at a time; a new one takes the place of the old.
Sources: Modern IRC "LIST", "WHOIS", "ELIST"; IRCv3 "search" (open draft, soju's).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from chat_tk.client.details import Found, PersonDetails, RoomList, RoomOffer
from chat_tk.client.events import LinesSought, PersonFound, RoomsListed
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session
    from chat_tk.client.values import Line

ROOMS: Final = 3_000
"""Rooms of a list that are kept: those with the most people."""
STEP: Final = 500
"""The list is told again each time that it has grown by so many."""
PERSONS: Final = 20
"""People who are asked about at once."""
NOTES: Final = 20
PATIENCE: Final = 15.0
"""Seconds."""
LATEST: Final = 300.0
"""Seconds after which something is asked for that was to be asked later, whatever a server wants."""
TEXT_KEPT: Final = 300


class Inquiries:
    """All questions that are open."""

    def __init__(self) -> None:
        self._persons: dict[str, tuple[PersonDetails, float]] = {}
        self._rooms: list[RoomOffer] | None = None
        self._rooms_at = 0.0
        self._cut = False
        self._wanted = ""
        self._sought = ""
        self._sought_at: float | None = None
        self._later: dict[str, float] = {}

    @property
    def due(self) -> bool:
        """Whether something may be waited for too long, or is to be asked later."""
        return bool(self._persons or self._later) or self._rooms is not None or self._sought_at is not None

    def tick(self, session: Session, now: float) -> None:
        """Tell what has come of questions that are open for too long."""
        for key, (_person, at) in list(self._persons.items()):
            if not 0 <= now - at < PATIENCE:
                self.person_complete(session, key)
        if self._rooms is not None and not 0 <= now - self._rooms_at < PATIENCE:
            self.rooms_complete(session)
        if self._sought_at is not None and not 0 <= now - self._sought_at < PATIENCE:
            self.search_failed(session, _("The chat did not answer. Try again in a moment."))
        for target in [target for target, at in self._later.items() if not now < at <= now + LATEST]:
            del self._later[target]
            session.send(Message("METADATA", (target, "SYNC")))

    def sync_later(self, target: str, now: float, seconds: float) -> None:
        """What people in a room say of themselves is to be asked for after so many seconds."""
        if len(self._later) < PERSONS:
            self._later[target] = now + min(max(seconds, 1.0), LATEST)

    # --- who is this ------------------------------------------------------------------------------------------------

    def ask_person(self, session: Session, nick: str, now: float) -> None:
        """Who ``nick`` is will be told."""
        if len(self._persons) >= PERSONS:
            del self._persons[next(iter(self._persons))]
        known = session.people[nick]
        self._persons[session.book.fold(nick)] = (
            PersonDetails(
                nick,
                name=session.people.shown(nick),
                status=known.status,
                avatar=known.avatar,
                account=known.account,
                away=known.away,
                away_text=known.away_text,
                bot=known.bot,
                me=session.is_me(nick),
                ignored=session.people.ignores(nick),
                shared=tuple(room.title for room in session.book.shared(nick)),
                manages=_manages(session, nick),
            ),
            now,
        )

    def person(self, session: Session, nick: str) -> PersonDetails | None:
        """What has come of the question who ``nick`` is; None: nobody asked."""
        asked = self._persons.get(session.book.fold(nick))
        return asked[0] if asked else None

    def note_person(self, session: Session, nick: str, **facts: object) -> bool:
        """Something more about ``nick``. False: nobody asked."""
        key = session.book.fold(nick)
        asked = self._persons.get(key)
        if asked is None:
            return False
        kept = {name: markup.plain(fact)[:TEXT_KEPT] if isinstance(fact, str) else fact for name, fact in facts.items()}
        self._persons[key] = (replace(asked[0], **kept), asked[1])  # type: ignore[arg-type]
        return True

    def add_note(self, session: Session, nick: str, sentence: str) -> bool:
        """What else the server says of ``nick``. False: nobody asked."""
        asked = self.person(session, nick)
        if asked is None:
            return False
        if sentence and len(asked.notes) < NOTES:
            self.note_person(session, nick, notes=(*asked.notes, markup.plain(sentence)[:TEXT_KEPT]))
        return True

    def person_complete(self, session: Session, nick: str) -> None:
        """No more will come about ``nick``."""
        asked = self._persons.pop(session.book.fold(nick), None)
        if asked is not None:
            session.book.tell(PersonFound(asked[0]))

    # --- the list of rooms ------------------------------------------------------------------------------------------

    def ask_rooms(self, wanted: str, now: float) -> None:
        """The list of rooms will come; only those with ``wanted`` in name or topic count."""
        self._rooms, self._rooms_at, self._cut, self._wanted = [], now, False, wanted.casefold()

    def add_room(self, session: Session, name: str, people: int, topic: str, now: float) -> None:
        """One more room."""
        if self._rooms is None or not session.is_channel(name):
            return
        self._rooms_at = now
        topic = markup.plain(topic)[:TEXT_KEPT]
        title = session.book.title_of(name)
        if self._wanted not in f"{title} {topic}".casefold():
            return
        known = session.book.room(name)
        self._rooms.append(RoomOffer(name, title, people, topic, joined=known is not None and known.joined))
        if len(self._rooms) >= 2 * ROOMS:
            self._cut = True
            self._rooms = _most_people(self._rooms)
        elif len(self._rooms) % STEP == 0:
            session.book.tell(RoomsListed(RoomList(tuple(_most_people(self._rooms)), complete=False, cut=self._cut)))

    def rooms_complete(self, session: Session, problem: str = "") -> None:
        """No more rooms will come."""
        rooms, self._rooms = self._rooms, None
        if rooms is not None:
            kept = tuple(_most_people(rooms))
            cut = self._cut or len(kept) < len(rooms)
            session.book.tell(RoomsListed(RoomList(kept, complete=True, cut=cut, problem=problem)))

    # --- search -----------------------------------------------------------------------------------------------------

    def ask_search(self, text: str, now: float) -> None:
        """What was said with these words will come."""
        self._sought, self._sought_at = text, now

    def found(self, session: Session, lines: Sequence[Line]) -> None:
        """The answer to the search."""
        if self._sought_at is not None:
            self._sought_at = None
            newest = tuple(sorted(lines, key=lambda line: line.at, reverse=True))
            titles = {line.room: room.title for line in newest if (room := session.rooms.get(line.room))}
            session.book.tell(LinesSought(Found(self._sought, newest, tuple(titles.items()), on_server=True)))

    def search_failed(self, session: Session, problem: str) -> None:
        """There will be no answer."""
        if self._sought_at is not None:
            self._sought_at = None
            session.book.tell(LinesSought(Found(self._sought, (), on_server=True, problem=problem)))


def _most_people(rooms: Sequence[RoomOffer]) -> list[RoomOffer]:
    return sorted(rooms, key=lambda room: (-room.people, room.title.casefold()))[:ROOMS]


def _manages(session: Session, nick: str) -> bool:
    """Whether the person may remove ``nick`` from the room that is shown."""
    room = session.rooms.get(session.book.shown)
    return room is not None and room.manages and session.book.fold(nick) in room.members
