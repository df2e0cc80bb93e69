"""353 and 366: who is in a room, and with the first list the welcome (A15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client import latenames, returning
from chat_tk.client.handlers import motd, who
from chat_tk.client.handlers.registry import handles
from chat_tk.client.order import Person
from chat_tk.client.rooms import Greeting, RoomState
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

NAMED: Final = 30
"""People named in one line; the rest are counted."""


@handles("353", params=4)
def some(session: Session, message: Message, _now: float) -> None:
    """RPL_NAMREPLY: ``<nick> <symbol> <channel> :[prefixes]nick[!user@host] ...``."""
    room = session.book.room(message.params[2])
    if room is not None and room.joined and not room.private:
        room.expect(_person(word, session.isupport.prefixes) for word in message.params[3].split())


@handles("366", params=2)
def end(session: Session, message: Message, now: float) -> None:
    """RPL_ENDOFNAMES: the list is complete."""
    room = session.book.room(message.params[1])
    if room is None or room.private or not room.joined:
        return
    if room.arrived():
        room.enter(session.nick)
        mine = room.members.get(session.book.me)  # not there, when the room is full of names
        room.prefixes = mine.prefixes if mine is not None else ""
        session.book.touch_members(room)
    if not room.welcomed:
        room.welcomed = True
        if not returning.entered(session, room, now):
            welcome(session, room, now)
        session.send(Message("MODE", (room.name,)))
        who.ask(session, room)


def welcome(session: Session, room: RoomState, now: float) -> None:
    """What one reads on entering a room: in the lobby the two commands, everywhere who is here."""
    if room.key == session.book.lobby:
        session.book.info(
            room,
            _("Welcome! Type and press Enter to talk. /n NAME changes your name, /q leaves, /help tells the rest."),
            now,
        )
        if session.handshake.wanted != session.nick:
            text = _("The name {wanted} was not free, so you are {name}.")
            session.book.info(room, text.format(wanted=session.handshake.wanted, name=session.nick), now)
            session.handshake.wanted = session.nick
        motd.show(session, now)
    session.book.info(room, who_is_here(session, room), now)
    others = [member for member in session.members(room.key) if not member.me]
    names = {session.book.fold(member.nick): member.who for member in others[:NAMED]}
    room.greeting = Greeting(room.lines[-1].id, names, max(0, len(others) - NAMED))


def who_is_here(session: Session, room: RoomState) -> str:
    """One line that names the people of a room."""
    others = [member.who for member in session.members(room.key) if not member.me]
    return latenames.here(others[:NAMED], max(0, len(others) - NAMED))


def _person(word: str, prefixes: str) -> Person:
    nick = word.lstrip(prefixes)
    return Person(nick.partition("!")[0], word[: len(word) - len(nick)])
