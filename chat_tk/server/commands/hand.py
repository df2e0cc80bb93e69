"""HAND: raise one's hand, or take it down: whoever keeps order sees who wants to say something."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("HAND")
def hand(call: Call, message: Message) -> None:
    """HAND [UP | DOWN]  docs/start/keep-order.md"""
    order.move_hand(call, message.param(0))
