"""MODE: who keeps order in a room changes; the rest is for those who know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.client.rooms import RoomState
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("MODE", params=2)
def mode(session: Session, message: Message, _now: float) -> None:
    """``:nick MODE <channel> <modes> [<arguments>...]``; prefixes of members follow."""
    room = session.room(message.params[0])
    if room is None or room.private:
        return
    for on, letter, argument in session.support.changes(message.params[1], message.params[2:]):
        if prefix := session.support.prefix_of(letter):
            _set_prefix(session, room, argument, prefix, on=on)


def _set_prefix(session: Session, room: RoomState, nick: str, prefix: str, *, on: bool) -> None:
    person = room.members.get(fold(nick))
    if person is None:
        return
    held = (set(person.prefixes) | {prefix}) if on else set(person.prefixes) - {prefix}
    person.prefixes = "".join(each for each in session.support.prefixes if each in held)
    session.touch_members(room)
