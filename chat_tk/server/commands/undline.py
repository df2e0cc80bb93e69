"""UNDLINE: let an address or a network in again."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server.chat import Call
from chat_tk.server.commands import kline
from chat_tk.server.registry import command


@command("UNDLINE", params=1, operator=True)
def undline(call: Call, message: Message) -> None:
    """UNDLINE <address>[/<bits>]  https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md"""
    kline.end(call, message)
