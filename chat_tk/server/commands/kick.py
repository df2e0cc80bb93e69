"""KICK: put somebody out of a room."""

from __future__ import annotations

from functools import partial

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server import actions, limits, lookup, order
from chat_tk.server.chat import Call, Refused
from chat_tk.server.events import Kicked
from chat_tk.server.registry import attempt, command
from chat_tk.server.state import Channel


@command("KICK", params=2)
def kick(call: Call, message: Message) -> None:
    """KICK <channel> <user>{,<user>} [<comment>]  https://modern.ircdocs.horse/#kick-message"""
    rooms, limit = message.params[0].split(","), limits.TARGETS["KICK"]
    reason = order.words(call.chat, call.user, lookup.shorten(message.param(2), limits.REASON)) or call.user.nick
    if len(rooms) == 1:
        _kick_from(call, rooms[0], lookup.targets(message.params[1], limit), reason)
        return
    nicks = message.params[1].split(",")
    if len(nicks) != len(rooms):  # RFC 2812: "as many channel parameters as there are user parameters"
        raise Refused(n.ERR_NEEDMOREPARAMS, "KICK")
    for room, nick in list(zip(rooms, nicks, strict=True))[:limit]:
        attempt(call, partial(_kick_from, room=room, nicks=[nick], reason=reason))


def _kick_from(call: Call, room: str, nicks: list[str], reason: str) -> None:
    channel = lookup.channel(call, room)
    _need_to_be_there(call, channel)
    lookup.need_rank(call, channel, lookup.HALF_OPERATOR)
    for nick in nicks:
        attempt(call, partial(_kick, channel=channel, nick=nick, reason=reason))


def _need_to_be_there(call: Call, channel: Channel) -> None:
    """Whoever keeps order in one room must be in it."""
    if "o" not in call.user.modes:
        lookup.membership(call, channel)


def _kick(call: Call, channel: Channel, nick: str, reason: str) -> None:
    _need_to_be_there(call, channel)  # among those whom one puts out may be oneself
    user = lookup.person(call, nick)
    membership = channel.members.get(user)
    if membership is None:
        raise Refused(n.ERR_USERNOTINCHANNEL, user.nick, channel.name)
    if membership.rank > lookup.rank(call, channel):
        raise Refused(n.ERR_CHANOPRIVSNEEDED, channel.name)
    told = actions.by(call.user, call.now, "KICK", channel.name, user.nick, reason, msgid=call.chat.network.new_id())
    actions.expel(call, user, channel, told)
    call.chat.emit(Kicked(call.now, user.number, user.nick, channel.name, call.user.nick, reason))
