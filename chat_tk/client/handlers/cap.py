"""CAP after registration: what the server newly offers or takes away (cap-notify)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.client.handshake import WANTED
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
    if kind == "NEW" and (wanted := sorted(WANTED & set(names) - session.capabilities)):
        session.send(Message("CAP", ("REQ", " ".join(wanted))))
    elif kind == "ACK":
        session.capabilities.update(WANTED.intersection(names))
        session.capabilities.difference_update(name[1:] for name in names if name.startswith("-"))
    elif kind == "DEL":
        session.capabilities.difference_update(names)
