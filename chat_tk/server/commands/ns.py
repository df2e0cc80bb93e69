"""NS: a short way to NickServ, as NICKSERV is."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import nickserv
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("NS", params=1)
def ns(call: Call, message: Message) -> None:
    """NS <command> [<parameters>...]  https://modern.ircdocs.horse/#services"""
    nickserv.hear(call, " ".join(message.params))
