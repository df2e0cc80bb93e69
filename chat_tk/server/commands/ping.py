"""PING: are you there? Yes."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import ERR_NOORIGIN
from chat_tk.server import actions
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("PING", before_registration=True)
def ping(call: Call, message: Message) -> None:
    """PING <token>  https://modern.ircdocs.horse/#ping-message"""
    token = message.param(0)
    if not token:
        raise Refused(ERR_NOORIGIN)
    call.reply.send(actions.by_server(call.chat, call.now, "PONG", call.chat.config.name, token))
