"""PRIVMSG and NOTICE: what people say, our own echoes, and CTCP.

CTCP ACTION is a message, VERSION is answered at most once in ``CTCP_PAUSE``, everything else (DCC above all) is
ignored.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Final

from chat_tk import __version__
from chat_tk.client.attention import names
from chat_tk.client.handlers.registry import handles
from chat_tk.client.rooms import RoomState
from chat_tk.client.values import Kind, Line
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

CTCP_PAUSE: Final = 5.0
"""Seconds between two answers."""


@handles("PRIVMSG", "NOTICE", params=2)
def said(session: Session, message: Message, now: float) -> None:
    """``:nick PRIVMSG <target> :text``; the text of a message of several lines holds line feeds."""
    book, target = session.book, message.params[0]
    kind, text, verb = spoken(message)
    if verb:
        _ctcp(session, message, verb, now)
        return
    nick, key = book.sender(message.source)
    if key == book.me:
        _own(session, message, kind, text, now)
    elif kind is Kind.NOTICE and "!" not in message.source and not session.is_channel(target):
        _from_server(session, message, text, said_at(message, now))
    elif key not in book.people.ignored and (room := _room_of(session, target, nick, now)) is not None:
        if room.typing.stopped(key):
            book.touch_typing(room)
        book.add(room, line_of(session, room, message, kind, text, now))


def line_of(
    session: Session, room: RoomState, message: Message, kind: Kind, text: str, now: float, *, own: bool = False
) -> Line:
    """What ``message`` says, as a line of ``room`` that stands nowhere yet."""
    tags = message.tags
    return session.book.line(
        room,
        kind,
        text,
        said_at(message, now) if tags else now,
        sender=session.book.sender(message.source)[0],
        own=own,
        mentions_me=not own and names(text, session.called),
        msgid=tags.get("msgid", ""),
        answers=answered(message) if tags else "",
        bot="bot" in tags,
    )


def answered(message: Message) -> str:
    """The id of the message that this one answers or reacts to; empty without."""
    tags = message.tags
    return tags.get("+reply", "") or tags.get("+draft/reply", "")


def spoken(message: Message) -> tuple[Kind, str, str]:
    """What a PRIVMSG or NOTICE says: what it is, the text, and the verb of a CTCP that is no text (else empty)."""
    text = message.params[1]
    kind = Kind.NOTICE if message.command == "NOTICE" else Kind.MESSAGE
    if text[:1] != "\x01":
        return kind, text, ""
    verb, _space, rest = text.strip("\x01").partition(" ")
    return (Kind.ACTION, rest, "") if verb.upper() == "ACTION" else (kind, rest, verb.upper() or "?")


def said_at(message: Message, now: float) -> float:
    """Unix seconds of the server-time tag; ``now`` where it is missing, broken or in the future."""
    told = message.tags.get("time")
    if not told:
        return now
    try:
        moment = datetime.fromisoformat(told)
        at = (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, OSError):
        return now
    return at if 0 < at <= now else now


def _own(session: Session, message: Message, kind: Kind, text: str, now: float) -> None:
    """An echo confirms a line; one that fits none was said with another program under the same name."""
    target, msgid = message.params[0], message.tags.get("msgid", "")
    if session.outbox.knows(session.label):
        session.book.deliver(session.outbox.by_label(session.label, now), text, msgid)
        return
    line = session.outbox.by_echo(target, text, kind, now)
    if line is not None:
        session.book.deliver(line, text, msgid)
        return
    room = _room_of(session, target, target, now)
    if room is None or (session.is_me(target) and _just_said(room, text)):
        return
    session.book.add(room, line_of(session, room, message, kind, text, now, own=True))


def _just_said(room: RoomState, text: str) -> bool:
    """What one writes to oneself comes twice: as the echo and as the message."""
    return any(line.own and line.text == text for line in islice(reversed(room.lines), 10))


def _from_server(session: Session, message: Message, text: str, at: float) -> None:
    """What a server tells on the side; before the first room it says nothing to a person.

    With an id it is an announcement of the host to everybody, which stands out, and is in the history of the lobby.
    """
    book, msgid = session.book, message.tags.get("msgid", "")
    lobby = book.rooms.get(book.lobby)
    if lobby is None or not lobby.welcomed:
        return
    if not msgid:
        book.info(None, text, at)
        return
    room = book.rooms.get(book.shown) or lobby
    known = msgid if room is lobby else ""
    book.add(room, book.line(room, Kind.NOTICE, text, at, sender=message.source, mentions_me=True, msgid=known))


def known_room(session: Session, target: str, partner: str) -> RoomState | None:
    """The room to which a message to ``target`` belongs, if it is there; ``partner``: of a private one."""
    room = session.book.room(target)
    if room is not None and not room.private:
        return room
    bare = target.lstrip(session.isupport.prefixes)  # "@#room": to those who keep order there
    return session.book.room(bare if session.is_channel(bare) else partner)


def _room_of(session: Session, target: str, partner: str, now: float) -> RoomState | None:
    room = known_room(session, target, partner)
    if room is not None or session.is_channel(target.lstrip(session.isupport.prefixes)):
        return room
    return session.private_room(partner, now) if session.book.fold(partner) and "!" not in partner else None


def _ctcp(session: Session, message: Message, verb: str, now: float) -> None:
    if session.outbox.knows(session.label) or message.command == "NOTICE" or session.is_me(message.nick):
        return
    if verb == "VERSION" and "!" in message.source and not 0 <= now - session.ctcp_at < CTCP_PAUSE:
        session.ctcp_at = now
        session.send(Message("NOTICE", (message.nick, f"\x01VERSION chat_tk {__version__}\x01")))
