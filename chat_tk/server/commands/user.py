"""USER: user name and real name."""

from __future__ import annotations

from chat_tk.irc.message import Message
from chat_tk.irc.names import is_readable
from chat_tk.irc.numerics import ERR_ALREADYREGISTERED
from chat_tk.server import limits, lookup, registration
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command

_BAD_IN_USERNAME = frozenset("!@ :*?")
FALLBACK = "user"


@command("USER", params=4, before_registration=True)
def user(call: Call, message: Message) -> None:
    """USER <username> 0 * <realname>  https://modern.ircdocs.horse/#user-message"""
    if call.user.registered:
        raise Refused(ERR_ALREADYREGISTERED)
    name = "".join([c for c in message.params[0] if c not in _BAD_IN_USERNAME and is_readable(c)])
    call.user.username = lookup.shorten(name, limits.USERNAME) or FALLBACK
    call.user.realname = lookup.shorten(message.params[3], limits.REALNAME)
    registration.complete(call)
