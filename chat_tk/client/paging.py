"""Pages of history: which one to ask for, and in what words. Pure.

Rule 1: one request at a time for each room; an answer that does not come within ``PATIENCE`` is waited for no more.
Rule 2: on a server without history, or without what makes a page of it readable, nothing here sends anything.
Rule 3: a page may bring no line at all, so how far up the history has come is kept beside the lines (``Past.reach``).
Source: IRCv3 draft "chathistory" (subcommands, ``CHATHISTORY`` and ``MSGREFTYPES`` of ISUPPORT).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from chat_tk.client.abilities import HISTORY as NEEDED
from chat_tk.client.backlog import LINES_KEPT
from chat_tk.client.handlers import privmsg
from chat_tk.client.rooms import Reach, RoomState
from chat_tk.client.values import Line
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

PAGE: Final = 100
"""Messages asked for at once, where the server allows it."""
PATIENCE: Final = 10.0
"""Seconds."""


def older(session: Session, room: RoomState, now: float) -> bool:
    """Ask for what was said above the first line that is here. False: there is no more, or it is on its way."""
    past = room.past
    waits = past.asked and 0 <= now - past.asked_at < PATIENCE
    if past.complete or waits or not room.joined or not has_place(session, room):
        return False
    return ask(session, room, *_above(session, room), now)


def ask(session: Session, room: RoomState, subcommand: str, reference: str, now: float) -> bool:
    """Ask for a page of a room. False: this server has none."""
    if not session.capabilities >= NEEDED or not room.key:
        return False
    room.past.asked, room.past.asked_at, room.past.reference = subcommand, now, reference
    session.send(Message("CHATHISTORY", (subcommand, room.name, reference, str(size(session)))))
    return True


def has_place(session: Session, room: RoomState) -> bool:
    """Whether more lines can be kept."""
    return len(room.lines) < LINES_KEPT and not session.book.full


def size(session: Session) -> int:
    """How many messages a page has here."""
    return min(PAGE, session.isupport.number("CHATHISTORY", PAGE))


def _above(session: Session, room: RoomState) -> tuple[str, str]:
    """Which page stands above all that has come: pages may begin with what is no line (event-playback)."""
    first, reach = room.lines.oldest(), room.past.reach
    if reach is not None and room.past.reached == first_line(room) and (first is None or reach.at <= first.at):
        return ("BEFORE", reference(session, reach, +1))
    if first is None:
        return ("LATEST", "*")
    key = "" if first.msgid else room.lines.event_of(first.id)
    return ("BEFORE", reference(session, _point(first.at, key) if key else first, +1))


def note_reach(room: RoomState, asked: str, messages: Sequence[Message], before: int, now: float) -> bool:
    """Remember how far up the history has come; ``before``: the ``first_line`` then. False: no further than before."""
    first = next((message for message in messages if "time" in message.tags), None)
    if first is None or asked not in ("BEFORE", "LATEST"):
        return False
    old, new = room.past.reach, Reach(privmsg.said_at(first, now), first.tags.get("msgid", ""))
    if old is not None and room.past.reached == before and (new == old or new.at > old.at):
        return False
    room.past.reach, room.past.reached = new, first_line(room)
    return True


def first_line(room: RoomState) -> int:
    """The id of the first line that is here; 0: none is. Once it is dropped, no reach above it counts."""
    return room.lines[0].id if len(room.lines) else 0


def newest(room: RoomState) -> Reach | None:
    """The last thing that is here and that the server knows: a message, a coming or a going. None: there is none."""
    last, lines = room.lines.newest(), room.lines
    if lines.event_key and (last is None or lines.event_at >= last.at):
        return _point(lines.event_at, lines.event_key)
    return Reach(last.at, last.msgid) if last is not None else None


def _point(at: float, key: str) -> Reach:
    """Where an event is that is known by ``key``; one without an id of the server's is found by its time."""
    return Reach(at, "" if " " in key else key)


def reference(session: Session, line: Line | Reach, fuzz: int) -> str:
    """How the server finds a line; by time, one millisecond more than needed, so that none of the same is missed."""
    types = session.isupport.text("MSGREFTYPES", "msgid,timestamp").split(",")
    if line.msgid and " " not in line.msgid and "msgid" in types:
        return f"msgid={line.msgid}"
    return moment(line.at, fuzz)


def moment(at: float, fuzz: int = 0) -> str:
    """Unix seconds, and some milliseconds, as the protocol writes them."""
    when = datetime.fromtimestamp((round(at * 1000) + fuzz) / 1000, UTC)
    return f"timestamp={when.strftime('%Y-%m-%dT%H:%M:%S')}.{when.microsecond // 1000:03d}Z"
