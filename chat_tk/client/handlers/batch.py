"""BATCH and ACK: several messages may be one message, a page of history, or the answer to one label.

Source: IRCv3 "batch", "labeled-response", "chathistory" (batch), draft "multiline".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client import history
from chat_tk.client.batches import HISTORY, SEARCH, Batch
from chat_tk.client.handlers.registry import HANDLERS, handles
from chat_tk.irc import multiline
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("BATCH", params=1)
def batch(session: Session, message: Message, now: float) -> None:
    """``BATCH +ref type ...`` opens, ``BATCH -ref`` closes."""
    if message.params[0].startswith("+"):
        session.batches.open(message)
    elif closed := session.batches.close(message):
        _closed(session, closed, now)


@handles("ACK")
def ack(session: Session, _message: Message, now: float) -> None:
    """The server has done what the label stands for, and has nothing to say about it."""
    session.book.deliver(session.outbox.by_label(session.label, now))


def _closed(session: Session, batch: Batch, now: float) -> None:
    if batch.type == HISTORY:
        history.arrived(session, batch, now)
    elif batch.type == multiline.CAPABILITY:
        message = batch.as_message()
        if message and not session.batches.take(message, batch.parent):
            session.label = batch.label
            HANDLERS[message.command].handler(session, message, now)
    elif batch.type in SEARCH:
        history.sought(session, batch, now)
    elif batch.label:
        # Neither echo nor refusal was in it: it was accepted.
        session.book.deliver(session.outbox.by_label(batch.label, now))
