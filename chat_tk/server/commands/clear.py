"""CLEAR: forget what was said in rooms; nobody reads or finds it any more."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("CLEAR", operator=True)
def clear(call: Call, _message: Message) -> None:
    """CLEAR  docs/start/keep-order.md"""
    order.clear(call.chat, call.user.nick)
