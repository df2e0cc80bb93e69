"""Questions to the chat: who somebody is, which rooms there are, what was said. Pure: changes come out, later answers.

Sources: Modern IRC "WHOIS", "LIST", "ELIST"; IRCv3 "search" (open draft, soju's).
"""

from __future__ import annotations

from typing import Final

from chat_tk.client import abilities
from chat_tk.client.details import Found
from chat_tk.client.events import Change, LinesSought
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.rooms import RoomState
from chat_tk.client.session import Session
from chat_tk.client.values import Kind, Line
from chat_tk.i18n import _
from chat_tk.irc.markup import plain
from chat_tk.irc.message import format_tags

MOST: Final = 200
"""Lines that a search here brings."""
PAGE: Final = 100


def who_is(session: Session, nick: str, now: float) -> list[Change]:
    """``PersonFound`` follows."""
    changes = session.ask("WHOIS", nick, nick)  # twice: also how long they have been idle, from their own server
    session.inquiries.ask_person(session, nick, now)
    return changes


def list_rooms(session: Session, pattern: str, now: float) -> list[Change]:
    """``RoomsListed`` follows. ``pattern``: a part of the name."""
    words = "".join(pattern.split())
    narrowed = words and abilities.of(session).list_filter and not any(sign in words for sign in ",*?<>!")
    changes = session.ask("LIST", *([f"*{words}*"] if narrowed else []))
    session.inquiries.ask_rooms(pattern.strip(), now)
    return changes


def can_search(session: Session) -> bool:
    """Whether the server can be asked for what was said."""
    return abilities.of(session).search


def search(session: Session, text: str, now: float, *, on_server: bool, everywhere: bool) -> list[Change]:
    """``LinesSought`` follows, or comes at once."""
    text = " ".join(text.split())
    if not text:
        raise NotPossibleError(_("Type what to search for."))
    room = session.rooms.get(session.book.shown)
    if not on_server:
        rooms = list(session.rooms.values()) if everywhere or room is None else [room]
        return [LinesSought(_here(text, rooms))]
    if not abilities.of(session).search:
        raise NotPossibleError(_("This chat cannot be searched. What is here can: look through that."))
    attributes = {"text": text, "limit": str(PAGE)}
    if room is not None and room.key and not everywhere:
        attributes["in"] = room.name
    changes = session.ask("SEARCH", format_tags(attributes))
    session.inquiries.ask_search(text, now)
    return changes


def _here(text: str, rooms: list[RoomState]) -> Found:
    """The lines that are here and hold all words of ``text``, the newest first."""
    words = text.casefold().split()
    found: list[Line] = []
    for room in rooms:
        for line in reversed(list(room.lines)):
            if len(found) >= MOST * len(rooms):
                break
            if line.kind not in (Kind.INFO, Kind.ERROR, Kind.MOVEMENT) and _holds(line, words):
                found.append(line)
    found.sort(key=lambda line: line.at, reverse=True)
    return Found(text, tuple(found[:MOST]), tuple((room.key, room.title) for room in rooms))


def _holds(line: Line, words: list[str]) -> bool:
    said = f"{line.who} {plain(line.text)}".casefold()
    return all(word in said for word in words)
