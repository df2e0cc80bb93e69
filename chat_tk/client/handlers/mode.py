"""MODE: who keeps order in a room changes, and who may write there; the rest is for those who know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client import happenings, playback, remarks
from chat_tk.client.handlers.registry import handles
from chat_tk.client.rooms import RoomState
from chat_tk.irc.message import Message
from chat_tk.irc.modes import parse_changes

if TYPE_CHECKING:
    from chat_tk.client.session import Session

CHANGES: Final = 100
"""Changes looked at in one message."""


@handles("MODE", params=2)
def mode(session: Session, message: Message, now: float) -> None:
    """``:nick MODE <channel> <modes> [<arguments>...]``; prefixes of members follow."""
    room = session.book.room(message.params[0])
    if room is None or room.private:
        return
    for change in parse_changes(message.params[1], message.params[2:], session.isupport.mode_kinds)[:CHANGES]:
        if prefix := session.isupport.prefix_of(change.letter):
            _set_prefix(session, room, change.argument, prefix, on=change.sign == "+")
            continue
        if change.letter == "k":
            session.returning.note_mode(room.key, change)
        if change.letter == "m" and room.modes is not None and (change.sign == "+") != ("m" in room.modes):
            stamp = playback.stamp(session, message, now)
            remarks.told(session.book, room, happenings.moderated(on=change.sign == "+"), stamp)
        if room.modes is not None and len(room.modes) < CHANGES:
            (room.modes.add if change.sign == "+" else room.modes.discard)(change.letter)
            session.book.touch(room)


@handles("324", params=3)
def is_mode(session: Session, message: Message, _now: float) -> None:
    """RPL_CHANNELMODEIS: ``<nick> <channel> <modes> ...``, asked for on entering a room."""
    room = session.book.room(message.params[1])
    if room is not None:
        room.modes = {letter for letter in message.params[2][:CHANGES] if letter != "+"}
        session.book.touch(room)


@handles("329")
def made_at(_session: Session, _message: Message, _now: float) -> None:
    """RPL_CREATIONTIME, which comes with it."""


def _set_prefix(session: Session, room: RoomState, nick: str, prefix: str, *, on: bool) -> None:
    person = room.members.get(session.book.fold(nick))
    if person is None:
        return
    held = (set(person.prefixes) | {prefix}) if on else set(person.prefixes) - {prefix}
    person.prefixes = "".join(each for each in session.isupport.prefixes if each in held)
    room.touch(session.book.fold(nick))
    if session.is_me(nick):
        room.prefixes = person.prefixes
    session.book.touch_members(room)
