"""CHATHISTORY TARGETS: where something was said while one was away.

Source: IRCv3 draft "chathistory".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import history
from chat_tk.client.handlers.registry import handles
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("CHATHISTORY", params=2)
def target(session: Session, message: Message, now: float) -> None:
    """``CHATHISTORY TARGETS <name> <time of the latest message>``."""
    if message.params[0].upper() == "TARGETS":
        history.missed(session, message.params[1], now)
