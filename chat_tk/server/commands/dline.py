"""DLINE: keep an address or a network out."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server.chat import Call
from chat_tk.server.commands import kline
from chat_tk.server.registry import command


@command("DLINE", operator=True)
def dline(call: Call, message: Message) -> None:
    """DLINE [<duration>] <address>[/<bits>] [<reason>] | DLINE LIST  https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md"""
    kline.make(call, message, addresses=True)
