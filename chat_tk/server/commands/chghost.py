"""CHGHOST: another host for somebody, in the place of its address."""

from __future__ import annotations

import re
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server import actions, limits, lookup, presence
from chat_tk.server.chat import Call, Chat
from chat_tk.server.registry import command
from chat_tk.server.state import User
from chat_tk.server.telling import telling

_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:/_-]*[A-Za-z0-9])?")
"""What stands in a source as it is: no colon in front, nothing that a mask or a line would read otherwise."""


@command("CHGHOST", params=2, operator=True)
def chghost(call: Call, message: Message) -> None:
    """CHGHOST <nick> <host>  https://ircv3.net/specs/extensions/chghost, https://docs.inspircd.org/3/modules/chghost/

    ``*`` in place of the host: its address again. Bans hold for both, whatever others see.
    """
    user, host = lookup.person(call, message.params[0]), message.params[1]
    if host == "*":
        host = user.address
    elif not _HOST.fullmatch(host) or len(host) > limits.HOST:
        text = _("“{host}” cannot stand in the place of an address: up to {limit} letters, digits and . : / _ - can.")
        actions.note(call, text.format(host=host, limit=limits.HOST))
        return
    if host == user.host:
        return
    _change(call.chat, user, host, telling(call.chat, user, call.now) if user is not call.user else call)
    if user is not call.user:
        actions.note(call, _("{name} is seen at {host} now.").format(name=user.nick, host=host))


def _change(chat: Chat, user: User, host: str, to: Call) -> None:
    """Have ``user`` seen at ``host``; ``to`` tells it."""
    actions.settle(chat, user)
    told = actions.by(user, to.now, "CHGHOST", user.username, host, needs=caps.CHGHOST)
    gone = actions.by(user, to.now, "QUIT", "Changing host")
    user.host = host
    if told.reaches(user):
        to.reply.send(told)
    to.reply.numeric(n.RPL_HOSTHIDDEN, host)
    presence.tell_concerned(chat, user, told)
    for reader in chat.network.neighbours(user):
        if not (told.reaches(reader) or reader.plain):
            chat.delivery.to_user(reader, gone)
            _back_in_rooms(chat, user, reader, to.now)


def _back_in_rooms(chat: Chat, user: User, reader: User, at: float) -> None:
    """For a program that knows users by their hosts and no CHGHOST: ``user`` enters again, with its signs."""
    for membership in user.memberships.values():
        channel = membership.channel
        if reader in channel.members:
            chat.delivery.to_user(reader, actions.joins(user, channel, at))
            if membership.modes:
                letters = "+" + "".join(sorted(membership.modes))
                nicks = [user.nick] * len(membership.modes)
                chat.delivery.to_user(reader, actions.by_server(chat, at, "MODE", channel.name, letters, *nicks))
