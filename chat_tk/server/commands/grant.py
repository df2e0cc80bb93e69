"""GRANT: have somebody keep order in the chat, until it leaves."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import lookup, order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("GRANT", params=1, operator=True)
def grant(call: Call, message: Message) -> None:
    """GRANT <nickname>  docs/start/keep-order.md"""
    order.make_operator(call.chat, lookup.person(call, message.params[0]), call.user.nick, on=True)
