"""CAP after registration: what the server newly offers or takes away (cap-notify)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import abilities
from chat_tk.client.handlers import metadata
from chat_tk.client.handlers.registry import handles
from chat_tk.client.handshake import WANTED, requests_for, wanted_of
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("CAP", params=3)
def cap(session: Session, message: Message, _now: float) -> None:
    """NEW is asked for when we understand it, ACK puts it in force (``-name``: out of it), DEL takes it away."""
    kind = message.params[1].upper()
    words = message.params[-1].split()[:200]
    names = [word.partition("=")[0] for word in words]
    if kind == "NEW":
        session.handshake.offer(words)
        for request in requests_for(wanted_of(set(names) - session.capabilities)):
            session.send(request)
    elif kind == "ACK":
        had_metadata = bool(abilities.METADATA & session.capabilities)
        session.capabilities.update(WANTED.intersection(names))
        session.capabilities.difference_update(name[1:] for name in names if name.startswith("-"))
        if not had_metadata:
            metadata.subscribe(session)
    elif kind == "DEL":
        session.capabilities.difference_update(names)
        session.handshake.subscribed &= bool(abilities.METADATA & session.capabilities)
    session.tell_abilities()
