"""KILL: put somebody out of the chat."""

from __future__ import annotations

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server import actions, limits, lookup
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("KILL", params=1, operator=True)
def kill(call: Call, message: Message) -> None:
    """KILL <nickname> [<comment>]  https://modern.ircdocs.horse/#kill-message"""
    nick = message.params[0]
    if nick == call.chat.config.name:
        raise Refused(n.ERR_CANTKILLSERVER)
    user = lookup.person(call, nick)
    comment = lookup.shorten(message.param(1), limits.REASON) or call.user.nick
    call.chat.delivery.to_user(user, actions.by(call.user, call.now, "KILL", user.nick, comment))
    actions.end(call.chat, user, f"Killed ({call.user.nick} ({comment}))")
