"""TAGMSG: what is said without words: who is writing, and reactions.

Sources: IRCv3 "message-tags", client tags "typing", "react", "reply".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import remarks, writing
from chat_tk.client.handlers.privmsg import answered, known_room, said_at
from chat_tk.client.handlers.registry import handles
from chat_tk.client.rooms import RoomState
from chat_tk.irc import own
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("TAGMSG", params=1)
def tagged(session: Session, message: Message, now: float) -> None:
    """``@+typing=active :nick TAGMSG <target>``; opens no conversation by itself."""
    mine = session.is_me(message.nick)
    if own.HAND in message.tags and session.is_me(message.params[0]):
        _hand(session, up=message.tags[own.HAND] == own.UP)
        return
    room = known_room(session, message.params[0], message.params[0] if mine else message.nick)
    if room is None or session.people.ignores(message.nick):
        return
    state = next((message.tags[tag] for tag in writing.TAGS if tag in message.tags), "")
    if state and not mine and room.typing.told(session.book.fold(message.nick), state, now):
        session.book.touch_typing(room)
    if reacted(session, room, message, now):
        remarks.react(session.book, room, answered(message))


def _hand(session: Session, *, up: bool) -> None:
    """Whoever keeps order has seen one's hand."""
    lobby = session.rooms.get(session.book.lobby)
    if lobby is not None and lobby.hand != up:
        lobby.hand = up
        session.book.touch(lobby)


def reacted(session: Session, room: RoomState, message: Message, now: float) -> bool:
    """Take in a reaction, live or from the history. False: it is none, or changes nothing."""
    tags, on = message.tags, "+draft/react" in message.tags
    text = tags.get("+draft/react", "") or tags.get("+draft/unreact", "")
    if not text or session.people.ignores(message.nick):
        return False
    key, name = session.book.fold(message.nick), session.people.shown(message.nick)
    return room.reactions.note(answered(message), text, key, name, said_at(message, now), on=on)
