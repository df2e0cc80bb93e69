"""UNMUTE: somebody who was muted may write again."""

from __future__ import annotations

from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.server import actions, lookup, order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("UNMUTE", params=1, operator=True)
def unmute(call: Call, message: Message) -> None:
    """UNMUTE <nickname>  docs/start/keep-order.md"""
    user = lookup.person(call, message.params[0])
    order.mute(call.chat, user, call.user.nick, on=False)
    actions.note(call, _("{name} may write.").format(name=user.nick))
