"""The message of the day: shown when it is short, else left out (the person came to chat)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import chat_tk
from chat_tk.client import abilities, history, returning
from chat_tk.client.handlers.registry import handles
from chat_tk.irc import markup, own
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

SHORT: Final = 5
"""Lines of a message that is shown."""


@handles("375")
def start(session: Session, _message: Message, _now: float) -> None:
    """RPL_MOTDSTART."""
    session.motd = []


@handles("372", params=2)
def line(session: Session, message: Message, _now: float) -> None:
    """RPL_MOTD: one line of it."""
    text = markup.plain(message.params[-1]).removeprefix("- ").strip()
    if text and len(session.motd) <= SHORT:
        session.motd.append(text)


@handles("376", "422")
def end(session: Session, _message: Message, now: float) -> None:
    """RPL_ENDOFMOTD, ERR_NOMOTD. Without a room it waits for the first one, or until there is none for long."""
    session.settled = True
    history.ask_missed(session, now)
    returning.settled(session, now)
    _name_program(session)
    if len(session.motd) > SHORT or session.returning.since:
        session.motd = []
    room = session.book.rooms.get(session.book.lobby)
    if room is not None and (room.welcomed or not room.key):
        show(session, now)


def show(session: Session, now: float) -> None:
    """Show what was kept, once."""
    lines, session.motd = session.motd, []
    for text in lines:
        session.book.info(session.book.rooms.get(session.book.lobby), text, now)


def _name_program(session: Session) -> None:
    """Tell ChatServer's host what this program is; other servers are told nothing."""
    if abilities.of(session).hands:
        name = {own.PROGRAM: f"ChatClient {chat_tk.__version__}"}
        session.send(Message("TAGMSG", (session.nick,), tags=name))
