"""What the client knows and what the person does with it: messages in, changes out. Pure; main thread only.

Rule 1: ``apply`` never raises, whatever a server sends, and everything kept is bounded.
Rule 2: what a person typed is sent or refused with a ``NotPossibleError`` whose text is a sentence; nothing is
    swallowed.
Rule 3: state changes in ``handlers/`` (what the server says) and here (what the person does), and every change is told.
Within one call, lines are told as they happen, and rooms and lists of people once, at the end, however often they
changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from chat_tk.client import handlers
from chat_tk.client.events import (
    Change,
    LineAdded,
    LineChanged,
    MembersChanged,
    RegistrationRefused,
    RoomChanged,
    RoomClosed,
    RoomOpened,
    Send,
)
from chat_tk.client.handshake import Handshake
from chat_tk.client.outbox import Outbox
from chat_tk.client.rooms import RoomState
from chat_tk.client.support import Support
from chat_tk.client.values import Delivery, Kind, Line, Member, Room
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import LINE_LIMIT, Message, format_message
from chat_tk.irc.names import fold

ROOMS_KEPT: Final = 500
TOTAL_LINES: Final = 50_000
"""Lines kept of all rooms together."""
TEXT_KEPT: Final = 4_000
"""Characters kept of one line: more than any honest server sends."""
REGISTRATION_PATIENCE: Final = 15.0
"""Seconds from the connection to 001."""
ALONE_PATIENCE: Final = 2.0
"""Seconds from 001 to the first room; after that the person is told how to enter one."""
SERVER_KEY: Final = ""
"""The key of the place where the server's own words stand when there is no room."""
_UNKNOWN_MASK = 96  # bytes taken for ``nick!user@host`` beside the nick until the server has shown it


class NotPossibleError(ValueError):
    """What the person wants cannot be done; the text is a sentence for them."""


