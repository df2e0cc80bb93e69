"""What was said before: asked for on entering a room, put where it belongs, and asked for on. Pure.

Rule 1: what history tells changes no list of people (``playback``); unread is of it only what was said while the person
    was away.
Rule 2: one page after the other comes by itself as long as the screen is not full, or what was missed not complete;
    ``PAGES_ON_RETURN`` of them, as the person waits for the rest where it is wanted.
Source: IRCv3 draft "chathistory" (subcommands, order of messages).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from chat_tk.client import paging, playback, remarks, seeking
from chat_tk.client.abilities import HISTORY as NEEDED
from chat_tk.client.batches import Batch
from chat_tk.client.events import LinesMoved, NewFrom
from chat_tk.client.handlers import privmsg, redact, tagmsg
from chat_tk.client.rooms import Past, Reach, RoomState
from chat_tk.client.values import Kind, Line
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

FUZZ: Final = 10_000
"""Milliseconds by which clocks may differ."""
SCREENFUL: Final = 30
"""Lines that surely fill what is seen: with fewer nobody could scroll up to ask for more."""
_SAYING: Final = ("PRIVMSG", "NOTICE")
PAGES_ON_RETURN: Final = 20
"""Pages that are fetched by themselves after an absence; the rest comes when one reads back."""


def entered(session: Session, room: RoomState, now: float) -> None:
    """We came into a room, or opened a conversation: the last lines, or all since the last one that we have."""
    last, missing = paging.newest(room), room.past.missing
    room.past = Past(complete=room.past.complete and last is not None, read_at=room.past.read_at)
    if last is None:
        begin = _begin()
        for line in [line for line in room.lines if line.kind is Kind.INFO and line.text == begin]:
            session.book.remove(room, line)  # it may begin above, now
        paging.ask(session, room, "LATEST", "*", now)
    else:
        _ask_after(session, room, missing or paging.reference(session, last, -1), now)


def _ask_after(session: Session, room: RoomState, reference: str, now: float) -> None:
    """Ask for what was missed; a connection that breaks meanwhile leaves no gap before what came live."""
    if paging.ask(session, room, "AFTER", reference, now):
        room.past.missing = reference


def ask_missed(session: Session, now: float) -> None:
    """Which conversations went on while we were away? Those that are not open are opened (``missed``)."""
    if session.left_at and session.capabilities >= NEEDED:
        to, since = paging.moment(now, FUZZ), paging.moment(session.left_at, -FUZZ)
        session.send(Message("CHATHISTORY", ("TARGETS", to, since, str(paging.size(session)))))


def missed(session: Session, name: str, now: float) -> None:
    """Something was said here while we were away: a conversation is opened, and its lines asked for with it."""
    if not session.is_channel(name) and not session.people.ignores(name) and session.book.fold(name):
        session.private_room(name, now)


def _count_missed(session: Session, room: RoomState, page: Sequence[Line], since: float) -> None:
    """What was said while we were away is unread, where one does not look at it; where one does, it is marked."""
    fresh = [line for line in page if line.sender and not line.own and line.at > since]
    if not session.left_at or not fresh:
        return
    first = next((line.id for line in fresh if room.lines.find(line.id)), 0)
    if first and room.key == session.book.shown:
        session.book.tell(NewFrom(room.key, first))
    if room.key != session.book.shown or not session.book.looking:
        room.unread += len(fresh)
        room.mentions += sum(line.mentions_me or room.private for line in fresh)
        session.book.touch(room)


def arrived(session: Session, batch: Batch, now: float) -> None:
    """A page of history is complete."""
    room = session.book.room(batch.target)
    if room is None:
        return
    asked, room.past.asked = room.past.asked, ""
    top = paging.first_line(room)
    fresh = _add(session, room, asked, batch.messages, now) if paging.has_place(session, room) else []
    new = sum(1 for line in fresh if line.sender)
    for message in batch.messages:
        if message.command == "REDACT":
            redact.redacted(session, message, now)
        elif message.command == "TAGMSG" and tagmsg.reacted(session, room, message, now):
            remarks.react(session.book, room, privmsg.answered(message))
    if asked in ("LATEST", "AFTER"):
        since = room.past.read_at if asked == "AFTER" else max(session.left_at, room.past.read_at)
        _count_missed(session, room, fresh, since)
    further = paging.note_reach(room, asked, batch.messages, top, now)
    if room.past.sought is not None and seeking.go_on(session, room, now):
        return
    if asked == "AFTER":
        room.past.missing = ""
        _go_on_down(session, room, batch.messages, now)
    else:
        _go_on_up(session, room, asked, len(batch.messages), new > 0, further, now)


def _add(session: Session, room: RoomState, asked: str, messages: Sequence[Message], now: float) -> list[Line]:
    """Put a page where it belongs; what is new of it."""
    telling = playback.Telling(session, room, upwards=asked in ("BEFORE", "LATEST"))
    for message in messages:
        if message.command not in _SAYING:
            telling.happened(message, now)
        elif line := _line(session, room, message, now):
            telling.said(line)
    page = telling.page()
    fresh = [line for line in page if not room.lines.knows(line)]
    after = room.past.reference.removeprefix("msgid=") if asked == "AFTER" else ""
    session.book.add_page(room, page, upwards=asked == "BEFORE", after=after)
    if telling.grown is not None:
        session.book.change(room, telling.grown)
    return fresh


def sought(session: Session, batch: Batch, now: float) -> None:
    """The answer to a search: messages of any rooms, as lines that stand nowhere yet."""
    found: list[Line] = []
    for message in batch.messages:
        mine = session.is_me(message.nick)
        target = message.param(0)
        partner = target if mine or session.is_channel(target) else message.nick
        room = session.book.room(partner) or RoomState(session.book.fold(partner), partner, partner)
        if message.command in _SAYING and (line := _line(session, room, message, now)):
            found.append(line)
    session.inquiries.found(session, found)


def refused(session: Session, context: Sequence[str], now: float) -> None:
    """``FAIL CHATHISTORY``: the room that its context names, if any, waits for nothing. No word to the person.

    The last message that we know may be one that the server does not know (any more): then its time counts.
    """
    for name in context:
        if room := session.book.room(name):
            asked, room.past.asked = room.past.asked, ""
            last = paging.newest(room)
            if asked == "AFTER" and last is not None and room.past.reference.startswith("msgid="):
                _ask_after(session, room, paging.moment(last.at, -1), now)
            else:
                room.past.complete, room.past.missing = True, ""


def _go_on_down(session: Session, room: RoomState, messages: Sequence[Message], now: float) -> None:
    """After an absence: the next page, while there may be one; not the same one again."""
    last = _last(messages, now) or paging.newest(room)
    if len(messages) < paging.size(session) or last is None:
        return
    reference = paging.reference(session, last, -1)
    if reference == room.past.reference:
        return
    if room.past.pages >= PAGES_ON_RETURN:  # too much to be read: from its end on, and no gap in it
        session.book.clear(room)
        session.book.tell(LinesMoved(room.key))
        entered(session, room, now)
        return
    room.past.pages += 1
    _ask_after(session, room, reference, now)


def _go_on_up(session: Session, room: RoomState, asked: str, size: int, new: bool, further: bool, now: float) -> None:
    """Whether a page leaves a question open, and the next request for it."""
    past = room.past
    few, full = _few(room), size >= paging.size(session)
    if (asked == "BEFORE" and further and (few or not new)) or (asked == "LATEST" and full and few):
        if past.pages < PAGES_ON_RETURN:  # a page of comings and goings: what was said stands above it
            past.pages += 1
            paging.older(session, room, now)
    elif not past.complete and ((asked == "BEFORE" and not new) or (asked == "LATEST" and not size)):
        past.complete = True
        first = next(iter(room.lines), None)
        line = session.book.line(room, Kind.INFO, _begin(), first.at if first else now)
        session.book.add_page(room, [line], upwards=True)
    elif asked == "LATEST" and not full:
        paging.older(session, room, now)


def _begin() -> str:
    return _("The conversation begins here.")


def _few(room: RoomState) -> bool:
    """Whether so little was said here that it may not fill what is seen."""
    return sum(1 for _line in islice((line for line in room.lines if line.sender), SCREENFUL)) < SCREENFUL


def _last(messages: Sequence[Message], now: float) -> Reach | None:
    """The end of a page, be it a line or not."""
    last = messages[-1] if messages and "time" in messages[-1].tags else None
    return Reach(privmsg.said_at(last, now), last.tags.get("msgid", "")) if last is not None else None


def _line(session: Session, room: RoomState, message: Message, now: float) -> Line | None:
    """What was said, as a line; None: it is not to be read."""
    if len(message.params) < 2:
        return None
    kind, text, ctcp = privmsg.spoken(message)
    if ctcp or session.people.ignores(message.nick):
        return None
    mine = session.is_me(message.nick) or session.returning.was(session.book.fold(message.nick))
    mine = mine or (room.private and session.book.fold(message.params[0]) == room.key)
    return privmsg.line_of(session, room, message, kind, text, now, own=mine)
