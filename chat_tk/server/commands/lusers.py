"""LUSERS: how many are here."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import greeting, lookup
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("LUSERS")
def lusers(call: Call, message: Message) -> None:
    """LUSERS [<server>]  https://modern.ircdocs.horse/#lusers-message"""
    lookup.here(call, message.param(0))
    greeting.send_lusers(call)
