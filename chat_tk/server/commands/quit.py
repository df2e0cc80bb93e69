"""QUIT: good bye."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import actions, limits, lookup, order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("QUIT", before_registration=True)
def quit_(call: Call, message: Message) -> None:
    """QUIT [<reason>]  https://modern.ircdocs.horse/#quit-message"""
    reason = order.words(call.chat, call.user, lookup.shorten(message.param(0), limits.REASON))
    actions.end(call.chat, call.user, f"Quit: {reason}")
