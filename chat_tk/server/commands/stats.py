"""STATS: how long the server runs, which commands are used how often, who may become an operator, who is banned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server import lookup
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("STATS", params=1)
def stats(call: Call, message: Message) -> None:
    """STATS <query> [<server>]  https://modern.ircdocs.horse/#stats-message"""
    lookup.here(call, message.param(1))
    letter = message.params[0][0]
    if query := QUERIES.get(letter):
        query(call)
    call.reply.numeric(n.RPL_ENDOFSTATS, letter)


def _commands(call: Call) -> None:
    for verb, count in sorted(call.chat.usage.items()):
        call.reply.numeric(n.RPL_STATSCOMMANDS, verb, count)


def _bans(call: Call) -> None:
    _for_operators(call)
    for ban in call.chat.bans.holding(call.now):
        call.reply.numeric(n.RPL_STATSKLINE, ban.what, ban.reason)


def _operators(call: Call) -> None:
    _for_operators(call)
    for name in call.chat.config.operators:
        call.reply.numeric(n.RPL_STATSOLINE, "*", name)


def _for_operators(call: Call) -> None:
    if "o" not in call.user.modes:
        raise Refused(n.ERR_NOPRIVILEGES)


def _uptime(call: Call) -> None:
    minutes, seconds = divmod(max(0, int(call.now - call.chat.started_at)), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    call.reply.numeric(n.RPL_STATSUPTIME, days, f"{hours}:{minutes:02}:{seconds:02}")


QUERIES: Final[dict[str, Callable[[Call], None]]] = {"k": _bans, "m": _commands, "o": _operators, "u": _uptime}
"""Letter -> what answers it. Any other letter is answered by the end alone, for there is nothing of it here."""
