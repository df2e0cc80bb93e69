"""ISON: which of these people are here."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import RPL_ISON
from chat_tk.server.chat import Call
from chat_tk.server.registry import command
from chat_tk.server.rooms import pack, room_for


@command("ISON", params=1)
def ison(call: Call, message: Message) -> None:
    """ISON <nickname>{ <nickname>}  https://www.rfc-editor.org/rfc/rfc2812#section-4.9"""
    wanted = dict.fromkeys(nick for param in message.params for nick in param.split())
    here = [user.nick for nick in wanted if (user := call.chat.network.person(nick))]
    for line in pack(dict.fromkeys(here), room_for(call)) if here else [""]:
        call.reply.numeric(RPL_ISON, line)
