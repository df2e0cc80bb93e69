"""Coming back after the network broke: rooms entered again, what was missed asked for, the name taken back. Pure.

Rule 1: all that the person sees stays; only what belonged to the connection goes (``Session.resume``).
Rule 2: nothing is said a second time: what was under way is shown as failed, and counts as delivered when the history
    brings it (``Backlog.merge``).
Rule 3: a room that does not let us in again stays readable, and says why.
Sources: Modern IRC "JOIN message", "AWAY message"; IRCv3 draft "chathistory".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from chat_tk.client import abilities, history
from chat_tk.client.rooms import RoomState
from chat_tk.i18n import _, ngettext
from chat_tk.irc.message import Message
from chat_tk.irc.modes import Change as ModeChange

if TYPE_CHECKING:
    from chat_tk.client.session import Session

KEYS_KEPT: Final = 200
_TOGETHER: Final = 8
_BYTES: Final = 400
"""Rooms that are entered with one message, and how long their names may be: a line has 512 bytes."""


@dataclass(slots=True)
class Returning:
    """What has to be put right again.

    ``rooms``  to be entered again, by key; the name as it stands on the wire
    ``keys``   the passwords of rooms, by key
    ``nick``   the name that one had and that the old connection still holds; empty: none. ``key``: its key
    ``since``  when the last word of the broken connection came, Unix seconds; 0: it is the first one
    """

    rooms: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    nick: str = ""
    key: str = ""
    since: float = 0.0

    def remember(self, room: str, key: str) -> None:
        """A room is entered with this password."""
        if room in self.keys or len(self.keys) < KEYS_KEPT:
            self.keys[room] = key

    def renamed(self, old: str, new: str) -> None:
        """A room has another key; its password is the same."""
        if old in self.keys:
            self.keys[new] = self.keys.pop(old)

    def was(self, key: str) -> bool:
        """Whether one had the name with this key until the connection broke."""
        return bool(self.nick) and key == self.key

    def note_mode(self, room: str, change: ModeChange) -> None:
        """A room has got a password, or lost it."""
        if change.sign == "-":
            self.keys.pop(room, None)
        elif change.argument.strip("*"):
            self.remember(room, change.argument)


def begin(session: Session, since: float) -> None:
    """The connection broke, a new one will be made: note what is to be there again."""
    back = session.returning
    back.since = since
    back.rooms = {
        room.key: room.name for room in session.rooms.values() if room.joined and room.key and not room.private
    }
    for room in session.rooms.values():
        room.past.asked = ""
        if room.typing_names:
            room.typing = type(room.typing)()
            session.book.touch_typing(room)


def welcomed(session: Session) -> None:
    """We are in again: enter the rooms, those that had not answered among them, and be away if we were."""
    back = session.returning
    back.nick = session.handshake.wanted if session.handshake.wanted != session.nick else ""
    back.key = session.book.fold(back.nick)
    session.handshake.wanted = session.nick
    enter(session, {**session.coming, **back.rooms})
    if session.away is not None:
        session.send(Message("AWAY", (session.away,)))


def enter(session: Session, rooms: Mapping[str, str]) -> None:
    """Enter these rooms (their names, by key), with the passwords that are known."""
    keys = session.returning.keys
    for names, passwords in _together([(name, keys.get(key, "")) for key, name in rooms.items()]):
        session.send(Message("JOIN", (names, passwords) if passwords else (names,)))


def settled(session: Session, now: float) -> None:
    """The server has said all that it says at first: ask for what was said in private meanwhile."""
    if session.returning.since:
        for room in session.rooms.values():
            if room.private:
                history.entered(session, room, now)


def entered(session: Session, room: RoomState, now: float) -> bool:
    """Who is in a room is known. False: we did not come back to it, it is new to us."""
    back = session.returning
    if back.rooms.pop(room.key, None) is None:
        return False
    words = _("You are here again. The connection was broken {time}.")
    if not session.capabilities >= abilities.HISTORY:
        words = _("You are here again. The connection was broken {time}; what was said meanwhile is not shown here.")
    session.book.info(room, words.format(time=_how_long(now - back.since)), now)
    if back.nick and room.key == session.book.lobby:
        words = _("The name {wanted} is still taken, perhaps by your own broken connection. You are {name} until then.")
        session.book.info(room, words.format(wanted=back.nick, name=session.nick), now)
    return True


def refused(session: Session, name: str) -> None:
    """A room does not let us in again; the line that says why stands there."""
    room = session.book.room(name)
    session.coming.pop(session.book.fold(name), None)
    if room is not None and session.returning.rooms.pop(room.key, None) is not None:
        room.empty()
        session.book.touch_members(room)


def freed(session: Session, nick: str) -> None:
    """Somebody is gone: if they held our name, we take it back."""
    back = session.returning
    if back.was(session.book.fold(nick)):
        session.send(Message("NICK", (back.nick,)))
        back.nick = ""


def _how_long(seconds: float) -> str:
    if seconds < 90:
        return _("for a moment")
    minutes = round(seconds / 60)
    if minutes < 90:
        return ngettext("for {count} minute", "for {count} minutes", minutes).format(count=minutes)
    hours = round(minutes / 60)
    return ngettext("for {count} hour", "for {count} hours", hours).format(count=hours)


def _together(rooms: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rooms with their passwords as the parameters of as many JOINs as it takes; those with one stand first."""
    groups: list[list[tuple[str, str]]] = []
    for room in sorted(rooms, key=lambda each: not each[1]):
        size = sum(len(f"{name},{key},".encode("utf-8", "replace")) for name, key in (*(groups or [[]])[-1], room))
        if not groups or len(groups[-1]) >= _TOGETHER or size > _BYTES:
            groups.append([])
        groups[-1].append(room)
    return [(",".join(n for n, _k in group), ",".join(k for _n, k in group if k)) for group in groups]
