"""What is said most of all: a message of somebody else in a room that one is in. Pure.

In a flood it comes thousands of times in a row. What is the same for each of them is looked at once: who one is, how
one is called, who is ignored. What comes of it is what ``handlers/privmsg.py`` makes of it (a test compares them).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from chat_tk.client import attention
from chat_tk.client.handlers.privmsg import said_at
from chat_tk.client.values import Kind
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

TAGS: Final = frozenset({"account", "msgid", "time"})
"""All others change what a message is."""


def ear(session: Session, now: float) -> Callable[[Message], bool]:
    """Takes a message in if it is a usual one, else nothing happens, and it says False: that is for the handlers.

    It hears until any other message has been taken in: people and rooms may be called something else then.
    """
    book = session.book
    rooms, fold, sender, line, add = book.rooms, book.fold, book.sender, book.line, book.add
    me, ignored, words = book.me, book.people.ignored, attention.folded(session.called)

    def take(message: Message) -> bool:
        command, params, source, tags = message
        if command != "PRIVMSG" or len(params) < 2 or (tags and not TAGS.issuperset(tags)):
            return False
        target, text = params[:2]
        room = rooms.get(fold(target)) if target and text[:1] != "\x01" else None
        nick, key = sender(source)
        if room is None or room.private or room.typing or key == me or key in ignored:
            return False
        session.label = ""
        at, msgid = (said_at(message, now), tags.get("msgid", "")) if tags else (now, "")
        mentions_me = attention.named(text, words)
        add(room, line(room, Kind.MESSAGE, text, at, sender=nick, mentions_me=mentions_me, msgid=msgid))
        return True

    return take
