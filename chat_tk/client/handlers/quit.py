"""QUIT: somebody left the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import remarks, returning
from chat_tk.client.handlers.part import departed
from chat_tk.client.handlers.registry import handles
from chat_tk.client.movement import Move
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("QUIT")
def left_chat(session: Session, message: Message, now: float) -> None:
    """``:nick QUIT [:reason]``, told in every room where the person was, and in the conversation with them."""
    if session.is_me(message.nick):
        return  # ERROR follows
    reason = message.param(0).removeprefix("Quit:").strip()
    text = departed(session, _("{name} left the chat."), message.nick, reason)
    for room in list(session.book.rooms.values()):
        if room.leave(message.nick):
            remarks.moved(session.book, room, Move.WENT, message.nick, text, now)
            session.book.touch_members(room)
            if room.typing_names:
                session.book.touch_typing(room)
        elif room.private and room.key == session.book.fold(message.nick):
            remarks.moved(session.book, room, Move.WENT, message.nick, text, now)
    session.people.forget(message.nick)
    returning.freed(session, message.nick)
