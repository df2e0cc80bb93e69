"""PART: somebody, or we ourselves, left a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import happenings, playback, remarks
from chat_tk.client.handlers.join import TARGETS
from chat_tk.client.handlers.registry import handles
from chat_tk.client.movement import Move
from chat_tk.client.rooms import RoomState
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("PART", params=1)
def part(session: Session, message: Message, now: float) -> None:
    """``:nick PART <channel> [:reason]``."""
    for name in message.params[0].split(",")[:TARGETS]:
        room = session.book.room(name)
        if room is None or room.private:
            continue
        if session.is_me(message.nick):
            session.book.close_room(room)
        elif room.leave(message.nick):
            _gone(session, room, message, now)


def _gone(session: Session, room: RoomState, message: Message, now: float) -> None:
    """Somebody is not in a room any more."""
    nick, stamp = message.nick, playback.stamp(session, message, now)
    remarks.moved(session.book, room, Move.WENT, nick, happenings.parted(session.people, message), stamp)
    session.book.touch_members(room)
    session.book.touch_typing(room)
    if not session.book.shared(nick):
        session.people.forget(nick)
