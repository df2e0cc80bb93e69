"""NICK: a name, and later another one."""

from __future__ import annotations

from typing import Final

from chat_tk.i18n import _
from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold, is_nick, next_nick
from chat_tk.irc.numerics import ERR_ERRONEUSNICKNAME, ERR_NONICKCHANGE, ERR_NONICKNAMEGIVEN, ERR_YOUREBANNEDCREEP
from chat_tk.server import actions, login, nickserv, order, registration
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command
from chat_tk.server.state import User

NUMBERED: Final = 10
"""Numbers behind a name, up to this, that programs put there when the name is taken."""


@command("NICK", before_registration=True)
def nick(call: Call, message: Message) -> None:
    """NICK <nickname>  https://modern.ircdocs.horse/#nick-message"""
    name = message.param(0)
    if not name:
        raise Refused(ERR_NONICKNAMEGIVEN)
    if not is_nick(name) or nickserv.is_meant(name):
        raise Refused(ERR_ERRONEUSNICKNAME, name)
    if name == call.user.nick:
        return
    if call.user.registered:
        _change(call, name)
    else:
        registration.claim(call, name)
        registration.complete(call)


def _change(call: Call, name: str) -> None:
    """Another name for who is in the chat, if it may have it. Raises Refused (433, 447)."""
    if not _is_own(call.user, name):
        if call.chat.config.rules.names_fixed and "o" not in call.user.modes:
            raise Refused(ERR_NONICKCHANGE, _("names are fixed in this chat"))
        if reason := order.hindrance(call.chat, call.user):  # a name is read by all, so it is a word like others
            _refuse(call, name, reason)
            return
    if not login.may_use(call.chat, call.user, name):
        raise Refused(login.RESERVED, name)
    if call.chat.bans.on_user(call.user, call.now, name):
        text = _("Nobody may be called {name} in this chat.").format(name=name)
        call.reply.send(actions.by_server(call.chat, call.now, ERR_YOUREBANNEDCREEP.code, call.user.nick, text))
        return
    login.make_way(call, name)
    actions.rename(call, name)


def _is_own(user: User, name: str) -> bool:
    """Whether the name says nothing new: it is registered by ``user``, or its own without the number.

    Who comes back before the old connection is noticed is Maria2 until then, and wants to be Maria again.
    """
    mine = bool(user.account) and fold(user.account) == fold(name)
    return mine or any(fold(next_nick(name, attempt)) == fold(user.nick) for attempt in range(1, NUMBERED))


def _refuse(call: Call, name: str, reason: str) -> None:
    """Who may write nothing keeps its name, and reads why in the form that its program knows. Raises Refused."""
    if not (call.user.plain or call.user.capabilities & caps.STANDARD_REPLIES):
        raise Refused(ERR_NONICKCHANGE, reason)
    order.refuse(call, "NICK", name, reason)
