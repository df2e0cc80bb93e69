"""LIST: which rooms there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from chat_tk.irc import numerics as n
from chat_tk.irc.masks import matches
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold
from chat_tk.server import lookup
from chat_tk.server.chat import Call
from chat_tk.server.registry import command
from chat_tk.server.state import Channel

Condition = Callable[[Channel, float], bool]

_NUMBERED: Final = re.compile(r"([CT]?)([<>])([0-9]{1,9})")
_CONDITIONS: Final = 8
"""More conditions than this are not looked at."""


@command("LIST")
def list_(call: Call, message: Message) -> None:
    """LIST [<channel>{,<channel>}] [<elistcond>{,<elistcond>}]  https://modern.ircdocs.horse/#list-message"""
    words = [word for param in message.params[:2] for word in lookup.targets(param)]
    named = [word for word in words if word.startswith("#") and not _is_mask(word)]
    conditions = [condition(word) for word in words if word not in named][:_CONDITIONS]
    call.reply.numeric(n.RPL_LISTSTART)
    for channel in _candidates(call, named):
        if channel.visible_to(call.user) and all(holds(channel, call.now) for holds in conditions):
            call.reply.numeric(n.RPL_LIST, channel.name, len(channel.members), channel.topic)
    call.reply.numeric(n.RPL_LISTEND)


def _candidates(call: Call, named: list[str]) -> Iterable[Channel]:
    network = call.chat.network
    if not named:
        return list(network.formed())
    return [channel for name in dict.fromkeys(map(fold, named)) if (channel := network.channel(name))]


def condition(word: str) -> Condition:
    """What one condition asks of a room (ISUPPORT ``ELIST=CMNTU``; minutes, counted back from now).

    ``>3`` more than 3 members; ``C>60`` made more than 60 minutes ago; ``T<60`` topic set less than 60 minutes ago;
    ``*den*`` and ``!*den*`` the name.
    """
    found = _NUMBERED.fullmatch(word.upper())
    if found is None:
        negative, mask = word.startswith("!"), word.removeprefix("!")
        return lambda channel, _now: matches(mask, channel.name) != negative
    what, sign, number = found[1], found[2], int(found[3])
    return lambda channel, now: _compare(_measure(channel, what, now), sign, number)


def _measure(channel: Channel, what: str, now: float) -> float | None:
    if what == "C":
        return (now - channel.created_at) / 60
    if what == "T":
        return (now - channel.topic_at) / 60 if channel.topic_at else None
    return len(channel.members)


def _compare(measured: float | None, sign: str, number: int) -> bool:
    if measured is None:
        return False
    return measured > number if sign == ">" else measured < number


def _is_mask(word: str) -> bool:
    return "*" in word or "?" in word
