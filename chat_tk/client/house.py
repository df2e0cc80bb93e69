"""All rooms of one membership: opened, closed, renamed; and what changes in them, told in order. Pure.

Rule 1: everything kept is bounded, whatever a server sends.
Rule 2: lines are told as they happen; rooms and lists of people once, when ``taken``, however often they changed.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Final

from chat_tk.client.events import Change, LinesAdded, MembersChanged, RoomChanged, RoomClosed, RoomMoved, RoomOpened
from chat_tk.client.people import People
from chat_tk.client.rooms import RoomState
from chat_tk.client.values import Level, Line
from chat_tk.i18n import _
from chat_tk.irc.names import fold
from chat_tk.irc.naming import title_of, title_of_lobby

ROOMS_KEPT: Final = 500
KEYS_KEPT: Final = 4_000
LONGEST_KEPT: Final = 300
"""Names whose keys are remembered, as each is asked for several times with every message; and their characters."""
SERVER_KEY: Final = ""
"""The key of the place where the server's own words stand when there is no room."""
TOLD_AT_ONCE: Final = 30
"""Rooms that are told to have changed, between two keys."""


class House:
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
        """The key of a name; empty for what can be nobody's, as it cannot stand on the wire."""
        if (key := self._keys.get(name)) is None:
            key = "" if " " in name or name[:1] == ":" else self.same_names(name)
            if len(name) <= LONGEST_KEPT:
                if len(self._keys) >= KEYS_KEPT:
                    self._keys.clear()
                self._keys[name] = key
        return key

    def sender(self, source: str) -> tuple[str, str]:
        """The nick in a message's source, and its key."""
        if (known := self._senders.get(source)) is None:
            nick = source.partition("!")[0]
            known = (nick, self.fold(nick))
            if len(source) <= LONGEST_KEPT:
                if len(self._senders) >= KEYS_KEPT:
                    self._senders.clear()
                self._senders[source] = known
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

    # --- rooms ------------------------------------------------------------------------------------------------------

    def room(self, name: str) -> RoomState | None:
        """The room with this name, if it is there."""
        key = self.fold(name)
        return self.rooms.get(key) if key else None

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
            of_room = title_of if self.lobby else title_of_lobby
            title = self.people.shown(name) if private else of_room(name)
            room = self.rooms[key] = RoomState(key, name, title, private, fold=self.fold)
            room.level = self.levels.get(key, Level.USUAL)
            if not private and not self.lobby:
                self.lobby = key
            self.tell(RoomOpened(room.shown()))
        return room

    def close_room(self, room: RoomState) -> None:
        """A room is no more."""
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
            if old in self.levels:
                self.levels[key] = self.levels.pop(old)
            self._tell_moved(room, old)
            del self.rooms[old]
            for touched in (self._moved, self._touched_members):
                if old in touched:
                    del touched[old]
                    touched[key] = None
        self.touch(room)

    def _tell_moved(self, room: RoomState, was: str) -> None:
        """A room has another key; several in a row are told as one."""
        self.tell()
        last = self._changes[-1] if self._changes else None
        if isinstance(last, RoomMoved) and last.room.key == was:
            self._changes[-1] = RoomMoved(last.was, room.shown())
        else:
            self.tell(RoomMoved(was, room.shown()))

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

    def conversation(self, nick: str) -> RoomState | None:
        """The private conversation with somebody, if it is open."""
        room = self.room(nick)
        return room if room is not None and room.private else None

    def shared(self, nick: str) -> list[RoomState]:
        """The rooms in which somebody is, too."""
        key = self.fold(nick)
        return [room for room in self.rooms.values() if key in room.members]

    def touch_movements(self, room: RoomState) -> None:
        """The line of comings and goings is to say more."""
        self._moved[room.key] = None

    def moves_untold(self, room: RoomState) -> bool:
        """Whether that line says less than has happened."""
        return room.key in self._moved

    def touch_typing(self, room: RoomState) -> None:
        """Who is writing there has changed."""
        who = [room.members[key].nick if key in room.members else room.name for key in room.typing]
        room.typing_names = tuple(self.people.shown(nick) for nick in who)
        self.touch(room)

    @property
    def fallback(self) -> str:
        """The key of the room to which one goes when the one that is shown closes."""
        return self.before if self.before in self.rooms and self.before != self.shown else self.lobby

    def _server_room(self) -> RoomState:
        room = self.rooms.get(SERVER_KEY)
        if room is None:
            room = RoomState(SERVER_KEY, "", self.title or _("Chat"), joined=False, fold=self.fold)
            self.rooms[SERVER_KEY] = room
            self.tell(RoomOpened(room.shown()))
        return room
