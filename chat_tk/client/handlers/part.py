"""PART: somebody, or we ourselves, left a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.join import TARGETS
from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
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
            session.book.info(room, departed(_("{name} left this room."), message.nick, message.param(1)), now)
            session.book.touch_members(room)


def departed(text: str, name: str, reason: str) -> str:
    """The line that tells a departure, with the reason where there is one."""
    line = text.format(name=name)
    return f"{line} ({reason})" if reason else line
