"""NOTICE: say something that nothing answers by itself."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import speech
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("NOTICE")
def notice(call: Call, message: Message) -> None:
    """NOTICE <target>{,<target>} <text>  https://modern.ircdocs.horse/#notice-message"""
    speech.spoken(call, "NOTICE", message)
