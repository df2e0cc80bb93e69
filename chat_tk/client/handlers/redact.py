"""REDACT: a message is taken back, by who wrote it or by who keeps order.

Source: IRCv3 draft "message-redaction".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import remarks
from chat_tk.client.handlers.registry import handles
from chat_tk.client.values import Delivery
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("REDACT", params=2)
def redacted(session: Session, message: Message, _now: float) -> None:
    """``:nick REDACT <target> <msgid> [:reason]``. What is not in that room stays as it is."""
    target, msgid = message.params[0], message.params[1]
    room = session.book.room(message.nick if session.is_me(target) else target)
    line = room.lines.said(msgid) if room else None
    if room is None or line is None or line.deleted:
        return
    if session.book.fold(message.nick) == session.book.fold(line.sender):
        text = _("This message was deleted.")
    else:
        text = _("{name} deleted this message.").format(name=session.people.shown(message.nick))
    if reason := markup.plain(message.param(2))[:300]:
        text = f"{text} ({reason})"
    gone = line._replace(text=text, deleted=True, delivery=Delivery.DELIVERED, mentions_me=False, reason="")
    room.reactions.forget(msgid)
    session.book.change(room, gone._replace(reactions=(), quote=None))
    remarks.requote(session.book, room, msgid)
