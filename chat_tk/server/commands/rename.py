"""RENAME: another name for a room."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.names import is_channel
from chat_tk.server import actions, limits, lookup, order, premises
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("RENAME", params=2)
def rename(call: Call, message: Message) -> None:
    """RENAME <channel> <new name> [<reason>]  https://ircv3.net/specs/extensions/channel-rename"""
    channel, name = lookup.channel(call, message.params[0]), message.params[1]
    if "o" not in call.user.modes:
        lookup.membership(call, channel)
    lookup.need_rank(call, channel, lookup.OPERATOR)
    if hindrance := order.hindrance(call.chat, call.user):
        _fail(call, "CANNOT_RENAME", channel.name, name, hindrance)
    elif not is_channel(name) or channel.permanent or name == channel.name:
        _fail(call, "CANNOT_RENAME", channel.name, name, "The channel cannot be renamed")
    elif call.chat.network.channel(name) not in (None, channel):
        _fail(call, "CHANNEL_NAME_IN_USE", channel.name, name, "The channel name is already taken")
    else:
        reason = lookup.shorten(message.param(2), limits.REASON)
        premises.rename(call.chat, channel, name, reason, call)


def _fail(call: Call, code: str, old: str, new: str, text: str) -> None:
    actions.fail(call, "RENAME", code, old, new, text=text)
