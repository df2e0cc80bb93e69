"""UNKLINE: end a ban."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server.chat import Call
from chat_tk.server.commands import kline
from chat_tk.server.registry import command


@command("UNKLINE", params=1, operator=True)
def unkline(call: Call, message: Message) -> None:
    """UNKLINE <name, mask or address>  https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md"""
    kline.end(call, message)
