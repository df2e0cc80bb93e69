"""NICK: a name, and later another one."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.names import is_nick
from chat_tk.irc.numerics import ERR_ERRONEUSNICKNAME, ERR_NICKNAMEINUSE, ERR_NONICKNAMEGIVEN
from chat_tk.server import actions, registration
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command
from chat_tk.server.state import NickInUseError


@command("NICK", before_registration=True)
def nick(call: Call, message: Message) -> None:
    """NICK <nickname>  https://modern.ircdocs.horse/#nick-message"""
    name = message.param(0)
    if not name:
        raise Refused(ERR_NONICKNAMEGIVEN)
    if not is_nick(name):
        raise Refused(ERR_ERRONEUSNICKNAME, name)
    if name == call.user.nick:
        return
    if call.user.registered:
        actions.rename(call, name)
        return
    try:
        call.chat.network.rename(call.user, name)
    except NickInUseError:
        raise Refused(ERR_NICKNAMEINUSE, name) from None
    registration.complete(call)
