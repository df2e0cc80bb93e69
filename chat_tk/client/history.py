"""What was said before: asked for on entering a room and on reading back, and put where it belongs. Pure.

Rule 1: one request at a time for each room; an answer that does not come within ``PATIENCE`` is waited for no more.
Rule 2: on a server without history, or without what makes a page of it readable, nothing here sends anything.
Rule 3: what history tells changes no list of people and is nobody's unread message.
Source: IRCv3 draft "chathistory" (subcommands, ``CHATHISTORY`` and ``MSGREFTYPES`` of ISUPPORT, order of messages).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from chat_tk.client.backlog import READ_BACK
from chat_tk.client.batches import Batch
from chat_tk.client.handlers import privmsg, redact
from chat_tk.client.rooms import Past, RoomState
from chat_tk.client.values import Kind, Line
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

NEEDED: Final = frozenset({"draft/chathistory", "batch", "server-time", "message-tags"})
PAGE: Final = 100
"""Messages asked for at once, where the server allows it."""
PATIENCE: Final = 10.0
"""Seconds."""
PAGES_ON_RETURN: Final = 20
"""Pages that are fetched by themselves after an absence; the rest comes when one reads back."""


def entered(session: Session, room: RoomState, now: float) -> None:
    """We came into a room, or opened a conversation: the last lines, or all since the last one that we have."""
    last = room.lines.newest()
    room.past = Past(complete=room.past.complete and last is not None, read_at=room.past.read_at)
    if last is None:
        _ask(session, room, "LATEST", "*", now)
    else:
        _ask(session, room, "AFTER", _reference(session, last, -1), now)


def older(session: Session, room: RoomState, now: float) -> bool:
    """Ask for what was said above the first line that is here. False: there is no more, or it is on its way."""
    past = room.past
    waits = past.asked and 0 <= now - past.asked_at < PATIENCE
    first = room.lines.oldest()
    if past.complete or waits or not _has_place(session, room):
        return False
    if first is None:
        return _ask(session, room, "LATEST", "*", now)
    return _ask(session, room, "BEFORE", _reference(session, first, +1), now)


def arrived(session: Session, batch: Batch, now: float) -> None:
    """A page of history is complete."""
    room = session.book.room(batch.target)
    if room is None:
        return
    asked, room.past.asked = room.past.asked, ""
    page = list(_lines(session, room, batch.messages, now)) if _has_place(session, room) else []
    before = len(room.lines)
    session.book.add_page(room, page, upwards=asked == "BEFORE")
    new = len(room.lines) - before
    for message in batch.messages:
        if message.command == "REDACT":
            redact.redacted(session, message, now)
    _go_on(session, room, asked, len(page), new, now)


def refused(session: Session, context: Sequence[str]) -> None:
    """``FAIL CHATHISTORY``: the room that its context names, if any, waits for nothing. No word to the person."""
    for name in context:
        if room := session.book.room(name):
            room.past.asked = ""
            room.past.complete = True


def _go_on(session: Session, room: RoomState, asked: str, size: int, new: int, now: float) -> None:
    """Whether a page leaves a question open, and the next request for it."""
    past = room.past
    if asked == "AFTER" and new and size >= _page(session) and past.pages < PAGES_ON_RETURN:
        last = room.lines.newest()
        past.pages += 1
        if last is not None:
            _ask(session, room, "AFTER", _reference(session, last, -1), now)
    elif not past.complete and ((asked == "BEFORE" and not new) or (asked == "LATEST" and not size)):
        past.complete = True
        first = next(iter(room.lines), None)
        words = _("The conversation begins here.")
        line = session.book.line(room, Kind.INFO, words, first.at if first else now)
        session.book.add_page(room, [line], upwards=True)
    elif asked == "LATEST" and size < _page(session):
        older(session, room, now)


def _ask(session: Session, room: RoomState, subcommand: str, reference: str, now: float) -> bool:
    if not session.capabilities >= NEEDED or not room.key:
        return False
    room.past.asked, room.past.asked_at = subcommand, now
    session.send(Message("CHATHISTORY", (subcommand, room.name, reference, str(_page(session)))))
    return True


def _has_place(session: Session, room: RoomState) -> bool:
    return len(room.lines) < READ_BACK and not session.book.full


def _page(session: Session) -> int:
    return min(PAGE, session.isupport.number("CHATHISTORY", PAGE))


def read(session: Session, room: RoomState | None) -> None:
    """The person has seen all that stands in this room: their other programs are to know it."""
    last = room.lines.newest() if room is not None else None
    if room is None or last is None or not last.msgid or "draft/read-marker" not in session.capabilities:
        return
    if session.registered and last.at > room.past.read_at:
        room.past.read_at = last.at
        session.send(Message("MARKREAD", (room.name, _moment(last.at))))


def _reference(session: Session, line: Line, fuzz: int) -> str:
    """How the server finds a line; by time, one millisecond more than needed, so that none of the same is missed."""
    types = session.isupport.text("MSGREFTYPES", "msgid,timestamp").split(",")
    if line.msgid and "msgid" in types:
        return f"msgid={line.msgid}"
    return _moment(line.at, fuzz)


def _moment(at: float, fuzz: int = 0) -> str:
    """Unix seconds, and some milliseconds, as the protocol writes them."""
    moment = datetime.fromtimestamp((round(at * 1000) + fuzz) / 1000, UTC)
    return f"timestamp={moment.strftime('%Y-%m-%dT%H:%M:%S')}.{moment.microsecond // 1000:03d}Z"


def _lines(session: Session, room: RoomState, messages: Sequence[Message], now: float) -> Iterator[Line]:
    """The messages of a page as lines; what is no message is left out."""
    for message in messages:
        if message.command not in {"PRIVMSG", "NOTICE"} or len(message.params) < 2:
            continue
        kind, text, ctcp = privmsg.spoken(message)
        if ctcp:
            continue
        mine = session.is_me(message.nick) or (room.private and session.book.fold(message.params[0]) == room.key)
        yield session.book.line(
            room,
            kind,
            text,
            privmsg.said_at(message, now),
            sender=message.nick,
            own=mine,
            mentions_me=not mine and privmsg.mentions(text, session.nick),
            msgid=message.tags.get("msgid", ""),
        )
