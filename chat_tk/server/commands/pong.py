"""PONG: the answer to our PING. That a line came is all that matters, and the connection has noted it."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("PONG", before_registration=True)
def pong(_call: Call, _message: Message) -> None:
    """PONG [<server>] <token>  https://modern.ircdocs.horse/#pong-message"""
