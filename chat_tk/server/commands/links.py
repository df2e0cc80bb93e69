"""LINKS: the servers of the network. There is one."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import RPL_ENDOFLINKS, RPL_LINKS
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("LINKS")
def links(call: Call, _message: Message) -> None:
    """LINKS  https://modern.ircdocs.horse/#links-message"""
    config = call.chat.config
    call.reply.numeric(RPL_LINKS, config.name, config.name, 0, config.description or config.network)
    call.reply.numeric(RPL_ENDOFLINKS, "*")
