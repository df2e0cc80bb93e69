"""QUIT: somebody left the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.part import departed
from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("QUIT")
def left_chat(session: Session, message: Message, now: float) -> None:
    """``:nick QUIT [:reason]``, told in every room where the person was, and in the conversation with them."""
    if session.is_me(message.nick):
        return  # ERROR follows
    text = departed(_("{name} left the chat."), message.nick, message.param(0).removeprefix("Quit:").strip())
    for room in session.rooms.values():
        if room.leave(message.nick):
            session.info(room, text, now)
            session.touch_members(room)
        elif room.private and room.key == fold(message.nick):
            session.info(room, text, now)
