"""WHOWAS: who had this name before."""

from __future__ import annotations

import re
from itertools import islice

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold
from chat_tk.server import moments
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command

_COUNT = re.compile(r"[0-9]{1,4}")


@command("WHOWAS")
def whowas(call: Call, message: Message) -> None:
    """WHOWAS <nick> [<count>]  https://modern.ircdocs.horse/#whowas-message"""
    nick = message.param(0)
    if not nick:
        raise Refused(n.ERR_NONICKNAMEGIVEN)
    key, count = fold(nick), message.param(1)
    limit = int(count) if _COUNT.fullmatch(count) and int(count) else None
    found = islice((past for past in reversed(call.chat.network.departed) if fold(past.nick) == key), limit)
    known = False
    for past in found:
        known = True
        call.reply.numeric(n.RPL_WHOWASUSER, past.nick, past.username, past.host, past.realname)
        call.reply.numeric(n.RPL_WHOISSERVER, past.nick, call.chat.config.name, moments.in_utc(past.at))
    if not known:
        call.reply.numeric(n.ERR_WASNOSUCHNICK, nick)
    call.reply.numeric(n.RPL_ENDOFWHOWAS, nick)
