"""USERHOST: where people connect from, and whether they are away."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import RPL_USERHOST
from chat_tk.server.chat import Call
from chat_tk.server.registry import command

_MOST = 5


@command("USERHOST", params=1)
def userhost(call: Call, message: Message) -> None:
    """USERHOST <nickname>{ <nickname>}  https://modern.ircdocs.horse/#userhost-message"""
    words = []
    for nick in message.params[:_MOST]:
        user = call.chat.network.person(nick)
        if user is not None:
            operator, sign = "*" if "o" in user.modes else "", "-" if user.away else "+"
            words.append(f"{user.nick}{operator}={sign}{user.username}@{user.host}")
    call.reply.numeric(RPL_USERHOST, " ".join(words))
