"""Going about in the rooms: looking at them, reading back, opening conversations and leaving. Pure: changes come out.

Rule: what one looks at is read, and one's other programs hear of it, unless the person does not want that.
Source: IRCv3 draft "read-marker".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client import paging
from chat_tk.client.events import Change, LinesFound
from chat_tk.client.house import SERVER_KEY
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.rooms import RoomState
from chat_tk.client.values import Level
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

MORE: Final = 200
"""Lines that are handed over at once to who reads back, where they are here."""


def read(session: Session, key: str, *, looking: bool = True) -> list[Change]:
    """The person looks at this room now: nothing in it is unread. Not ``looking``: at another window."""
    book = session.book
    if book.looking:
        _tell_read(session, session.rooms.get(book.shown))
    if key != book.shown:
        book.before = book.shown
    book.shown, book.looking = key, looking
    return mark_read(session, key) if looking else session.changes()


def mark_read(session: Session, key: str) -> list[Change]:
    """Nothing in this room is unread, whether one looks at it or not."""
    room = session.rooms.get(key)
    _tell_read(session, room)
    if room and (room.unread or room.mentions):
        room.unread = room.mentions = 0
        session.book.touch(room)
    return session.changes()


def read_back(session: Session, key: str, line_id: int, now: float) -> list[Change]:
    """The person has scrolled up to this line: ``LinesFound`` with what stands above, at once or when it comes."""
    room = session.rooms.get(key)
    if room is not None and (above := room.lines.above(line_id, MORE)):
        return [LinesFound(key, above)]
    if room is not None:
        room.past.pages = 0
        paging.older(session, room, now)
    return session.changes()


def open_private(session: Session, nick: str, now: float) -> list[Change]:
    """Open a private conversation; its key is ``book.fold(nick)``."""
    if not nick or session.is_channel(nick) or any(char in nick for char in " ,*?!@\r\n\0"):
        raise NotPossibleError(_("This is not the name of a person: {name}").format(name=markup.plain(nick)))
    if session.private_room(nick, now) is None:
        raise NotPossibleError(_("Too many rooms are open. Close one first."))
    return session.changes()


def leave(session: Session, key: str, reason: str = "") -> list[Change]:
    """Leave a channel (it closes when the server says so), or close a private conversation."""
    room = session.rooms.get(key)
    if room is None or key == SERVER_KEY:
        raise NotPossibleError(_("This is no room that one can leave. /q leaves the chat."))
    if not room.private and room.joined and session.connected:
        return session.ask("PART", room.name, *([reason] if reason else []))
    session.book.close_room(room)
    return session.changes()


def set_level(session: Session, key: str, level: Level) -> list[Change]:
    """Of what a room is to tell while nobody looks."""
    levels = session.book.levels
    levels.pop(key, None)
    if level is not Level.USUAL:
        levels[key] = level
    if (room := session.rooms.get(key)) is not None:
        room.level = level
        session.book.touch(room)
    return session.changes()


def tell_mark(session: Session, room: RoomState) -> None:
    """Tell the server how far this room was read, which it may not know: under its new name, say."""
    may = session.tells_read and session.registered and "draft/read-marker" in session.capabilities
    if may and room.past.read_at:
        session.send(Message("MARKREAD", (room.name, paging.moment(room.past.read_at))))


def _tell_read(session: Session, room: RoomState | None) -> None:
    """The person has seen all that stands in this room: their other programs are to know it."""
    last = room.lines.newest() if room is not None else None
    if room is None or last is None or not last.msgid or not session.tells_read:
        return
    if "draft/read-marker" not in session.capabilities:
        return
    if session.registered and last.at > room.past.read_at:
        room.past.read_at = last.at
        tell_mark(session, room)
