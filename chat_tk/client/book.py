"""All rooms of one membership and what was said in them: every change of a line or a room passes here. Pure.

Rule 1: everything kept is bounded, whatever a server sends.
Rule 2: lines are told as they happen; rooms and lists of people once, when ``taken``, however often they changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from chat_tk.client import remarks
from chat_tk.client.backlog import AT_ONCE
from chat_tk.client.events import (
    Change,
    LineChanged,
    LinesAdded,
    LinesFound,
    LinesMoved,
    MembersChanged,
    RoomChanged,
    RoomClosed,
    RoomOpened,
)
from chat_tk.client.people import People
from chat_tk.client.rooms import RoomState
from chat_tk.client.values import Delivery, Kind, Level, Line
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.names import fold

ROOMS_KEPT: Final = 500
TOTAL_LINES: Final = 50_000
"""Lines kept of all rooms together."""
TOTAL_TEXT: Final = 50_000_000
"""Characters kept of all rooms together; looked at with each ``LOOK`` lines."""
LOOK: Final = 200
TEXT_KEPT: Final = 16_000
"""Characters kept of one line: more than any honest server sends, in a message of several lines too."""
KEYS_KEPT: Final = 4_000
"""Names whose keys are remembered: each is asked for several times with every message."""
IDS_KEPT: Final = 200
"""Characters kept of the id of a message."""
SERVER_KEY: Final = ""
"""The key of the place where the server's own words stand when there is no room."""


TITLE_KEPT: Final = 100
TOLD_AT_ONCE: Final = 30
"""Rooms that are told to have changed, between two keys."""


def title_of(name: str) -> str:
    """What a person reads for the name of a room: harmless, and without its sign."""
    return markup.plain(name.removeprefix("#"))[:TITLE_KEPT] or markup.plain(name)[:TITLE_KEPT]


