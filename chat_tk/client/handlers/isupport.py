"""005: what this server is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("005", params=2)
def isupport(session: Session, message: Message, _now: float) -> None:
    """RPL_ISUPPORT: ``<nick> <token>... :are supported by this server``."""
    session.support.learn(message.params[1:-1])
    session.network = markup.plain(session.support.network)
