"""AWAY: not here for a while, and here again."""

from __future__ import annotations

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.irc.numerics import ERR_NOTREGISTERED, RPL_NOWAWAY, RPL_UNAWAY
from chat_tk.server import actions, limits, lookup, order, presence
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("AWAY", before_registration=True)
def away(call: Call, message: Message) -> None:
    """AWAY [<text>]  https://modern.ircdocs.horse/#away-message, https://ircv3.net/specs/extensions/away-notify

    Before registration, and ``AWAY *``: https://ircv3.net/specs/extensions/pre-away
    """
    if not call.user.registered and not call.user.capabilities & caps.PRE_AWAY:
        raise Refused(ERR_NOTREGISTERED)
    user, text = call.user, lookup.shorten(message.param(0), limits.AWAY)
    if user.registered and text and order.hindrance(call.chat, user):
        text = order.WORDLESS  # that it is away others may know, in no words of its own
    before, user.away = user.away, text
    call.chat.touch(user)
    call.reply.numeric(RPL_NOWAWAY if text else RPL_UNAWAY)
    if text != before and user.registered:
        told = actions.by(user, call.now, "AWAY", *([text] if text else []), needs=caps.AWAY_NOTIFY)
        presence.tell_concerned(call.chat, user, told)
