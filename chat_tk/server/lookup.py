"""Who and what a command speaks of, found or refused with the numeric that says so; tools for what clients wrote."""

from __future__ import annotations

from chat_tk.irc import numerics as n
from chat_tk.irc.masks import matches
from chat_tk.irc.message import cut
from chat_tk.irc.names import is_readable
from chat_tk.server.chat import Call, Refused
from chat_tk.server.state import Channel, Membership, User

OPERATOR = 3
HALF_OPERATOR = 2


def person(call: Call, nick: str) -> User:
    """The registered user with this nick. Raises Refused (401)."""
    user = call.chat.network.person(nick)
    if user is None:
        raise Refused(n.ERR_NOSUCHNICK, nick)
    return user


def channel(call: Call, name: str) -> Channel:
    """The channel with this name. Raises Refused (403)."""
    found = call.chat.network.channel(name)
    if found is None:
        raise Refused(n.ERR_NOSUCHCHANNEL, name)
    return found


def membership(call: Call, room: Channel) -> Membership:
    """The caller's place in the room. Raises Refused (442)."""
    found = room.members.get(call.user)
    if found is None:
        raise Refused(n.ERR_NOTONCHANNEL, room.name)
    return found


def rank(call: Call, room: Channel) -> int:
    """What the caller may do in the room: 3 as its operator, 2 as half-operator, 1 with voice.

    An operator of the server may do all.
    """
    if "o" in call.user.modes:
        return OPERATOR
    found = room.members.get(call.user)
    return found.rank if found else 0


def need_rank(call: Call, room: Channel, least: int) -> None:
    """Raises Refused (482) when the caller has less."""
    if rank(call, room) < least:
        raise Refused(n.ERR_CHANOPRIVSNEEDED, room.name)


def targets(text: str, limit: int = 0) -> list[str]:
    """The names in a comma-separated list, empty ones and repetitions left out, at most ``limit`` (0: all)."""
    if text and "," not in text:
        return [text]
    names = list(dict.fromkeys(name for name in text.split(",") if name))
    return names[:limit] if limit else names


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` bytes of ``text``."""
    return cut(text.encode("utf-8", "replace"), limit).decode("utf-8")


def is_word(text: str) -> bool:
    """Whether ``text`` can be a parameter that is not the last one."""
    return bool(text) and " " not in text and text[0] != ":"


def is_clean_word(text: str) -> bool:
    """``is_word``, and everybody sees all of it: what no key and no mask may lack, for others read them."""
    return is_word(text) and is_readable(text)


def here(call: Call, server: str) -> None:
    """That ``server``, a command's optional target, is this one: a mask of its name, or somebody here.

    Raises Refused (402).
    """
    if server and not matches(server, call.chat.config.name) and call.chat.network.person(server) is None:
        raise Refused(n.ERR_NOSUCHSERVER, server)
