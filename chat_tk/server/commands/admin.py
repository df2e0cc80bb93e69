"""ADMIN: whose server this is."""

from __future__ import annotations

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server import lookup
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("ADMIN")
def admin(call: Call, message: Message) -> None:
    """ADMIN [<server>]  https://modern.ircdocs.horse/#admin-message"""
    lookup.here(call, message.param(0))
    config = call.chat.config
    if not (config.description or config.contact):
        raise Refused(n.ERR_NOADMININFO, config.name)
    call.reply.numeric(n.RPL_ADMINME, config.name)
    call.reply.numeric(n.RPL_ADMINLOC1, config.network)
    call.reply.numeric(n.RPL_ADMINLOC2, config.description)
    if config.contact:
        call.reply.numeric(n.RPL_ADMINEMAIL, config.contact)
