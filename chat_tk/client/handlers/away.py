"""AWAY (away-notify) and the replies about being away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("AWAY")
def away(session: Session, message: Message, _now: float) -> None:
    """``:nick AWAY [:text]``: with a text somebody is away, without one they are back."""
    _mark(session, message.nick, away=bool(message.param(0)))


@handles("301", params=2)
def is_away(session: Session, message: Message, now: float) -> None:
    """RPL_AWAY, the answer to a private message: said once for each absence, or it would follow every line."""
    nick, text = message.params[1], message.param(2)
    room = session.book.room(nick)
    if room is not None and room.private and not room.away:
        room.away = True
        session.book.info(room, _("{name} is away: {text}").format(name=nick, text=markup.plain(text)), now)
    _mark(session, nick, away=True)


@handles("305", "306")
def own_away(session: Session, message: Message, _now: float) -> None:
    """RPL_UNAWAY, RPL_NOWAWAY: one's own state."""
    _mark(session, session.nick, away=message.command == "306")


def _mark(session: Session, nick: str, *, away: bool) -> None:
    key = session.book.fold(nick)
    private = session.book.rooms.get(key)
    if private is not None and not away:
        private.away = False
    for room in session.book.rooms.values():
        person = room.members.get(key)
        if person is not None and person.away != away:
            person.away = away
            session.book.touch_members(room)