class Session:
    """One membership in one chat, from the handshake to the end. All times are Unix seconds."""

    def __init__(self, name: str, password: str = "") -> None:
        self.handshake = Handshake(name, password)
        self.network = ""
        self.support = Support()
        self.mask = ""
        self.away = False
        self.ended = False
        self.rooms: dict[str, RoomState] = {}
        self.outbox = Outbox()
        self.batches: dict[str, str] = {}
        self.motd: list[str] = []
        self.shown = SERVER_KEY
        self.lobby = SERVER_KEY
        self.ctcp_at = 0.0
        self.label = ""
        self._connected = False
        self._began_at: float | None = None
        self._welcomed_at: float | None = None
        self._next_line = 1
        self._total_lines = 0
        self._changes: list[Change] = []
        self._touched: dict[str, None] = {}
        self._touched_members: dict[str, None] = {}

    # --- what one can look at ---------------------------------------------------------------------------------------

    @property
    def nick(self) -> str:
        """One's own name, as the server last said it."""
        return self.handshake.nick

    @property
    def capabilities(self) -> set[str]:
        """The capabilities that are in force."""
        return self.handshake.capabilities

    @property
    def registered(self) -> bool:
        """Whether the server has let us in, and the connection still stands."""
        return self._welcomed_at is not None and self._connected

    @property
    def due(self) -> bool:
        """Whether ``tick`` has to be called: something may time out."""
        waits_for_room = self._welcomed_at is not None and not self.rooms
        return self._connected and (len(self.outbox) > 0 or not self.handshake.done or waits_for_room)

    def lines(self, key: str) -> tuple[Line, ...]:
        """What was said in a room, oldest first; nothing for a room that is not there."""
        room = self.rooms.get(key)
        return tuple(room.lines) if room else ()

    def members(self, key: str) -> tuple[Member, ...]:
        """Who is in a room, as they are shown."""
        room = self.rooms.get(key)
        return room.people(self.nick, self.support.prefixes) if room else ()

    def shown_room(self, key: str) -> Room | None:
        """A room as the sidebar and the header show it."""
        room = self.rooms.get(key)
        return room.shown() if room else None

    def is_me(self, nick: str) -> bool:
        """Whether this is one's own name."""
        return fold(nick) == fold(self.nick)

    def is_channel(self, name: str) -> bool:
        """Whether ``name`` is a channel's on this server."""
        return bool(name) and name[0] in self.support.channel_types

    # --- what happens -----------------------------------------------------------------------------------------------

    def begin(self, now: float) -> list[Change]:
        """The connection is there: registration starts."""
        self._connected = True
        self._began_at = now
        self._changes.extend(self.handshake.begin())
        return self.changes()

    def apply(self, message: Message, now: float) -> list[Change]:
        """One message from the server."""
        return self.apply_all((message,), now)

    def apply_all(self, messages: Iterable[Message], now: float) -> list[Change]:
        """Messages that came together, in order; a room that changes often is told once."""
        for message in messages:
            if self.ended:
                break
            if self.handshake.done or message.command == "001":
                handlers.dispatch(self, message, now)
            else:
                self._changes.extend(self.handshake.apply(message))
        self.release()
        return self.changes()

    def tick(self, now: float) -> list[Change]:
        """Time has passed: tell what has waited too long."""
        for line in self.outbox.overdue(now):
            self.fail(
                line,
                _("No confirmation came. It may have arrived all the same: look for an answer before you try again."),
            )
        if not self.handshake.done and self._began_at is not None and now - self._began_at > REGISTRATION_PATIENCE:
            self.handshake.done = True
            text = _("Something answers at this address, but not as a chat does. Check the address and the port.")
            self._changes.append(RegistrationRefused(text))
        if self._welcomed_at is not None and not self.rooms and now - self._welcomed_at > ALONE_PATIENCE:
            self.info(None, _("You are in, but in no room yet. /join NAME enters one; /q leaves."), now)
        return self.changes()

    def lost(self) -> list[Change]:
        """The connection is over: what was under way has failed."""
        self._connected = False
        for line in self.outbox.drop():
            self.fail(line, _("The connection ended before the message was confirmed."))
        return self.changes()

    # --- what the person does ---------------------------------------------------------------------------------------

    def say(self, key: str, text: str, now: float, kind: Kind = Kind.MESSAGE) -> list[Change]:
        """Say something in a room: tags become formatting, several lines and long text several messages."""
        room = self._room_to_speak_in(key)
        pieces = markup.split(markup.from_html(text), self._text_limit(room.name, kind))
        if not pieces:
            raise NotPossibleError(_("There is nothing to send."))
        for piece in pieces:
            line = self.add_line(room, kind, piece, now, sender=self.nick, own=True, delivery=Delivery.UNDER_WAY)
            self.outbox.add(line.id, room.name, piece, kind, now)
        self.release()
        return self.changes()

    def retry(self, line_id: int, now: float) -> list[Change]:
        """Send a failed line again; it keeps its place. Nothing happens to lines that did not fail."""
        for room in self.rooms.values():
            line = room.find(line_id)
            if line and line.own and line.delivery is Delivery.FAILED:
                self._room_to_speak_in(room.key)
                self._change(room, replace(line, delivery=Delivery.UNDER_WAY, reason=""))
                self.outbox.add(line.id, room.name, line.text, line.kind, now)
        self.release()
        return self.changes()

    def ask(self, *params: str) -> list[Change]:
        """Send a command: ``ask("JOIN", "#den")``. Raises NotPossibleError when it cannot stand on the wire."""
        self._must_be_connected()
        command, *rest = params
        message = Message(command, tuple(rest))
        try:
            size = len(format_message(message).encode("utf-8", "replace"))
        except ValueError:
            raise NotPossibleError(_("A name cannot be empty, hold spaces or begin with a colon.")) from None
        if size > LINE_LIMIT - 2:
            raise NotPossibleError(_("This is too long for the chat. Make it shorter."))
        self.send(message)
        return self.changes()

    def open_private(self, nick: str) -> list[Change]:
        """Open a private conversation; its key is ``fold(nick)``."""
        if not nick or self.is_channel(nick) or any(char in nick for char in " ,*?!@\r\n\0"):
            raise NotPossibleError(_("This is not the name of a person: {name}").format(name=markup.plain(nick)))
        if self.private_room(nick) is None:
            raise NotPossibleError(_("Too many rooms are open. Close one first."))
        return self.changes()

    def leave(self, key: str, reason: str = "") -> list[Change]:
        """Leave a channel (it closes when the server says so), or close a private conversation."""
        room = self.rooms.get(key)
        if room is None or key == SERVER_KEY:
            raise NotPossibleError(_("This is no room that one can leave. /q leaves the chat."))
        if not room.private and room.joined and self._connected:
            return self.ask("PART", room.name, *([reason] if reason else []))
        self.close_room(room)
        return self.changes()

    def read(self, key: str) -> list[Change]:
        """The person looks at this room now: nothing in it is unread."""
        self.shown = key
        room = self.rooms.get(key)
        if room and (room.unread or room.mentions):
            room.unread = room.mentions = 0
            self.touch(room)
        return self.changes()

    # --- for handlers: every change passes here ---------------------------------------------------------------------

    def welcome(self, nick: str, now: float) -> None:
        """001: we are in."""
        self.handshake.finish(nick)
        self._welcomed_at = now

    def tell(self, change: Change) -> None:
        """Pass on a change that needs no more care."""
        self._changes.append(change)

    def send(self, message: Message) -> None:
        """Send a message."""
        self._changes.append(Send(message))

    def release(self) -> None:
        """Send what the outbox lets go."""
        labels = "labeled-response" in self.capabilities and "batch" in self.capabilities
        for message in self.outbox.release(labels=labels, pings=not labels):
            self.send(message)

    def room(self, name: str) -> RoomState | None:
        """The room with this name, if it is there."""
        return self.rooms.get(fold(name)) if name else None

    def open_room(self, name: str, *, private: bool = False) -> RoomState | None:
        """The room with this name, opened when it is new. None: there are too many."""
        key = fold(name)
        room = self.rooms.get(key)
        if room is None:
            if not key or len(self.rooms) >= ROOMS_KEPT:
                return None
            title = name if private or self.lobby else name[1:] or name
            room = self.rooms[key] = RoomState(key, name, title, private)
            if not private and not self.lobby:
                self.lobby = key
            self.tell(RoomOpened(room.shown()))
        return room

    def private_room(self, nick: str) -> RoomState | None:
        """The conversation with ``nick``, opened when it is new. None: there are too many."""
        return self.open_room(nick, private=True)

    def close_room(self, room: RoomState) -> None:
        """A room is no more."""
        self._total_lines -= len(room.lines)
        del self.rooms[room.key]
        if self.lobby == room.key:
            self.lobby = next(
                (other.key for other in self.rooms.values() if not other.private and other.key), SERVER_KEY
            )
        self._touched.pop(room.key, None)
        self._touched_members.pop(room.key, None)
        self.tell(RoomClosed(room.key))

    def rekey(self, room: RoomState, nick: str) -> None:
        """The person of a private conversation has another name (without a room of its own); what was said stays."""
        old, key = room.key, fold(nick)
        if key != old and key in self.rooms:
            return
        self.outbox.rename(room.name, nick)
        room.name = room.title = nick
        if key != old:
            lines = [replace(line, room=key) for line in room.lines]
            room.key = key
            room.lines.clear()
            room.lines.extend(lines)
            self.rooms[key] = room
            self.shown = key if self.shown == old else self.shown
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

    def info(self, room: RoomState | None, text: str, now: float, kind: Kind = Kind.INFO) -> None:
        """A line from the program itself; without a room, where the person looks."""
        if room is None:
            room = self.rooms.get(self.shown) or self.rooms.get(self.lobby) or self._server_room()
        self.add_line(room, kind, text, now)

    def add_line(
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
    ) -> Line:
        """A new line at the end of a room, counted as unread when the person looks elsewhere."""
        line = Line(self._next_line, room.key, kind, at, text[:TEXT_KEPT], sender, own, mentions_me, delivery)
        self._next_line += 1
        self._make_place(room)
        room.lines.append(line)
        self._total_lines += 1
        if sender and not own and room.key != self.shown:
            room.unread += 1
            room.mentions += mentions_me or room.private
            self.touch(room)
        self.tell(LineAdded(line))
        return line

    def deliver(self, line_id: int | None, text: str = "") -> None:
        """The server has confirmed an own line; ``text``: as everybody else reads it."""
        for room in self.rooms.values():
            line = room.find(line_id) if line_id else None
            if line and (line.delivery is not Delivery.DELIVERED or (text and text != line.text)):
                self._change(
                    room, replace(line, delivery=Delivery.DELIVERED, reason="", text=text[:TEXT_KEPT] or line.text)
                )

    def fail(self, line_id: int | None, reason: str) -> None:
        """An own line did not arrive. One that was confirmed meanwhile stays so."""
        for room in self.rooms.values():
            line = room.find(line_id) if line_id else None
            if line and line.delivery is Delivery.UNDER_WAY:
                self._change(room, replace(line, delivery=Delivery.FAILED, reason=reason))

    # --- inside -----------------------------------------------------------------------------------------------------

    def changes(self) -> list[Change]:
        """What has happened since the last call, taken out."""
        for key in self._touched:
            if room := self.rooms.get(key):
                self._changes.append(RoomChanged(room.shown()))
        for key in self._touched_members:
            if key in self.rooms:
                self._changes.append(MembersChanged(key, self.members(key)))
        self._touched.clear()
        self._touched_members.clear()
        taken, self._changes = self._changes, []
        return taken

    def _change(self, room: RoomState, line: Line) -> None:
        if room.replace(line):
            self.tell(LineChanged(line))

    def _make_place(self, room: RoomState) -> None:
        if len(room.lines) == room.lines.maxlen:
            self._total_lines -= 1  # the deque drops its oldest
        elif self._total_lines >= TOTAL_LINES:
            max(self.rooms.values(), key=lambda each: len(each.lines)).lines.popleft()
            self._total_lines -= 1

    def _server_room(self) -> RoomState:
        room = self.rooms.get(SERVER_KEY)
        if room is None:
            room = self.rooms[SERVER_KEY] = RoomState(SERVER_KEY, "", self.network or _("Chat"), joined=False)
            self.tell(RoomOpened(room.shown()))
        return room

    def _must_be_connected(self) -> None:
        if not self.registered or self.ended:
            raise NotPossibleError(_("There is no connection to the chat at the moment."))

    def _room_to_speak_in(self, key: str) -> RoomState:
        self._must_be_connected()
        room = self.rooms.get(key)
        if room is None or key == SERVER_KEY:
            raise NotPossibleError(_("You are in no room yet. /join NAME enters one."))
        if not room.joined:
            raise NotPossibleError(
                _("You are not in this room any more. /join {name} enters it again.").format(name=room.name)
            )
        return room

    def _text_limit(self, target: str, kind: Kind) -> int:
        mask = len(self.mask.encode("utf-8", "replace")) or len(self.nick.encode("utf-8", "replace")) + _UNKNOWN_MASK
        frame = len(f":  PRIVMSG {target} :\r\n".encode("utf-8", "replace")) + (9 if kind is Kind.ACTION else 0)
        return max(LINE_LIMIT - mask - frame, 64)
