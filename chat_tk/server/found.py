"""What a search of the history found, as what was said. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from chat_tk.i18n import _
from chat_tk.irc import multiline
from chat_tk.server.events import Found, Said
from chat_tk.server.told import Told


def event(told: Sequence[Told] | None, at: float) -> Found:
    """For the window; None: it could not be searched."""
    if told is None:
        return Found(at, (), _("What was said cannot be searched: it is not kept, or its file cannot be read."))
    return Found(at, tuple(map(_said, told)))


def _said(told: Told) -> Said:
    message = told.message
    return Said(told.at, 0, message.nick, message.param(0), multiline.readable(message.param(1)))
