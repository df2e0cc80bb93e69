"""352 and 315: who in a room is away, asked for once on entering a room that is not too big.

Source: Modern IRC "WHO"; IRCv3 "bot-mode".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client.handlers.registry import handles
from chat_tk.client.rooms import RoomState
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

MOST: Final = 300
"""People in a room of whom it is asked; in a bigger one it is learnt as they come and go."""


def ask(session: Session, room: RoomState) -> None:
    """Ask who is away, where the server goes on telling it."""
    if "away-notify" in session.capabilities and len(room.members) <= MOST:
        session.send(Message("WHO", (room.name,)))


@handles("352", params=7)
def one(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOREPLY: ``<nick> <channel> <user> <host> <server> <name> <flags> :<hops> <real name>``."""
    name, flags = message.params[5], message.params[6]
    sign = session.isupport.text("BOT")
    if session.people.note(name, away=flags.startswith("G"), bot=bool(sign) and sign in flags[1:]):
        session.book.touch_person(name)


@handles("315")
def end(_session: Session, _message: Message, _now: float) -> None:
    """RPL_ENDOFWHO."""
