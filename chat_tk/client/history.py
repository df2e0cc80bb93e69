"""What was said before: asked for on entering a room and on reading back, and put where it belongs. Pure.

Rule 1: one request at a time for each room; an answer that does not come within ``PATIENCE`` is waited for no more.
Rule 2: on a server without history, or without what makes a page of it readable, nothing here sends anything.
Rule 3: what history tells changes no list of people; unread is of it only what was said while the person was away.
Source: IRCv3 draft "chathistory" (subcommands, ``CHATHISTORY`` and ``MSGREFTYPES`` of ISUPPORT, order of messages).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from chat_tk.client import remarks
from chat_tk.client.abilities import HISTORY as NEEDED
from chat_tk.client.backlog import LINES_KEPT
from chat_tk.client.batches import Batch
from chat_tk.client.events import Change, LineReached, LinesMoved, NewFrom
from chat_tk.client.handlers import privmsg, redact, tagmsg
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.rooms import Past, Reach, RoomState
from chat_tk.client.values import Kind, Line
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

PAGE: Final = 100
"""Messages asked for at once, where the server allows it."""
PATIENCE: Final = 10.0
"""Seconds."""
FUZZ: Final = 10_000
"""Milliseconds by which clocks may differ."""
SCREENFUL: Final = 30
"""Lines that surely fill what is seen: with fewer nobody could scroll up to ask for more."""
PAGES_ON_RETURN: Final = 20
"""Pages that are fetched by themselves after an absence; the rest comes when one reads back."""


def entered(session: Session, room: RoomState, now: float) -> None:
    """We came into a room, or opened a conversation: the last lines, or all since the last one that we have."""
    last = room.lines.newest()
    room.past = Past(complete=room.past.complete and last is not None, read_at=room.past.read_at)
    if last is None:
        for line in [line for line in room.lines if line.kind is Kind.INFO and line.text == _begin()]:
            session.book.remove(room, line)  # it may begin above, now
        _ask(session, room, "LATEST", "*", now)
    else:
        _ask(session, room, "AFTER", _reference(session, last, -1), now)


def older(session: Session, room: RoomState, now: float) -> bool:
    """Ask for what was said above the first line that is here. False: there is no more, or it is on its way."""
    past = room.past
    waits = past.asked and 0 <= now - past.asked_at < PATIENCE
    if past.complete or waits or not _has_place(session, room):
        return False
    return _ask(session, room, *_above(session, room), now)


def ask_missed(session: Session, now: float) -> None:
    """Which conversations went on while we were away? Those that are not open are opened (``missed``)."""
    if session.left_at and session.capabilities >= NEEDED:
        to, since = _moment(now, FUZZ), _moment(session.left_at, -FUZZ)
        session.send(Message("CHATHISTORY", ("TARGETS", to, since, str(_page(session)))))


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


def go_to(session: Session, line: Line, now: float) -> list[Change]:
    """Show this line in its room: ``LineReached``, at once or when the pages up to it have come."""
    room = session.rooms.get(line.room)
    if room is None:
        raise NotPossibleError(_("This was said in a room that is not open. Enter it first."))
    here = room.lines.find(line.id) or room.lines.said(line.msgid)
    if here is not None:
        return [LineReached(here)]
    return _go_back_to(session, room, Reach(line.at, line.msgid), now)


def go_to_quoted(session: Session, key: str, line_id: int, now: float) -> list[Change]:
    """Show the message that this line answers."""
    room = session.rooms.get(key)
    line = room.lines.find(line_id) if room is not None else None
    if room is None or line is None or line.quote is None:
        return []
    here = room.lines.said(line.quote.msgid)
    return [LineReached(here)] if here is not None else _go_back_to(session, room, Reach(0.0, line.quote.msgid), now)


def _go_back_to(session: Session, room: RoomState, sought: Reach, now: float) -> list[Change]:
    room.past.sought = sought
    if not older(session, room, now) and not room.past.asked:
        room.past.sought = None
        raise NotPossibleError(_("This message is too far back, or not kept any more."))
    return session.changes()


def _seek(session: Session, room: RoomState, now: float) -> bool:
    """Whether the message that is sought has not come yet, and the next page was asked for."""
    sought = room.past.sought
    assert sought is not None
    line = room.lines.said(sought.msgid) or _at(room, sought)
    if line is not None:
        room.past.sought = None
        session.book.tell(LineReached(line))
        return False
    if older(session, room, now):
        return True
    room.past.sought = None
    session.book.info(room, _("This message is too far back, or not kept any more."), now, Kind.ERROR)
    return False


def _at(room: RoomState, sought: Reach) -> Line | None:
    """The first line from that moment on, once the pages reach above it."""
    first = room.lines.oldest()
    if not sought.at or first is None or first.at >= sought.at:
        return None
    return next((line for line in room.lines if line.sender and line.at >= sought.at), None)


def _above(session: Session, room: RoomState) -> tuple[str, str]:
    """Which page stands above all that has come: pages may begin with what is no line (event-playback)."""
    first, reach = room.lines.oldest(), room.past.reach
    if reach is not None and room.past.reached == _top(room) and (first is None or reach.at <= first.at):
        return ("BEFORE", _reference(session, reach, +1))
    return ("BEFORE", _reference(session, first, +1)) if first is not None else ("LATEST", "*")


def _note_reach(room: RoomState, asked: str, messages: Sequence[Message], top: int, now: float) -> bool:
    """Remember how far up the history has come; ``top``: the first line before. False: no further than before."""
    first = next((message for message in messages if "time" in message.tags), None)
    if first is None or asked not in ("BEFORE", "LATEST"):
        return False
    old, new = room.past.reach, Reach(privmsg.said_at(first, now), first.tags.get("msgid", ""))
    if old is not None and room.past.reached == top and (new == old or new.at > old.at):
        return False
    room.past.reach, room.past.reached = new, _top(room)
    return True


def _top(room: RoomState) -> int:
    """The id of the first line that is here; 0: none is. Once it is dropped, no reach above it counts."""
    return room.lines[0].id if len(room.lines) else 0


def arrived(session: Session, batch: Batch, now: float) -> None:
    """A page of history is complete."""
    room = session.book.room(batch.target)
    if room is None:
        return
    asked, room.past.asked = room.past.asked, ""
    page = list(_lines(session, room, batch.messages, now)) if _has_place(session, room) else []
    before, top = len(room.lines), _top(room)
    fresh = [line for line in page if not room.lines.knows(line)]
    after = room.past.reference.removeprefix("msgid=") if asked == "AFTER" else ""
    session.book.add_page(room, page, upwards=asked == "BEFORE", after=after)
    new = len(room.lines) - before
    for message in batch.messages:
        if message.command == "REDACT":
            redact.redacted(session, message, now)
        elif message.command == "TAGMSG" and tagmsg.reacted(session, room, message, now):
            remarks.react(session.book, room, privmsg.answered(message))
    if asked in ("LATEST", "AFTER"):
        since = room.past.read_at if asked == "AFTER" else max(session.left_at, room.past.read_at)
        _count_missed(session, room, fresh, since)
    further = _note_reach(room, asked, batch.messages, top, now)
    if room.past.sought is not None and _seek(session, room, now):
        return
    if asked == "AFTER":
        _go_on_down(session, room, batch.messages, new, now)
    else:
        _go_on_up(session, room, asked, len(batch.messages), new > 0, further, now)


def sought(session: Session, batch: Batch, now: float) -> None:
    """The answer to a search: messages of any rooms, as lines that stand nowhere yet."""
    found: list[Line] = []
    for message in batch.messages:
        mine = session.is_me(message.nick)
        target = message.param(0)
        partner = target if mine or session.is_channel(target) else message.nick
        room = session.book.room(partner) or RoomState(session.book.fold(partner), partner, partner)
        found += _lines(session, room, [message], now)
    session.inquiries.found(session, found)


def refused(session: Session, context: Sequence[str], now: float) -> None:
    """``FAIL CHATHISTORY``: the room that its context names, if any, waits for nothing. No word to the person.

    The last message that we know may be one that the server does not know (any more): then its time counts.
    """
    for name in context:
        if room := session.book.room(name):
            asked, room.past.asked = room.past.asked, ""
            last = room.lines.newest()
            if asked == "AFTER" and last is not None and room.past.reference.startswith("msgid="):
                _ask(session, room, "AFTER", _moment(last.at, -1), now)
            else:
                room.past.complete = True


def _go_on_down(session: Session, room: RoomState, messages: Sequence[Message], new: int, now: float) -> None:
    """After an absence: the next page, while there may be one."""
    last = room.lines.newest()
    said = any(message.command in {"PRIVMSG", "NOTICE"} for message in messages)
    if len(messages) < _page(session) or last is None or (said and not new):
        return
    if room.past.pages >= PAGES_ON_RETURN:  # too much to be read: from its end on, and no gap in it
        session.book.clear(room)
        session.book.tell(LinesMoved(room.key))
        entered(session, room, now)
        return
    room.past.pages += 1
    msgid = messages[-1].tags.get("msgid", "")
    end = Reach(privmsg.said_at(messages[-1], now), msgid) if msgid else last
    _ask(session, room, "AFTER", _reference(session, end, -1), now)


def _go_on_up(session: Session, room: RoomState, asked: str, size: int, new: bool, further: bool, now: float) -> None:
    """Whether a page leaves a question open, and the next request for it."""
    past = room.past
    few = len(room.lines) < SCREENFUL
    if (asked == "BEFORE" and further and (few or not new)) or (asked == "LATEST" and size >= _page(session) and few):
        if past.pages < PAGES_ON_RETURN:  # a page of comings and goings: what was said stands above it
            past.pages += 1
            older(session, room, now)
    elif not past.complete and ((asked == "BEFORE" and not new) or (asked == "LATEST" and not size)):
        past.complete = True
        first = next(iter(room.lines), None)
        line = session.book.line(room, Kind.INFO, _begin(), first.at if first else now)
        session.book.add_page(room, [line], upwards=True)
    elif asked == "LATEST" and size < _page(session):
        older(session, room, now)


def _begin() -> str:
    return _("The conversation begins here.")


def _ask(session: Session, room: RoomState, subcommand: str, reference: str, now: float) -> bool:
    if not session.capabilities >= NEEDED or not room.key:
        return False
    room.past.asked, room.past.asked_at, room.past.reference = subcommand, now, reference
    session.send(Message("CHATHISTORY", (subcommand, room.name, reference, str(_page(session)))))
    return True


def _has_place(session: Session, room: RoomState) -> bool:
    return len(room.lines) < LINES_KEPT and not session.book.full


def _page(session: Session) -> int:
    return min(PAGE, session.isupport.number("CHATHISTORY", PAGE))


def read(session: Session, room: RoomState | None) -> None:
    """The person has seen all that stands in this room: their other programs are to know it."""
    last = room.lines.newest() if room is not None else None
    if room is None or last is None or not last.msgid or not session.tells_read:
        return
    if "draft/read-marker" not in session.capabilities:
        return
    if session.registered and last.at > room.past.read_at:
        room.past.read_at = last.at
        session.send(Message("MARKREAD", (room.name, _moment(last.at))))


def _reference(session: Session, line: Line | Reach, fuzz: int) -> str:
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
        if ctcp or session.people.ignores(message.nick):
            continue
        mine = session.is_me(message.nick) or session.returning.was(session.book.fold(message.nick))
        mine = mine or (room.private and session.book.fold(message.params[0]) == room.key)
        yield privmsg.line_of(session, room, message, kind, text, now, own=mine)
