"""What a search of the history found, as lines of the log. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from chat_tk.i18n import _
from chat_tk.irc import markup, multiline
from chat_tk.server.describe import harmless
from chat_tk.server.events import Found
from chat_tk.server.told import Told
from chat_tk.server.values import Entry, Level


def event(told: Sequence[Told] | None, at: float) -> Found:
    """For the window; None: it could not be searched."""
    if told is None:
        return Found(at, (), _("What was said cannot be searched: it is not kept, or its file cannot be read."))
    return Found(at, tuple(map(_entry, told)))


def _entry(told: Told) -> Entry:
    message = told.message
    room, text = message.param(0), markup.plain(multiline.readable(message.param(1)))
    nick = harmless(message.nick)
    return Entry(told.at, Level.TALK, "said", nick, 0, harmless(room), harmless(f"{nick} {room}: {text}"))
