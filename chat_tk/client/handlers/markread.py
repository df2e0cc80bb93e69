"""MARKREAD: what the same person has read with another program is not unread here.

Source: IRCv3 draft "read-marker".
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("MARKREAD", params=2)
def markread(session: Session, message: Message, _now: float) -> None:
    """``MARKREAD <target> timestamp=<moment>``, or ``*`` where nothing is known."""
    room = session.book.room(message.params[0])
    at = _moment(message.params[1])
    if room is None or at <= room.past.read_at:
        return
    room.past.read_at = at
    fresh = [line for line in room.lines if line.sender and not line.own and line.at > at]
    unread, mentions = len(fresh), sum(line.mentions_me or room.private for line in fresh)
    if unread < room.unread:
        room.unread, room.mentions = unread, min(mentions, room.mentions)
        session.book.touch(room)


def _moment(stamp: str) -> float:
    """Unix seconds; 0 for what is no moment."""
    kind, _equals, text = stamp.partition("=")
    try:
        moment = datetime.fromisoformat(text) if kind == "timestamp" else None
        return moment.timestamp() if moment is not None and moment.tzinfo is not None else 0.0
    except (ValueError, OverflowError, OSError):
        return 0.0
