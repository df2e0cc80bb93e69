"""PAUSE: from now on everybody reads, and only operators write."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("PAUSE", operator=True)
def pause(call: Call, _message: Message) -> None:
    """PAUSE  docs/start/keep-order.md"""
    order.pause(call.chat, call.user.nick, on=True)
