"""WALLOPS: tell all who want to hear it."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import actions
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("WALLOPS", params=1, operator=True)
def wallops(call: Call, message: Message) -> None:
    """WALLOPS <text>  https://modern.ircdocs.horse/#wallops-message"""
    told = actions.by(call.user, call.now, "WALLOPS", message.params[0])
    for user in call.chat.network.users.values():
        if "w" in user.modes and user.registered and user is not call.user:
            call.chat.delivery.to_user(user, told)
    if "w" in call.user.modes:
        call.reply.send(told)
