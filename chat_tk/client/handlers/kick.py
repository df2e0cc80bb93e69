"""KICK: somebody was removed from a room, not from the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import happenings, playback, remarks
from chat_tk.client.handlers.registry import handles
from chat_tk.client.values import Kind
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("KICK", params=2)
def kick(session: Session, message: Message, now: float) -> None:
    """``:nick KICK <channel> <whom> [:reason]``. A room we are removed from stays readable."""
    room, whom, reason = session.book.room(message.params[0]), message.params[1], happenings.kick_reason(message)
    if room is None or room.private:
        return
    stamp = playback.stamp(session, message, now)
    if session.is_me(whom):
        room.empty()
        session.book.touch_members(room)
        session.book.touch_typing(room)
        text = _("You were removed from this room by {by}: {reason}")
        words = text.format(by=session.people.shown(message.nick), reason=reason or _("no reason given"))
        remarks.told(session.book, room, words, stamp, Kind.ERROR)
    elif room.leave(whom):
        remarks.told(session.book, room, happenings.removed(session.people, message), stamp)
        session.book.touch_members(room)
        if not session.book.shared(whom):
            session.people.forget(whom)
