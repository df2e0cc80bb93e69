"""How far somebody has read in each conversation, for all programs of the same person.

Rule: nobody is told of another's marks; they are an account's, or one connection's.
Source: IRCv3 draft "read-marker".
"""

from __future__ import annotations

from collections.abc import Iterator

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold
from chat_tk.server.chat import Call, Chat
from chat_tk.server.dialects import wire_time
from chat_tk.server.state import User
from chat_tk.server.told import Told


def reader(user: User) -> str:
    """Whose marks ``user`` sees and moves."""
    return f"a:{fold(user.account)}" if user.account else f"c:{user.number}"


def told(chat: Chat, user: User, name: str, now: float) -> Told:
    """Where the mark of ``user`` stands in ``name``."""
    at = chat.marks.of(reader(user), fold(name))
    stamp = "*" if at is None else f"timestamp={wire_time(at / 1000)}"
    return Told(Message("MARKREAD", (name, stamp), chat.config.name), at=now)


def announce(call: Call, name: str) -> None:
    """Tell the caller, and the other programs of the same account, that a mark has moved."""
    for user in _programs(call):
        if user.capabilities & caps.READ_MARKER:
            call.chat.delivery.to_user(user, told(call.chat, user, name, call.now))
    call.reply.send(told(call.chat, call.user, name, call.now))


def _programs(call: Call) -> Iterator[User]:
    """The other programs under the caller's account."""
    mine = call.user
    if mine.account:
        key = fold(mine.account)
        for user in call.chat.network.users.values():
            if user is not mine and user.account and fold(user.account) == key:
                yield user
