"""TAGMSG: tags without a text (typing, reactions)."""

from __future__ import annotations

from chat_tk.irc import own
from chat_tk.irc.message import Message
from chat_tk.server import order, speech
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("TAGMSG", params=1)
def tagmsg(call: Call, message: Message) -> None:
    """TAGMSG <target>{,<target>}  https://ircv3.net/specs/extensions/message-tags#the-tagmsg-tag-only-message"""
    if own.HAND in message.tags:
        order.move_hand(call, message.tags[own.HAND])
    elif own.PROGRAM in message.tags:
        order.name_program(call, message.tags[own.PROGRAM])
    else:
        speech.carry(call, "TAGMSG", message.params[0], (), message.tags)
