"""INFO: about this program."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import RPL_ENDOFINFO, RPL_INFO
from chat_tk.server import greeting, lookup, moments
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("INFO")
def info(call: Call, message: Message) -> None:
    """INFO [<server>]  https://modern.ircdocs.horse/#info-message"""
    lookup.here(call, message.param(0))
    lines = [
        f"{greeting.version()}: a chat for a room, a school, an office or a ship",
        call.chat.config.description,
        f"Running since {moments.in_utc(call.chat.started_at)}",
    ]
    for line in filter(None, lines):
        call.reply.numeric(RPL_INFO, line)
    call.reply.numeric(RPL_ENDOFINFO)
