"""NOTICE: say something that nothing answers by itself."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import lines, speech
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("NOTICE")
def notice(call: Call, message: Message) -> None:
    """NOTICE <target>{,<target>} <text>  https://modern.ircdocs.horse/#notice-message"""
    if not (message.tags and lines.take(call, message)):
        speech.spoken(call, "NOTICE", message)
