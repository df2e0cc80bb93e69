"""QUIT: somebody left the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.part import departed
from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("QUIT")
def left_chat(session: Session, message: Message, now: float) -> None:
    """``:nick QUIT [:reason]``, told in every room where the person was, and in the conversation with them."""
    if session.is_me(message.nick):
        return  # ERROR follows
    text = departed(_("{name} left the chat."), message.nick, message.param(0).removeprefix("Quit:").strip())
    for room in session.book.rooms.values():
        if room.leave(message.nick):
            session.book.info(room, text, now)
            session.book.touch_members(room)
        elif room.private and room.key == session.book.fold(message.nick):
            session.book.info(room, text, now)
