"""ISUPPORT: what this server is like, also before one is in."""

from __future__ import annotations

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.irc.numerics import ERR_NOTREGISTERED
from chat_tk.server import greeting
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("ISUPPORT", before_registration=True)
def isupport(call: Call, message: Message) -> None:  # noqa: ARG001
    """ISUPPORT  https://ircv3.net/specs/extensions/extended-isupport"""
    if not call.user.registered and not call.user.capabilities & caps.EXTENDED_ISUPPORT:
        raise Refused(ERR_NOTREGISTERED)
    greeting.send_isupport(call)
