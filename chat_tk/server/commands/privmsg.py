"""PRIVMSG: say something."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import lines, speech
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("PRIVMSG")
def privmsg(call: Call, message: Message) -> None:
    """PRIVMSG <target>{,<target>} <text>  https://modern.ircdocs.horse/#privmsg-message"""
    if not (message.tags and lines.take(call, message)):
        speech.spoken(call, "PRIVMSG", message)
