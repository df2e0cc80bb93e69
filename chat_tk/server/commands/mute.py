"""MUTE: somebody may read and not write, anywhere in the chat."""

from __future__ import annotations

from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.server import actions, lookup, order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("MUTE", params=1, operator=True)
def mute(call: Call, message: Message) -> None:
    """MUTE <nickname>  docs/start/keep-order.md"""
    user = lookup.person(call, message.params[0])
    order.mute(call.chat, user, call.user.nick, on=True)
    actions.note(call, _("{name} may read and not write.").format(name=user.nick))
