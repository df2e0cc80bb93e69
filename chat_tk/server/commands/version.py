"""VERSION: what program this is, and what it can do."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import RPL_VERSION
from chat_tk.server import greeting, lookup
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("VERSION")
def version(call: Call, message: Message) -> None:
    """VERSION [<server>]  https://modern.ircdocs.horse/#version-message"""
    lookup.here(call, message.param(0))
    call.reply.numeric(RPL_VERSION, greeting.version(), call.chat.config.name, "")
    greeting.send_isupport(call)
