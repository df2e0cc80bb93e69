"""WHO: people, by room, by name or by a mask; and WHOX, which chooses what is told of them.

A person's host is its address here, and no secret; so it is both in the answer to WHOX. Where an operator has put
another in its place (CHGHOST), operators and the person itself read the address, and all others ``HIDDEN``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from chat_tk.irc import numerics as n
from chat_tk.irc.masks import matches
from chat_tk.irc.message import Message
from chat_tk.server import limits
from chat_tk.server.chat import Call
from chat_tk.server.registry import command
from chat_tk.server.state import Membership, User

Found = tuple[User, Membership | None]

_WHOX: Final = re.compile(r"([^%]*)%([A-Za-z]{1,30})(?:,([0-9]{1,3}))?")
HIDDEN: Final = "255.255.255.255"
"""In place of an address that is not told (IRCv3 "WHOX")."""
_FIELDS: Final = "tcuihsnfdlaor"
"""In the order in which the fields are told."""


@command("WHO")
def who(call: Call, message: Message) -> None:
    """WHO <mask> [o] [%<fields>[,<token>]]  https://modern.ircdocs.horse/#who-message, https://ircv3.net/specs/extensions/whox"""
    mask, flags = message.param(0) or "*", message.param(1)
    whox = _WHOX.fullmatch(flags)
    only_operators = "o" in (whox[1] if whox else flags)
    found = (each for each in _found(call, mask) if not only_operators or "o" in each[0].modes)
    for count, (user, membership) in enumerate(found):
        if count == limits.WHO and not mask.startswith("#"):
            call.reply.numeric(n.ERR_TOOMANYMATCHES, "WHO")
            break
        if whox:
            call.reply.numeric(n.RPL_WHOSPCRPL, *_fields(call, user, membership, whox[2], whox[3] or "0"))
        else:
            _reply(call, user, membership)
    call.reply.numeric(n.RPL_ENDOFWHO, mask)


def _found(call: Call, mask: str) -> Iterator[Found]:
    """Whom the mask means: the members of a room, the person of that name, or the visible people who match."""
    network = call.chat.network
    if mask.startswith("#"):
        channel = network.channel(mask)
        if channel is not None and channel.visible_to(call.user):
            inside = call.user in channel.members
            return ((u, m) for u, m in channel.members.items() if inside or "i" not in u.modes)
        return iter(())
    exact = network.person(mask)
    if exact is not None:
        return iter([(exact, _shared(call.user, exact))])
    return _matching(call, mask)


def _matching(call: Call, mask: str) -> Iterator[Found]:
    everyone = mask in ("*", "0")
    near = set(call.chat.network.neighbours(call.user)) | {call.user}
    for user in list(call.chat.network.users.values()):
        if user.registered and ("i" not in user.modes or user in near) and (everyone or _matches(mask, user)):
            yield user, _shared(call.user, user)


def _matches(mask: str, user: User) -> bool:
    return any(matches(mask, text) for text in (user.nick, user.username, user.host, user.realname, user.mask))


def _shared(reader: User, user: User) -> Membership | None:
    """A room that both are in, or one that anybody may see."""
    return next((m for m in user.memberships.values() if m.channel.visible_to(reader)), None)


def flags_of(reader: User, user: User, membership: Membership | None) -> str:
    """``H`` (here) or ``G`` (gone), ``*`` for an operator, the prefixes in the room, ``B`` for a bot."""
    signs = membership.signs_for(reader) if membership else ""
    return ("G" if user.away else "H") + "*" * ("o" in user.modes) + signs + "B" * ("B" in user.modes)


def sees_address(reader: User, user: User) -> bool:
    """Whether ``reader`` is told from where ``user`` comes, whatever stands there for others."""
    return reader is user or "o" in reader.modes


def _reply(call: Call, user: User, membership: Membership | None) -> None:
    room, flags = membership.channel.name if membership else "*", flags_of(call.user, user, membership)
    name = call.chat.config.name
    call.reply.numeric(n.RPL_WHOREPLY, room, user.username, user.host, name, user.nick, flags, user.realname)


def _fields(call: Call, user: User, membership: Membership | None, wanted: str, token: str) -> list[str]:
    """The fields that were asked for, in the order of the specification."""
    values = {
        "t": token,
        "c": membership.channel.name if membership else "*",
        "u": user.username,
        "i": user.address if user.host == user.address or sees_address(call.user, user) else HIDDEN,
        "h": user.host,
        "s": call.chat.config.name,
        "n": user.nick,
        "f": flags_of(call.user, user, membership),
        "d": "0",
        "l": str(max(0, int(call.now - (user.spoke_at or user.connected_at)))),
        "a": user.account or "0",
        "o": "n/a",
        "r": user.realname,
    }
    return [values[field] for field in _FIELDS if field in wanted]
