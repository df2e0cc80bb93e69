"""NICK: somebody, or we ourselves, have another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import remarks, returning
from chat_tk.client.events import NickChanged
from chat_tk.client.handlers.registry import handles
from chat_tk.client.movement import Move
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("NICK", params=1)
def nick(session: Session, message: Message, now: float) -> None:
    """``:old NICK <new>``, told in every room where the person is, and in the conversation with them."""
    old, new = message.nick, message.params[0]
    if not session.book.fold(old) or not session.book.fold(new):
        return
    mine = session.is_me(old)
    if mine:
        session.handshake.finish(new)
        session.returning.nick = ""
        session.mask = f"{new}!{message.source.partition('!')[2]}" if "!" in message.source else ""
        session.book.tell(NickChanged(new))
        text = _("You are {new} now.").format(new=new)
    else:
        text = _("{old} is now called {new}.").format(old=session.people.shown(old), new=new)
    session.people.renamed(old, new)
    for room in list(session.book.rooms.values()):
        conversation = room.private and not mine and room.key == session.book.fold(old)
        if not room.rename(old, new) and not conversation:
            continue
        if mine:
            session.book.info(room, text, now)
        else:
            remarks.moved(session.book, room, Move.RENAMED, old, text, now, new)
        session.book.touch_members(room)
        if conversation:
            session.outbox.rename(room.name, new)
            session.book.rekey(room, new, session.people.shown(new))
    if not mine:
        returning.freed(session, old)
    if mine and not any(room.joined and not room.private for room in session.book.rooms.values()):
        session.book.info(None, text, now)
