"""RESUME: everybody writes again."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("RESUME", operator=True)
def resume(call: Call, _message: Message) -> None:
    """RESUME  docs/start/keep-order.md"""
    order.pause(call.chat, call.user.nick, on=False)
