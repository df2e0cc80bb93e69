"""What was said before somebody came, for programs that can show no time but in the text."""

from __future__ import annotations

import time
from typing import Final

from chat_tk.server.told import Told

_ACTION: Final = "\x01ACTION "


def stamp(at: float, now: float) -> str:
    """A moment as people read it here: ``14:52``, with the day before it when that is not today."""
    then = time.localtime(at)
    return time.strftime("%H:%M" if then[:3] == time.localtime(now)[:3] else "%Y-%m-%d %H:%M", then)


def dated(told: Told, now: float) -> Told:
    """The message with its time in front of the text."""
    message = told.message
    text = message.params[-1]
    head = _ACTION if text.startswith(_ACTION) else ""
    text = f"{head}[{stamp(told.at, now)}] {text[len(head) :]}"
    return Told(message._replace(params=(*message.params[:-1], text)), at=told.at, msgid=told.msgid)
