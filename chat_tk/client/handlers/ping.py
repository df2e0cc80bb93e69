"""PING is answered; PONG confirms what was sent before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("PING", params=1)
def ping(session: Session, message: Message, _now: float) -> None:
    """``PING <token>``: the same token goes back."""
    session.send(Message("PONG", message.params[-1:]))


@handles("PONG", params=1)
def pong(session: Session, message: Message, now: float) -> None:
    """``PONG [<server>] <token>``: what was sent before the PING was worked off, or has been refused."""
    for line in session.outbox.by_pong(message.params[-1], now):
        session.book.deliver(line)
