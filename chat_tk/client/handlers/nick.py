"""NICK: somebody, or we ourselves, have another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import happenings, playback, remarks, returning
from chat_tk.client.events import NickChanged
from chat_tk.client.handlers.registry import handles
from chat_tk.client.movement import Move
from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.irc.names import visible

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("NICK", params=1)
def nick(session: Session, message: Message, now: float) -> None:
    """``:old NICK <new>``, told in every room where the person is, and in the conversation with them."""
    old, new = message.nick, message.params[0]
    if not session.book.fold(old) or not session.book.fold(new):
        return
    if session.is_me(old):
        _mine(session, message, now)
        return
    book, stamp = session.book, playback.stamp(session, message, now)
    text = happenings.renamed(session.people, message)
    session.people.renamed(old, new)
    rooms, conversation = book.shared(old), book.conversation(old)
    for room in rooms if conversation is None else [*rooms, conversation]:
        room.rename(old, new)
        remarks.moved(book, room, Move.RENAMED, old, text, stamp, new)
        book.touch_members(room)
    if conversation is not None:
        session.outbox.rename(conversation.name, new)
        book.rekey(conversation, new, session.people.shown(new))
    returning.freed(session, old)


def _mine(session: Session, message: Message, now: float) -> None:
    """We have another name."""
    old, new, book = message.nick, message.params[0], session.book
    session.handshake.finish(new)
    session.returning.nick = ""
    session.mask = f"{new}!{message.source.partition('!')[2]}" if "!" in message.source else ""
    book.tell(NickChanged(new))
    session.people.renamed(old, new)
    text, stamp = _("You are {new} now.").format(new=visible(new)), playback.stamp(session, message, now)
    for room in book.shared(old):
        room.rename(old, new)
        remarks.told(book, room, text, stamp)
        book.touch_members(room)
    if not any(room.joined and not room.private for room in book.rooms.values()):
        book.info(None, text, now)
