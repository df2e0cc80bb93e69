"""METADATA and its replies: what people are called and say of themselves.

Source: IRCv3 draft "metadata".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import abilities, latenames
from chat_tk.client.handlers.registry import handles
from chat_tk.client.inquiries import PATIENCE
from chat_tk.client.people import KEYS
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("METADATA", params=2)
def changed(session: Session, message: Message, _now: float) -> None:
    """``METADATA <target> <key> <visibility> [<value>]``: of a person, told at once and whenever it changes."""
    value = message.params[3] if len(message.params) > 3 else ""
    _note(session, message.params[0], message.params[1], value)


@handles("761", params=4)
def is_set(session: Session, message: Message, _now: float) -> None:
    """RPL_KEYVALUE: ``<nick> <target> <key> <visibility> :<value>``."""
    _note(session, message.params[1], message.params[2], message.params[4] if len(message.params) > 4 else "")


@handles("766", params=3)
def is_not_set(session: Session, message: Message, _now: float) -> None:
    """RPL_KEYNOTSET: ``<nick> <target> <key> :text``."""
    _note(session, message.params[1], message.params[2], "")


@handles("770")
def subscribed(session: Session, _message: Message, _now: float) -> None:
    """RPL_METADATASUBOK: what is set already in the rooms where one is by now, some servers tell only when asked."""
    for room in session.rooms.values():
        if room.joined and not room.private and room.key:
            session.send(Message("METADATA", (room.name, "SYNC")))


@handles("771", "772")
def other_answers(_session: Session, _message: Message, _now: float) -> None:
    """RPL_METADATAUNSUBOK, RPL_METADATASUBS: never asked for."""


@handles("774", params=2)
def later(session: Session, message: Message, now: float) -> None:
    """RPL_METADATASYNCLATER: ``<nick> <target> [<seconds>]``: the room is too big to tell all at once."""
    seconds, target = message.param(2), message.params[1]
    plain = seconds.isascii() and seconds.isdigit() and len(seconds) < 6
    if session.book.room(target) is not None:
        session.inquiries.sync_later(target, now, float(seconds) if plain else PATIENCE)


def subscribe(session: Session) -> None:
    """Ask for what people say of themselves, and say what one is called oneself."""
    if not abilities.METADATA & session.capabilities:
        return
    if not session.handshake.subscribed:
        session.handshake.subscribed = True
        session.send(Message("METADATA", ("*", "SUB", *KEYS)))
    full = session.handshake.full_name
    if full and full != session.nick and full not in session.handshake.refused:
        session.send(Message("METADATA", ("*", "SET", "display-name", full)))


def _note(session: Session, target: str, key: str, value: str) -> None:
    name = session.nick if target == "*" else target
    if session.is_channel(name):
        return
    was = session.people.shown(name)
    if session.people.note_metadata(name, key, value):
        session.book.touch_person(name)
        latenames.known(session.book, name, was)
