"""The network log: what went over the wire lately, for who wants to know why something does not work. Pure.

Rule 1: the last ``KEPT`` messages, each cut at ``LONGEST``; written out only when somebody looks.
Rule 2: no password is in it: what holds one is shown without it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from chat_tk.client.details import WireLine
from chat_tk.irc.markup import harmless
from chat_tk.irc.message import Message, format_message

KEPT: Final = 2_000
LONGEST: Final = 1_000
HIDDEN: Final = "…"
_SECRET: Final = {"PASS": 0, "AUTHENTICATE": 0, "OPER": 1, "REGISTER": 2, "VERIFY": 1, "NS": 0, "NICKSERV": 0}
"""Command -> the parameter from which on nothing is shown."""
_SERVICES: Final = frozenset({"nickserv", "authserv", "q@cserve.quakenet.org", "x@channels.undernet.org", "userserv"})


class WireLog:
    """What was sent and received."""

    def __init__(self) -> None:
        self._kept: deque[tuple[float, bool, Sequence[Message]]] = deque()
        self._count = self._new = 0

    def note(self, messages: Sequence[Message], at: float, *, sent: bool) -> None:
        """Messages went by. They are kept as they came, a handful as one: this is done for all that is ever said."""
        self._kept.append((at, sent, messages))
        self._count += len(messages)
        self._new += len(messages)
        while self._count - len(self._kept[0][2]) >= KEPT:
            self._count -= len(self._kept.popleft()[2])

    def all(self) -> list[WireLine]:
        """All that is kept."""
        self._new = 0
        return self._last(KEPT)

    def new(self) -> list[WireLine]:
        """What has come since the last look."""
        count, self._new = self._new, 0
        return self._last(min(count, KEPT))

    def _last(self, count: int) -> list[WireLine]:
        """The last lines; handfuls that are not needed are not looked into."""
        found: list[WireLine] = []
        for at, sent, messages in reversed(self._kept):
            if len(found) >= count:
                break
            found += [_line(at, sent, message) for message in reversed(messages)]
        return found[:count][::-1]


def _line(at: float, sent: bool, message: Message) -> WireLine:
    text = format_message(without_secrets(message))
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + HIDDEN
    return WireLine(at, sent, "".join(char if char.isprintable() else " " for char in harmless.harmless(text)))


def without_secrets(message: Message) -> Message:
    """``message`` with what may be a password taken out."""
    first = _SECRET.get(message.command)
    if message.command in ("PRIVMSG", "NOTICE") and message.param(0).lower() in _SERVICES:
        first = 1
    if message.command == "JOIN" and len(message.params) > 1 and "!" not in message.source:
        first = 1
    if message.command == "MODE" and "k" in message.param(1):
        first = 2
    if first is None or len(message.params) <= first:
        return message
    return message._replace(params=(*message.params[:first], HIDDEN))
