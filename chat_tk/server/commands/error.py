"""ERROR: only servers say it; from a client it means nothing."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("ERROR", before_registration=True)
def error(_call: Call, _message: Message) -> None:
    """ERROR <reason>  https://modern.ircdocs.horse/#error-message"""
