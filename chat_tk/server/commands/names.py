"""NAMES: who is in a room."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import RPL_ENDOFNAMES
from chat_tk.server import limits, lookup, rooms
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("NAMES")
def names(call: Call, message: Message) -> None:
    """NAMES <channel>{,<channel>}  https://modern.ircdocs.horse/#names-message"""
    wanted = lookup.targets(message.param(0), limits.TARGETS["NAMES"])
    for name in wanted:
        channel = call.chat.network.channel(name)
        if channel is None:
            call.reply.numeric(RPL_ENDOFNAMES, name)
        else:
            rooms.send_names(call, channel)
    if not wanted:
        call.reply.numeric(RPL_ENDOFNAMES, "*")