class Book:
    """``shown`` is the key of the room at which the person looks, ``before`` of the one before, ``lobby`` of the first.

    ``looking``  the person sees what is shown: the window has the keyboard
    ``people``   what is known of everyone
    ``levels``   of what rooms tell, by key, where the person has said so
    """

    def __init__(self, my_nick: Callable[[], str]) -> None:
        self.rooms: dict[str, RoomState] = {}
        self.people = People(self.fold)
        self.levels: dict[str, Level] = {}
        self.looking = True
        self.shown = SERVER_KEY
        self.before = SERVER_KEY
        self.lobby = SERVER_KEY
        self.title = ""
        self.same_names: Callable[[str], str] = fold
        self._keys: dict[str, str] = {}
        self._senders: dict[str, tuple[str, str]] = {}
        self._next_line = 1
        self._total = 0
        self._changes: list[Change] = []
        self._added: list[Line] = []  # told as soon as anything else is, so that all stays in order
        self._touched: dict[str, None] = {}
        self._touched_members: dict[str, None] = {}
        self._moved: dict[str, None] = {}
        self._my_nick = my_nick

    @property
    def me(self) -> str:
        """The key of one's own name."""
        nick = self._my_nick()
        return self._keys.get(nick) or self.fold(nick)

    def fold(self, name: str) -> str:
        """The key of a name."""
        if (key := self._keys.get(name)) is None:
            if len(self._keys) >= KEYS_KEPT:
                self._keys.clear()
            key = self._keys[name] = self.same_names(name)
        return key

    def sender(self, source: str) -> tuple[str, str]:
        """The nick in a message's source, and its key."""
        if (known := self._senders.get(source)) is None:
            if len(self._senders) >= KEYS_KEPT:
                self._senders.clear()
            nick = source.partition("!")[0]
            known = self._senders[source] = (nick, self.fold(nick))
        return known

    def fold_by(self, same_names: Callable[[str], str]) -> None:
        """``same_names`` makes names equal that are the same on this server."""
        self.same_names = same_names
        self._keys.clear()
        self._senders.clear()
        self.people.refold()

    def tell(self, *changes: Change) -> None:
        """Pass on what has happened."""
        if self._added:
            self._changes.append(LinesAdded(tuple(self._added)))
            self._added.clear()
        self._changes.extend(changes)

    def taken(self) -> list[Change]:
        """What has happened since the last call; of very many rooms some, the rest the next time (``untold``)."""
        for key in self._some(self._moved):
            remarks.tell_movements(self, self.rooms.get(key))
        self.tell(*(RoomChanged(room.shown()) for key in self._some(self._touched) if (room := self.rooms.get(key))))
        self.tell(*(MembersChanged(key) for key in self._some(self._touched_members) if key in self.rooms))
        taken, self._changes = self._changes, []
        return taken

    @property
    def untold(self) -> bool:
        """Whether rooms have changed of which nothing was told yet."""
        return bool(self._moved or self._touched or self._touched_members)

    def _some(self, touched: dict[str, None]) -> list[str]:
        """Keys of rooms, taken out: the one at which the person looks, and as many others as cost little to tell."""
        if len(touched) <= TOLD_AT_ONCE:
            keys = list(touched)
            touched.clear()
            return keys
        keys = [self.shown] if self.shown in touched else []
        keys += islice((key for key in touched if key != self.shown), TOLD_AT_ONCE)
        for key in keys:
            del touched[key]
        return keys

    @property
    def full(self) -> bool:
        """Whether as many lines are kept as may be."""
        return self._total >= TOTAL_LINES

    # --- rooms ------------------------------------------------------------------------------------------------------

    def room(self, name: str) -> RoomState | None:
        """The room with this name, if it is there."""
        return self.rooms.get(self.fold(name)) if name else None

    def title_of(self, name: str) -> str:
        """What a person reads for the name of a room, whether one is in it or not."""
        room = self.room(name)
        return room.title if room is not None else title_of(name)

    def open_room(self, name: str, *, private: bool = False) -> RoomState | None:
        """The room with this name, opened when it is new. None: there are too many."""
        key = self.fold(name)
        room = self.rooms.get(key)
        if room is None:
            if not key or len(self.rooms) >= ROOMS_KEPT:
                return None
            title = self.people.shown(name) if private else title_of(name)
            title = title if private or self.lobby else title[:1].upper() + title[1:]
            room = self.rooms[key] = RoomState(key, name, title, private, fold=self.fold)
            room.level = self.levels.get(key, Level.USUAL)
            if not private and not self.lobby:
                self.lobby = key
            self.tell(RoomOpened(room.shown()))
        return room

    def close_room(self, room: RoomState) -> None:
        """A room is no more."""
        self._total -= len(room.lines)
        del self.rooms[room.key]
        if self.lobby == room.key:
            others = (other.key for other in self.rooms.values() if not other.private and other.key)
            self.lobby = next(others, SERVER_KEY)
        self._touched.pop(room.key, None)
        self._touched_members.pop(room.key, None)
        self.tell(RoomClosed(room.key))

    def rekey(self, room: RoomState, name: str, title: str) -> None:
        """A room has another name (without a room of its own); what was said stays."""
        old, key = room.key, self.fold(name)
        if key != old and key in self.rooms:
            return
        room.name, room.title = name, title
        if key != old:
            room.key = key
            room.lines.rekey(key)
            self.rooms[key] = room
            self.shown = key if self.shown == old else self.shown
            self.before = key if self.before == old else self.before
            self.lobby = key if self.lobby == old else self.lobby
            self.tell(RoomOpened(room.shown()))
            del self.rooms[old]
            self.tell(RoomClosed(old))
        self.touch(room)

    def touch(self, room: RoomState) -> None:
        """Something that the sidebar or the header shows has changed."""
        self._touched[room.key] = None

    def touch_members(self, room: RoomState) -> None:
        """The people of a room have changed."""
        self._touched[room.key] = self._touched_members[room.key] = None

    def touch_person(self, nick: str) -> None:
        """Somebody is to be shown anew, wherever they are."""
        key = self.fold(nick)
        for room in self.rooms.values():
            if key in room.members:
                room.touch(key)
                self.touch_members(room)
            elif room.private and room.key == key:
                room.title = self.people.shown(room.name)
                self.touch(room)

    def shared(self, nick: str) -> list[RoomState]:
        """The rooms in which somebody is, too."""
        key = self.fold(nick)
        return [room for room in self.rooms.values() if key in room.members]

    def touch_movements(self, room: RoomState) -> None:
        """The line of comings and goings is to say more."""
        self._moved[room.key] = None

    def touch_typing(self, room: RoomState) -> None:
        """Who is writing there has changed."""
        who = [room.members[key].nick if key in room.members else room.name for key in room.typing]
        room.typing_names = tuple(self.people.shown(nick) for nick in who)
        self.touch(room)

    @property
    def fallback(self) -> str:
        """The key of the room to which one goes when the one that is shown closes."""
        return self.before if self.before in self.rooms and self.before != self.shown else self.lobby

    # --- lines ------------------------------------------------------------------------------------------------------

    def info(self, room: RoomState | None, text: str, now: float, kind: Kind = Kind.INFO, *, msgid: str = "") -> None:
        """A line from the program itself; without a room, where the person looks.

        ``msgid``: the server's, where the lobby's history has it, too.
        """
        if room is None:
            room = self.rooms.get(self.shown) or self.rooms.get(self.fallback) or self._server_room()
        self.add(room, self.line(room, kind, text, now, msgid=msgid if room.key == self.lobby else ""))

    def line(
        self,
        room: RoomState,
        kind: Kind,
        text: str,
        at: float,
        *,
        sender: str = "",
        own: bool = False,
        mentions_me: bool = False,
        delivery: Delivery = Delivery.DELIVERED,
        msgid: str = "",
        answers: str = "",
        bot: bool = False,
    ) -> Line:
        """A line for a room, with an id of its own; it stands nowhere yet. ``answers``: the id of another message."""
        number, self._next_line = self._next_line, self._next_line + 1
        quote = remarks.answer(room, number, answers[:IDS_KEPT]) if answers else None
        reactions = room.reactions.of(msgid, self.me) if msgid and room.reactions else ()
        return Line(
            number, room.key, kind, at, text[:TEXT_KEPT], sender, own, mentions_me, delivery, "", msgid[:IDS_KEPT],
            quote, reactions, "", self.shown_beside(sender), bot,
        )  # fmt: skip

    def add(self, room: RoomState, line: Line) -> bool:
        """A new line at the end of a room, counted as unread when the person looks elsewhere. False: it is there."""
        if line.msgid and room.lines.knows(line):
            return False
        if self._total >= TOTAL_LINES or not self._next_line % LOOK:
            self._make_place()
        self._total += 1
        if gone := room.lines.append(line):
            self._total -= gone
            room.past.complete = False
        if line.sender and not line.own and not (room.key == self.shown and self.looking):
            room.unread += 1
            room.mentions += line.mentions_me or room.private
            self.touch(room)
        self._added.append(line)
        return True

    def add_page(self, room: RoomState, page: Sequence[Line], *, upwards: bool, after: str = "") -> None:
        """A page of history, in its order (``Backlog.merge``)."""
        before = len(room.lines)
        top, mine = room.lines.merge(page, upwards=upwards, after=after)
        self._total += len(room.lines) - before
        self.tell(*map(LineChanged, mine))
        if top is None:
            self.tell(LinesMoved(room.key))
        elif top:
            self.tell(LinesFound(room.key, top))
        remarks.requote(self, room)

    def deliver(self, line_id: int | None, text: str = "", msgid: str = "") -> None:
        """The server has confirmed an own line; ``text`` and ``msgid``: as everybody else reads it."""
        for room in self._with(line_id):
            line = room.lines.find(line_id or 0)
            if line:
                room.tentative = False
                self._forget_copy(room, msgid, line.id)
                confirmed = line._replace(
                    delivery=Delivery.DELIVERED,
                    reason="",
                    text=text[:TEXT_KEPT] or line.text,
                    msgid=msgid[:IDS_KEPT] or line.msgid,
                )
                if confirmed != line:
                    self.change(room, confirmed)

    def fail(self, line_id: int | None, reason: str) -> None:
        """An own line did not arrive. One that was confirmed meanwhile stays so."""
        for room in self._with(line_id):
            line = room.lines.find(line_id or 0)
            if line and line.delivery is Delivery.UNDER_WAY:
                self.change(room, line._replace(delivery=Delivery.FAILED, reason=reason))

    def clear(self, room: RoomState) -> None:
        """Forget what was said in a room; its history can be read back."""
        self._total -= room.lines.drop(len(room.lines))
        room.movements = None
        room.past.complete = False

    def remove(self, room: RoomState, line: Line) -> None:
        """A line does not stand here any more."""
        room.lines.remove(line.id)
        self._total -= 1
        self.tell(LinesMoved(room.key))

    def change(self, room: RoomState, line: Line) -> None:
        """A line has another state."""
        if room.lines.replace(line):
            self.tell(LineChanged(line))

    # --- inside -----------------------------------------------------------------------------------------------------

    def shown_beside(self, sender: str) -> str:
        """What somebody is called on the screen, empty when it is the nick. A server (dots): the host."""
        shown = self.people.shown(sender) if sender else ""
        return shown if shown != sender else ""

    def _with(self, line_id: int | None) -> list[RoomState]:
        return [room for room in self.rooms.values() if line_id and room.lines.find(line_id)]

    def _forget_copy(self, room: RoomState, msgid: str, line_id: int) -> None:
        """A page of history was faster than the echo, and has brought the line that the echo now confirms."""
        copy = room.lines.said(msgid)
        if copy is not None and copy.id != line_id:
            self.remove(room, copy)

    def _make_place(self) -> None:
        if self.full:
            self._drop_oldest(max(self.rooms.values(), key=lambda each: len(each.lines)))
        while sum(room.lines.weight for room in self.rooms.values()) > TOTAL_TEXT:
            self._drop_oldest(max(self.rooms.values(), key=lambda each: each.lines.weight))

    def _drop_oldest(self, room: RoomState) -> None:
        self._total -= room.lines.drop(AT_ONCE)
        room.past.complete = False

    def _server_room(self) -> RoomState:
        room = self.rooms.get(SERVER_KEY)
        if room is None:
            room = RoomState(SERVER_KEY, "", self.title or _("Chat"), joined=False, fold=self.fold)
            self.rooms[SERVER_KEY] = room
            self.tell(RoomOpened(room.shown()))
        return room
