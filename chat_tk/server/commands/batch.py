"""BATCH: several lines that are one message."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import lines
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("BATCH", params=1)
def batch(call: Call, message: Message) -> None:
    """BATCH +<reference> <type> [<parameters>...] | -<reference>  https://ircv3.net/specs/extensions/client-batch"""
    if message.params[0].startswith("-"):
        lines.end(call, message)
    else:
        lines.begin(call, message)
