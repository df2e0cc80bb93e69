"""AWAY (away-notify) and the replies about being away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.events import AwayChanged
from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("AWAY")
def away(session: Session, message: Message, _now: float) -> None:
    """``:nick AWAY [:text]``: with a text somebody is away, without one they are back."""
    _mark(session, message.nick, message.param(0) or None)


@handles("301", params=2)
def is_away(session: Session, message: Message, now: float) -> None:
    """RPL_AWAY, the answer to a private message: said once for each absence, or it would follow every line."""
    nick, text = message.params[1], message.param(2)
    if session.inquiries.note_person(session, nick, away=True, away_text=text):
        _mark(session, nick, text)
        return
    room = session.book.room(nick)
    if room is not None and room.private and not room.away:
        words = _("{name} is away: {text}").format(name=session.people.shown(nick), text=markup.plain(text))
        session.book.info(room, words, now)
    _mark(session, nick, text)


@handles("305", "306")
def own_away(session: Session, message: Message, _now: float) -> None:
    """RPL_UNAWAY, RPL_NOWAWAY: one's own state."""
    away = (session.away or "") if message.command == "306" else None
    if away != session.away:
        session.away = away
        session.book.tell(AwayChanged(away))
    _mark(session, session.nick, session.away)


def _mark(session: Session, nick: str, text: str | None) -> None:
    """Somebody is away, with this text; None: here again."""
    changed = session.people.note(nick, away=text is not None, away_text=text or "")
    room = session.book.room(nick)
    if room is not None and room.private and (room.away, room.away_text) != (text is not None, text or ""):
        room.away, room.away_text = text is not None, markup.plain(text or "")[:200]
        session.book.touch(room)
    if changed:
        session.book.touch_person(nick)
