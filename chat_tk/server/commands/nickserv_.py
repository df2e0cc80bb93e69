"""NICKSERV: a short way to NickServ, for programs that send it so."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import nickserv
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("NICKSERV", params=1)
def nickserv_(call: Call, message: Message) -> None:
    """NICKSERV <command> [<parameters>...]  https://modern.ircdocs.horse/#services"""
    nickserv.hear(call, " ".join(message.params))
