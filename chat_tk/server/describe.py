"""What happened, as a line of the log: for the host's window and for the terminal, and for ``grep``.

    2026-11-20 20:10:05 said      #3 Maria #lobby: hello

Rule 1: one event is one line. Whatever stands in a name or a text, no character of it can end the line, move a cursor,
colour a terminal or turn the direction of reading: nobody writes lines of the log but this file.
Rule 2: time, kind and number stand in the same columns always, and the kind is never translated: what somebody greps
for is the same on every computer.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.server import events
from chat_tk.server.events import Event

_JOINERS = "\u200c\u200d"  # invisible, but Persian words and emoji of several people are made with them


def describe(event: Event) -> str:
    """The line for ``event``, without its end."""
    kind, detail = _KINDS[type(event)]
    number = getattr(event, "number", None)
    who = "" if number is None else f"#{number} "
    return f"{_when(int(event.at))} {kind:<9} {who}{harmless(detail(event))}".rstrip()


@lru_cache(maxsize=8)
def _when(at: int) -> str:
    """Kept, because a busy chat logs thousands of lines a second, and this was half the cost of each (2.5 µs)."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at))


def harmless(text: str) -> str:
    """``text`` on one line, with a replacement character for each character that would act instead of being shown."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _shown(character) for character in text)


def _shown(character: str) -> str:
    if character.isspace() or character in "\x1c\x1d\x1e\x1f":
        return " "
    return (
        character if character in _JOINERS or unicodedata.category(character) == "Co" else "\N{REPLACEMENT CHARACTER}"
    )


def _with_reason(text: str, reason: str) -> str:
    return f"{text}: {markup.plain(reason)}" if reason else text


_KINDS: Final[dict[type, tuple[str, Callable[[Any], str]]]] = {
    events.Started: (
        "started",
        lambda e: _("people can join at {places}").format(places=", ".join(map(str, e.addresses + e.secure))),
    ),
    events.StartFailed: ("failed", lambda e: e.problem),
    events.Connected: ("connected", lambda e: e.host),
    events.DoorKnown: ("door", lambda e: e.door),
    events.Registered: ("entered", lambda e: e.nick),
    events.Renamed: ("renamed", lambda e: f"{e.old} -> {e.new}"),
    events.JoinedRoom: ("joined", lambda e: f"{e.nick} {e.room}"),
    events.LeftRoom: ("parted", lambda e: _with_reason(f"{e.nick} {e.room}", e.reason)),
    events.Said: ("said", lambda e: f"{e.nick} {e.room}: {markup.plain(e.text)}"),
    events.Announced: ("announced", lambda e: markup.plain(e.text)),
    events.BecameOperator: ("operator", lambda e: f"{e.nick} ({e.name})"),
    events.Banned: ("banned", lambda e: _with_reason(_("{what} by {by}").format(what=e.what, by=e.by), e.reason)),
    events.Unbanned: ("unbanned", lambda e: _("{what} by {by}").format(what=e.what, by=e.by)),
    events.Left: ("left", lambda e: _with_reason(e.nick or _("(no name)"), e.reason)),
    events.Problem: ("problem", lambda e: e.text),
    events.UdpSwitched: ("udp", lambda e: _("on") if e.on else _("off")),
    events.Stopped: (
        "stopped",
        lambda e: _("had to be cut: {names}").format(names=", ".join(e.stragglers)) if e.stragglers else "",
    ),
}
"""Kind of event -> the word in the log, and what stands behind time, word and number."""
