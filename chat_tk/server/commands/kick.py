"""KICK: put somebody out of a room."""

from __future__ import annotations

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server import actions, limits, lookup
from chat_tk.server.chat import Call, Refused
from chat_tk.server.events import LeftRoom
from chat_tk.server.registry import command
from chat_tk.server.state import Channel


@command("KICK", params=2)
def kick(call: Call, message: Message) -> None:
    """KICK <channel> <user>{,<user>} [<comment>]  https://modern.ircdocs.horse/#kick-message"""
    channel = lookup.channel(call, message.params[0])
    if "o" not in call.user.modes:
        lookup.membership(call, channel)
    lookup.need_rank(call, channel, lookup.HALF_OPERATOR)
    reason = lookup.shorten(message.param(2), limits.REASON) or call.user.nick
    for nick in lookup.targets(message.params[1], limits.TARGETS["KICK"]):
        try:
            _kick(call, channel, nick, reason)
        except Refused as refusal:
            call.reply.numeric(refusal.row, *refusal.params)


def _kick(call: Call, channel: Channel, nick: str, reason: str) -> None:
    user = lookup.person(call, nick)
    membership = channel.members.get(user)
    if membership is None:
        raise Refused(n.ERR_USERNOTINCHANNEL, user.nick, channel.name)
    if membership.rank > lookup.rank(call, channel):
        raise Refused(n.ERR_CHANOPRIVSNEEDED, channel.name)
    told = actions.by(
        call.user, call.now, "KICK", channel.name, user.nick, reason, msgid=call.chat.network.new_id()
    )
    actions.expel(call, user, channel, told)
    call.chat.emit(LeftRoom(call.now, user.number, user.nick, channel.name, reason))
