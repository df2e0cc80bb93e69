"""PASS: the chat's password."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import ERR_ALREADYREGISTERED
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("PASS", params=1, before_registration=True)
def pass_(call: Call, message: Message) -> None:
    """PASS <password>  https://modern.ircdocs.horse/#pass-message"""
    if call.user.registered:
        raise Refused(ERR_ALREADYREGISTERED)
    call.user.password = message.params[0]
