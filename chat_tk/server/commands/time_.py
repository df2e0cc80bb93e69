"""TIME: what the server's clock says."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import RPL_TIME
from chat_tk.server import lookup, moments
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("TIME")
def time_(call: Call, message: Message) -> None:
    """TIME [<server>]  https://modern.ircdocs.horse/#time-message"""
    lookup.here(call, message.param(0))
    call.reply.numeric(RPL_TIME, call.chat.config.name, int(call.now), 0, moments.in_utc(call.now))
