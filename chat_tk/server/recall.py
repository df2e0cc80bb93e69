"""What was said before somebody came, for programs that can show no time but in the text."""

from __future__ import annotations

from typing import Final

from chat_tk.server import moments
from chat_tk.server.told import Told

_ACTION: Final = "\x01ACTION "


def dated(told: Told, now: float) -> Told:
    """The message with its time in front of the text."""
    message = told.message
    text = message.params[-1]
    head = _ACTION if text.startswith(_ACTION) else ""
    text = f"{head}[{moments.near(told.at, now)}] {text[len(head) :]}"
    return Told(message._replace(params=(*message.params[:-1], text)), at=told.at, msgid=told.msgid)
