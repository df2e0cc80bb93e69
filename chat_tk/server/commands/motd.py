"""MOTD: the message of the day."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import greeting, lookup
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("MOTD")
def motd(call: Call, message: Message) -> None:
    """MOTD [<server>]  https://modern.ircdocs.horse/#motd-message"""
    lookup.here(call, message.param(0))
    greeting.send_motd(call)
