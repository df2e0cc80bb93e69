"""005: what this server is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.irc import markup
from chat_tk.irc.casemapping import LOOKALIKES, fold_by
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold

if TYPE_CHECKING:
    from chat_tk.client.session import Session

NETWORK_KEPT = 60
"""Characters kept of a chat's name."""


@handles("005", params=2)
def isupport(session: Session, message: Message, _now: float) -> None:
    """RPL_ISUPPORT: ``<nick> <token>... :are supported by this server``."""
    known, book = session.isupport, session.book
    known.update(message.params[1:-1])
    book.title = markup.plain(known.network)[:NETWORK_KEPT]
    if not book.rooms:  # names that have a key keep it
        book.fold_by(fold if LOOKALIKES in known else fold_by(known.casemapping))
    session.tell_abilities()
