"""REVOKE: have somebody keep order in the chat no more."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import lookup, order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("REVOKE", params=1, operator=True)
def revoke(call: Call, message: Message) -> None:
    """REVOKE <nickname>  docs/start/keep-order.md"""
    order.make_operator(call.chat, lookup.person(call, message.params[0]), call.user.nick, on=False)
