"""REDACT: take a message back."""

from __future__ import annotations

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.irc.numerics import ERR_UNKNOWNCOMMAND
from chat_tk.server import limits, lookup, redaction
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("REDACT", params=2)
def redact(call: Call, message: Message) -> None:
    """REDACT <target> <msgid> [<reason>]  https://ircv3.net/specs/extensions/message-redaction"""
    if not call.user.capabilities & caps.MESSAGE_REDACTION:
        raise Refused(ERR_UNKNOWNCOMMAND, "REDACT")
    name, msgid = message.params[:2]
    redaction.redact(call, name, msgid, lookup.shorten(message.param(2), limits.REASON))
