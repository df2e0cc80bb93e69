"""QUIT: somebody left the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client import remarks, returning
from chat_tk.client.handlers.part import departed
from chat_tk.client.handlers.registry import handles
from chat_tk.client.movement import Move
from chat_tk.i18n import _
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

_BROKEN: Final = ("timeout", "timed out", "reset by peer", "nothing heard", "broken pipe", "read error")
_CLOSED: Final = ("connection closed", "remote host closed", "client closed", "client quit")
"""What servers write for a person who said nothing; a person's own words stand behind ``Quit:``."""


@handles("QUIT")
def left_chat(session: Session, message: Message, now: float) -> None:
    """``:nick QUIT [:reason]``, told in every room where the person was, and in the conversation with them."""
    if session.is_me(message.nick):
        return  # ERROR follows
    reason = _in_words(message.param(0))
    text = departed(session, _("{name} left the chat."), message.nick, reason)
    for room in list(session.book.rooms.values()):
        if room.leave(message.nick):
            remarks.moved(session.book, room, Move.WENT, message.nick, text, now)
            session.book.touch_members(room)
            if room.typing_names:
                session.book.touch_typing(room)
        elif room.private and room.key == session.book.fold(message.nick):
            remarks.moved(session.book, room, Move.WENT, message.nick, text, now)
    session.people.forget(message.nick)
    returning.freed(session, message.nick)


def _in_words(reason: str) -> str:
    """Why somebody left, for people to read; empty: nothing that is worth a word."""
    low = reason.lower()
    if not low.startswith("quit:"):
        if any(words in low for words in _BROKEN):
            return _("The connection is broken.")
        if any(words in low for words in _CLOSED):
            return ""
    return reason.removeprefix("Quit:").strip()
