"""TOPIC and its replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import happenings, playback, remarks
from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("TOPIC", params=2)
def topic(session: Session, message: Message, now: float) -> None:
    """``:nick TOPIC <channel> :text``."""
    if (room := session.book.room(message.params[0])) is None:
        return
    _set(session, message.params[0], message.params[1])
    stamp = playback.stamp(session, message, now)
    remarks.told(session.book, room, happenings.topic(session.people, message), stamp)


@handles("331", params=2)
def no_topic(session: Session, message: Message, now: float) -> None:
    """RPL_NOTOPIC, the answer to a question about it."""
    _set(session, message.params[1], "")
    session.book.info(session.book.room(message.params[1]), _("This room has no topic."), now)


@handles("332", params=3)
def is_topic(session: Session, message: Message, now: float) -> None:
    """RPL_TOPIC: on entering, or the answer to a question about it."""
    _set(session, message.params[1], message.params[2])
    room = session.book.room(message.params[1])
    if room is not None:
        session.book.info(room, _("Topic: {topic}").format(topic=room.topic), now)


def _set(session: Session, name: str, text: str) -> None:
    room = session.book.room(name)
    if room is not None and not room.private:
        room.topic = happenings.topic_text(text)
        session.book.touch(room)
