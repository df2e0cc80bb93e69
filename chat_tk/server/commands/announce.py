"""ANNOUNCE: tell everyone in the chat something."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("ANNOUNCE", params=1, operator=True)
def announce(call: Call, message: Message) -> None:
    """ANNOUNCE <text>  docs/start/keep-order.md"""
    order.announce(call.chat, message.params[0])
