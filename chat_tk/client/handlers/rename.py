"""RENAME: a room has another name.

Source: IRCv3 draft "channel-rename".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import roaming
from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message
from chat_tk.irc.naming import title_of

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("RENAME", params=2)
def rename(session: Session, message: Message, now: float) -> None:
    """``:nick RENAME <old> <new> :[reason]``; who is in it and what was said stays."""
    old, new = message.params[0], message.params[1]
    room = session.book.room(old)
    if room is None or room.private or not session.is_channel(new) or not session.book.fold(new):
        return
    taken = session.book.room(new)
    if taken is not None and taken is not room:
        return
    session.outbox.rename(room.name, new)
    title, before = title_of(new), room.key
    session.book.rekey(room, new, title)
    session.returning.renamed(before, room.key)
    roaming.tell_mark(session, room)
    name = session.people.shown(message.nick)
    text = _("{name} renamed this room: it is called {new} now.").format(name=name, new=title)
    if reason := markup.plain(message.param(2))[:300]:
        text = f"{text} ({reason})"
    session.book.info(room, text, now)
