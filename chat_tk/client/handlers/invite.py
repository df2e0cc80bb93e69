"""INVITE and its confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.details import Invitation
from chat_tk.client.events import Invited
from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("INVITE", params=2)
def invite(session: Session, message: Message, now: float) -> None:
    """``:nick INVITE <whom> <channel>``; the person decides, nothing is joined by itself."""
    room, name = message.params[1], session.people.shown(message.nick)
    if not session.is_me(message.params[0]) or not session.is_channel(room) or session.people.ignores(message.nick):
        return
    title = session.book.title_of(room)
    session.book.info(None, _("{name} invites you to {room}.").format(name=name, room=title), now)
    session.book.tell(Invited(Invitation(room, title, name)))


@handles("341", params=3)
def inviting(session: Session, message: Message, now: float) -> None:
    """RPL_INVITING: the other one was told."""
    text = _("{name} was invited to {room}.")
    name, title = session.people.shown(message.params[1]), session.book.title_of(message.params[2])
    session.book.info(session.book.room(message.params[2]), text.format(name=name, room=title), now)
