"""QUIT: somebody left the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import happenings, playback, remarks, returning
from chat_tk.client.handlers.registry import handles
from chat_tk.client.movement import Move
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("QUIT")
def left_chat(session: Session, message: Message, now: float) -> None:
    """``:nick QUIT [:reason]``, told in every room where the person was, and in the conversation with them."""
    if session.is_me(message.nick):
        return  # ERROR follows
    book, nick = session.book, message.nick
    text, stamp = happenings.left(session.people, message), playback.stamp(session, message, now)
    for room in book.shared(nick):
        room.leave(nick)
        remarks.moved(book, room, Move.WENT, nick, text, stamp)
        book.touch_members(room)
        if room.typing_names:
            book.touch_typing(room)
    conversation = book.conversation(nick)
    if conversation is not None:
        if conversation.typing.stopped(conversation.key):
            book.touch_typing(conversation)
        remarks.moved(book, conversation, Move.WENT, nick, text, stamp)
    session.people.forget(nick)
    returning.freed(session, nick)
