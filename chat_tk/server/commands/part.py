"""PART: leave rooms."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.server import actions, limits, lookup, order
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("PART", params=1)
def part(call: Call, message: Message) -> None:
    """PART <channel>{,<channel>} [<reason>]  https://modern.ircdocs.horse/#part-message"""
    reason = order.words(call.chat, call.user, lookup.shorten(message.param(1), limits.REASON))
    for name in lookup.targets(message.params[0]):
        try:
            channel = lookup.channel(call, name)
            lookup.membership(call, channel)
            actions.part(call, channel, reason)
        except Refused as refusal:
            call.reply.numeric(refusal.row, *refusal.params)
