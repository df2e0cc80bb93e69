"""Going to a message that may not be here yet: the pages up to it are asked for, one after the other. Pure.

Rule: it ends in ``LineReached``, or in a sentence: the message is too far back, or not kept any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import paging
from chat_tk.client.events import Change, LineReached
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.rooms import Reach, RoomState
from chat_tk.client.values import Kind, Line
from chat_tk.i18n import _

if TYPE_CHECKING:
    from chat_tk.client.session import Session


def go_to(session: Session, line: Line, now: float) -> list[Change]:
    """Show this line in its room: ``LineReached``, at once or when the pages up to it have come."""
    room = session.rooms.get(line.room)
    if room is None:
        raise NotPossibleError(_("This was said in a room that is not open. Enter it first."))
    here = room.lines.find(line.id) or room.lines.said(line.msgid)
    if here is not None:
        return [LineReached(here)]
    return _page_back_to(session, room, Reach(line.at, line.msgid), now)


def go_to_quoted(session: Session, key: str, line_id: int, now: float) -> list[Change]:
    """Show the message that this line answers."""
    room = session.rooms.get(key)
    line = room.lines.find(line_id) if room is not None else None
    if room is None or line is None or line.quote is None:
        return []
    here = room.lines.said(line.quote.msgid)
    return [LineReached(here)] if here is not None else _page_back_to(session, room, Reach(0.0, line.quote.msgid), now)


def _page_back_to(session: Session, room: RoomState, sought: Reach, now: float) -> list[Change]:
    room.past.sought = sought
    if not paging.older(session, room, now) and not room.past.asked:
        room.past.sought = None
        raise NotPossibleError(_("This message is too far back, or not kept any more."))
    return session.changes()


def go_on(session: Session, room: RoomState, now: float) -> bool:
    """A page has come: whether the message that is sought was not in it, and the next one was asked for."""
    sought = room.past.sought
    assert sought is not None
    line = room.lines.said(sought.msgid) or _at(room, sought)
    if line is not None:
        room.past.sought = None
        session.book.tell(LineReached(line))
        return False
    if paging.older(session, room, now):
        return True
    room.past.sought = None
    session.book.info(room, _("This message is too far back, or not kept any more."), now, Kind.ERROR)
    return False


def _at(room: RoomState, sought: Reach) -> Line | None:
    """The first line from that moment on, once the pages reach above it."""
    first = room.lines.oldest()
    if not sought.at or first is None or first.at >= sought.at:
        return None
    return next((line for line in room.lines if line.sender and line.at >= sought.at), None)
