"""JOIN: somebody, or we ourselves, came into a room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client import happenings, history, playback, remarks
from chat_tk.client.handlers.registry import handles
from chat_tk.client.movement import Move
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

TARGETS: Final = 20
"""Rooms that are looked at in one message."""


@handles("JOIN", params=1)
def join(session: Session, message: Message, now: float) -> None:
    """``:nick JOIN <channel> [<account> :<real name>]`` (extended-join)."""
    for name in message.params[0].split(",")[:TARGETS]:
        if not session.is_channel(name) or not message.nick:
            continue
        if session.is_me(message.nick):
            _enter(session, name, message.source, now)
        elif (room := session.book.room(name)) and room.enter(message.nick):
            _note(session, message)
            text, stamp = happenings.joined(session.people, message), playback.stamp(session, message, now)
            remarks.moved(session.book, room, Move.CAME, message.nick, text, stamp)
            session.book.touch_members(room)


def _note(session: Session, message: Message) -> None:
    """What extended-join and tags tell of who came."""
    account = message.param(1)
    session.people.note(message.nick, account="" if account == "*" else account, bot="bot" in message.tags)


def _enter(session: Session, name: str, source: str, now: float) -> None:
    """We are in; who else is here follows as a list of names (353, 366), and the welcome with it."""
    session.mask = source if "!" in source else session.mask
    room = session.book.open_room(name)
    if room is None:
        return
    session.coming.pop(room.key, None)
    room.empty()
    room.joined, room.welcomed = True, False
    room.enter(session.nick)
    history.entered(session, room, now)
    session.book.touch_members(room)
