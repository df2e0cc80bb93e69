"""INVITE and its confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("INVITE", params=2)
def invite(session: Session, message: Message, now: float) -> None:
    """``:nick INVITE <whom> <channel>``; the person decides, nothing is joined by itself."""
    if session.is_me(message.params[0]):
        text = _("{name} invites you to {room}. /join {room} goes there.")
        session.book.info(None, text.format(name=message.nick, room=message.params[1]), now)


@handles("341", params=3)
def inviting(session: Session, message: Message, now: float) -> None:
    """RPL_INVITING: the other one was told."""
    text = _("{name} was invited to {room}.")
    session.book.info(None, text.format(name=message.params[1], room=message.params[2]), now)
