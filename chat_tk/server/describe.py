"""What happened, as a line of the log: for the terminal and for ``grep`` (``sentences`` has it for the window).

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
from typing import Any, Final, NamedTuple

from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.server import events
from chat_tk.server.events import Event
from chat_tk.server.values import Level

_JOINERS = "\u200c\u200d"  # invisible, but Persian words and emoji of several people are made with them


def describe(event: Event) -> str:
    """The line for ``event``, without its end."""
    row = KINDS[type(event)]
    number = getattr(event, "number", None)
    who = "" if number is None else f"#{number} "
    return f"{when(int(event.at))} {row.kind:<9} {who}{harmless(row.detail(event))}".rstrip()


def log_lines(event: Event) -> list[str]:
    """The line for ``event``, or of messages in a row the line of each."""
    if type(event) is not events.Said or not event.more:
        return [describe(event)]
    texts = (event.text, *event.more)
    start = _before_text(int(event.at), event.number, event.nick, event.room)
    together = "\n".join(texts)
    usual = markup.is_bare(together.replace("\n", "")) and together.count("\n") == len(event.more)
    if usual and all(texts) and " \n" not in together + "\n":
        return [start + text for text in texts]  # all were looked at at once
    return [(start + harmless(markup.plain(text))).rstrip() for text in texts]


@lru_cache(maxsize=256)
def _before_text(at: int, number: int, nick: str, room: str) -> str:
    """What stands before the text of a message."""
    return describe(events.Said(at, number, nick, room, ".")).removesuffix(".")


@lru_cache(maxsize=8)
def when(at: int) -> str:
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


def _by(text: str, by: str) -> str:
    return _("{what} by {by}").format(what=text, by=by)


class LogKind(NamedTuple):
    """The word in the log, how much it matters, and what stands behind time, word and number."""

    kind: str
    level: Level
    detail: Callable[[Any], str]


KINDS: Final[dict[type, LogKind]] = {
    events.Started: LogKind(
        "started",
        Level.NOTICE,
        lambda e: _("people can join at {places}").format(places=", ".join(map(str, e.addresses + e.secure))),
    ),
    events.StartFailed: LogKind("failed", Level.ERROR, lambda e: e.problem),
    events.Connected: LogKind("connected", Level.NOTICE, lambda e: e.host),
    events.DoorKnown: LogKind("door", Level.NOTICE, lambda e: e.door),
    events.Registered: LogKind("entered", Level.NOTICE, lambda e: e.nick),
    events.Renamed: LogKind("renamed", Level.NOTICE, lambda e: f"{e.old} -> {e.new}"),
    events.JoinedRoom: LogKind("joined", Level.NOTICE, lambda e: f"{e.nick} {e.room}"),
    events.LeftRoom: LogKind("parted", Level.NOTICE, lambda e: _with_reason(f"{e.nick} {e.room}", e.reason)),
    events.Kicked: LogKind("kicked", Level.WARNING, lambda e: _with_reason(_by(f"{e.nick} {e.room}", e.by), e.reason)),
    events.Said: LogKind("said", Level.TALK, lambda e: f"{e.nick} {e.room}: {markup.plain(e.text)}"),
    events.Announced: LogKind("announced", Level.TALK, lambda e: markup.plain(e.text)),
    events.BecameOperator: LogKind("operator", Level.WARNING, lambda e: f"{e.nick} ({e.name})"),
    events.NoOperator: LogKind("operator", Level.WARNING, lambda e: _by(f"-{e.nick}", e.by)),
    events.Muted: LogKind("muted", Level.WARNING, lambda e: _by(e.nick if e.on else f"-{e.nick}", e.by)),
    events.Paused: LogKind("paused", Level.WARNING, lambda e: _by(_("on") if e.on else _("off"), e.by)),
    events.HandRaised: LogKind("hand", Level.NOTICE, lambda e: e.nick if e.up else f"-{e.nick}"),
    events.RoomChanged: LogKind("room", Level.NOTICE, lambda e: f"{_by(e.room, e.by)}: {e.what}"),
    events.Cleared: LogKind("cleared", Level.WARNING, lambda e: _by(_("what was said in rooms"), e.by)),
    events.SettingsChanged: LogKind("settings", Level.NOTICE, lambda e: _settings(e.now, e.later)),
    events.Banned: LogKind("banned", Level.WARNING, lambda e: _with_reason(_by(e.what, e.by), e.reason)),
    events.Unbanned: LogKind("unbanned", Level.NOTICE, lambda e: _by(e.what, e.by)),
    events.Left: LogKind("left", Level.NOTICE, lambda e: _with_reason(e.nick or _("(no name)"), e.reason)),
    events.Problem: LogKind("problem", Level.ERROR, lambda e: e.text),
    events.UdpSwitched: LogKind("udp", Level.NOTICE, lambda e: _("on") if e.on else _("off")),
    events.Stopped: LogKind(
        "stopped",
        Level.NOTICE,
        lambda e: _("had to be cut: {names}").format(names=", ".join(e.stragglers)) if e.stragglers else "",
    ),
}
"""Every event but those of ``events.UNLOGGED``."""


def _settings(now: tuple[str, ...], later: tuple[str, ...]) -> str:
    said = [_("changed: {names}").format(names=", ".join(now))] if now else []
    if later:
        said.append(_("only after a new start: {names}").format(names=", ".join(later)))
    return "; ".join(said) or _("nothing has changed")
