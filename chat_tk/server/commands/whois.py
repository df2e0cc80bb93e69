"""WHOIS: all that is known of a person and may be told."""

from __future__ import annotations

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold
from chat_tk.server import limits, lookup, metadata_shown
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command
from chat_tk.server.rooms import pack, room_for
from chat_tk.server.state import User


@command("WHOIS")
def whois(call: Call, message: Message) -> None:
    """WHOIS [<target>] <nick>  https://modern.ircdocs.horse/#whois-message"""
    asked = message.param(1) or message.param(0)
    nicks = lookup.targets(asked, limits.TARGETS["WHOIS"])
    if not nicks:
        raise Refused(n.ERR_NONICKNAMEGIVEN)
    if len(message.params) > 1:
        lookup.here(call, message.params[0])
    for nick in nicks:
        user = call.chat.network.person(nick)
        if user is None:
            call.reply.numeric(n.ERR_NOSUCHNICK, nick)
        else:
            _tell(call, user)
    call.reply.numeric(n.RPL_ENDOFWHOIS, asked)


def _tell(call: Call, user: User) -> None:
    config, reply, nick = call.chat.config, call.reply, user.nick
    reply.numeric(n.RPL_WHOISUSER, nick, user.username, user.host, user.realname)
    for line in pack(_rooms(call, user), room_for(call, nick)):
        reply.numeric(n.RPL_WHOISCHANNELS, nick, line)
    reply.numeric(n.RPL_WHOISSERVER, nick, config.name, config.description or config.network)
    if user.away:
        reply.numeric(n.RPL_AWAY, nick, user.away)
    if "o" in user.modes:
        reply.numeric(n.RPL_WHOISOPERATOR, nick)
    if "B" in user.modes:
        reply.numeric(n.RPL_WHOISBOT, nick)
    if user.account and fold(user.account) == fold(nick):
        reply.numeric(n.RPL_WHOISREGNICK, nick)
    if user.account:
        reply.numeric(n.RPL_WHOISACCOUNT, nick, user.account)
    if user.secure:
        reply.numeric(n.RPL_WHOISSECURE, nick)
    if user is call.user or "o" in call.user.modes:
        reply.numeric(n.RPL_WHOISHOST, nick, f"{user.username}@{user.address} {user.address}")
        reply.numeric(n.RPL_WHOISMODES, nick, "+" + "".join(sorted(user.modes)))
    metadata_shown.describe(call, user)
    idle = max(0, int(call.now - (user.spoke_at or user.connected_at)))
    reply.numeric(n.RPL_WHOISIDLE, nick, idle, int(user.connected_at))


def _rooms(call: Call, user: User) -> list[str]:
    """The rooms of ``user`` that the caller may see; those of an invisible person only where both are."""
    hidden = "i" in user.modes and user is not call.user
    return [
        membership.signs_for(call.user) + membership.channel.name
        for membership in user.memberships.values()
        if membership.channel.visible_to(call.user) and (not hidden or call.user in membership.channel.members)
    ]
