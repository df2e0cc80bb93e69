"""BATCH and ACK: several messages may be the answer to one label.

Source: IRCv3 "batch", "labeled-response".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client.handlers.registry import handles
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

BATCHES_OPEN: Final = 100


@handles("BATCH", params=1)
def batch(session: Session, message: Message, now: float) -> None:
    """``BATCH +ref type ...`` opens, ``BATCH -ref`` closes; only the label it carries matters here."""
    sign, ref = message.params[0][:1], message.params[0][1:]
    if sign == "+" and session.label and len(session.batches) < BATCHES_OPEN:
        session.batches[ref] = session.label
    elif sign == "-" and (label := session.batches.pop(ref, "")):
        session.deliver(session.outbox.by_label(label, now))  # neither echo nor error in it: it was accepted


@handles("ACK")
def ack(session: Session, _message: Message, now: float) -> None:
    """The server has done what the label stands for, and has nothing to say about it."""
    session.deliver(session.outbox.by_label(session.label, now))
