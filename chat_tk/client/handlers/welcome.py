"""001: the server has let us in. What follows it up to the message of the day is not for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.events import NickChanged, Welcomed
from chat_tk.client.handlers import metadata
from chat_tk.client.handlers.registry import handles
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("001")
def welcome(session: Session, message: Message, now: float) -> None:
    """``001 <nick> :Welcome ...``; a second one only tells the name again."""
    nick = message.param(0)
    if session.registered:
        if nick and nick != session.nick:
            session.handshake.finish(nick)
            session.book.tell(NickChanged(nick))
        return
    session.welcome(nick if nick != "*" else "", now)
    session.book.tell(Welcomed(session.nick, session.network))
    session.tell_abilities()
    metadata.subscribe(session)
