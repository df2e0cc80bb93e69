"""JOIN: enter rooms, or with ``0`` leave them all."""

from __future__ import annotations

import hmac

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.names import CHANNEL_TYPES, is_channel
from chat_tk.server import actions, limits, order
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command
from chat_tk.server.state import Channel


@command("JOIN", params=1)
def join(call: Call, message: Message) -> None:
    """JOIN <channel>{,<channel>} [<key>{,<key>}]  https://modern.ircdocs.horse/#join-message"""
    if message.params[0] == "0":
        for membership in list(call.user.memberships.values()):
            actions.part(call, membership.channel, "")
        return
    keys = message.param(1).split(",")
    for index, name in enumerate(message.params[0].split(",")):
        if not name:
            continue
        try:
            _join(call, name, keys[index] if index < len(keys) else "")
        except Refused as refusal:
            call.reply.numeric(refusal.row, *refusal.params)


def _join(call: Call, name: str, key: str) -> None:
    if not is_channel(name):
        raise Refused(n.ERR_BADCHANMASK if name.startswith(CHANNEL_TYPES) else n.ERR_NOSUCHCHANNEL, name)
    channel = call.chat.network.channel(name)
    if channel is not None and call.user in channel.members:
        return
    if len(call.user.memberships) >= limits.CHANNELS:
        raise Refused(n.ERR_TOOMANYCHANNELS, name)
    if channel is None and (reason := order.hindrance(call.chat, call.user)):  # a new room's name is read by all
        order.refuse(call, "JOIN", name, reason)
        return
    if channel is not None and "o" not in call.user.modes:
        _may_enter(call, channel, key)
    actions.join(call, name)


def _may_enter(call: Call, channel: Channel, key: str) -> None:
    """Raises Refused when a mode of the room keeps the caller out. An invitation opens ``i``, not the other locks."""
    user = call.user
    if channel.key and not hmac.compare_digest(key.encode("utf-8", "replace"), channel.key.encode("utf-8", "replace")):
        raise Refused(n.ERR_BADCHANNELKEY, channel.name)
    if channel.limit and len(channel.members) >= channel.limit:
        raise Refused(n.ERR_CHANNELISFULL, channel.name)
    if channel.banned(user):
        raise Refused(n.ERR_BANNEDFROMCHAN, channel.name)
    if "i" in channel.modes and channel not in user.invitations and not channel.listed("I", user):
        raise Refused(n.ERR_INVITEONLYCHAN, channel.name)
