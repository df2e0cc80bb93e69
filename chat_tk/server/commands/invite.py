"""INVITE: ask somebody into a room."""

from __future__ import annotations

from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server import lookup, order
from chat_tk.server.actions import by
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("INVITE")
def invite(call: Call, message: Message) -> None:
    """INVITE <nickname> <channel>  https://modern.ircdocs.horse/#invite-message"""
    if not message.params:
        _send_list(call)
        return
    if len(message.params) < 2 or not all(message.params[:2]):
        raise Refused(n.ERR_NEEDMOREPARAMS, "INVITE")
    channel = lookup.channel(call, message.params[1])
    lookup.membership(call, channel)
    user = lookup.person(call, message.params[0])
    if reason := order.mute_of(call.user):
        order.refuse(call, "INVITE", user.nick, reason)
        return
    if user in channel.members:
        raise Refused(n.ERR_USERONCHANNEL, user.nick, channel.name)
    if "i" in channel.modes:
        lookup.need_rank(call, channel, lookup.HALF_OPERATOR)
    user.invite(channel)
    call.reply.numeric(n.RPL_INVITING, user.nick, channel.name)
    if user.away:
        call.reply.numeric(n.RPL_AWAY, user.nick, user.away)
    params = (user.nick, channel.name)
    call.chat.delivery.to_user(user, by(call.user, call.now, "INVITE", *params))
    notice = by(call.user, call.now, "INVITE", *params, needs=caps.INVITE_NOTIFY)
    call.chat.delivery.to_room(channel, notice, skip=call.user)


def _send_list(call: Call) -> None:
    """The rooms that the caller is invited to (Modern IRC, "Invite list")."""
    for channel in call.user.invitations:
        call.reply.numeric(n.RPL_INVITELIST, channel.name)
    call.reply.numeric(n.RPL_ENDOFINVITELIST)
