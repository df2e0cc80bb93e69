"""How far somebody has read in each conversation, told to all programs of the same person; ``marks`` has the numbers.

Rule 1: nobody is told of another's marks; they are an account's, or one connection's.
Rule 2: an account's are kept on disk; those of a connection end with it.
Source: IRCv3 draft "read-marker".
"""

from __future__ import annotations

from typing import Final

from chat_tk.i18n import _
from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold
from chat_tk.server import records
from chat_tk.server.chat import Call, Chat
from chat_tk.server.dialects import wire_time
from chat_tk.server.state import User
from chat_tk.server.told import Told

_OF_CONNECTION: Final = "c:"


def reader(user: User) -> str:
    """Whose marks ``user`` sees and moves."""
    return records.owner(user.account) if user.account else _connection(user)


def _connection(user: User) -> str:
    return f"{_OF_CONNECTION}{user.number}"


def told(chat: Chat, user: User, name: str, now: float) -> Told:
    """Where the mark of ``user`` stands in ``name``."""
    at = chat.marks.of(reader(user), fold(name))
    stamp = "*" if at is None else f"timestamp={wire_time(at / 1000)}"
    return Told(Message("MARKREAD", (name, stamp), chat.config.name), at=now)


def move(call: Call, name: str, at: int) -> bool:
    """Move the caller's mark there forward; whether it moved. An account's is written to disk, behind the chat."""
    chat, reading, key = call.chat, reader(call.user), fold(name)
    before = chat.marks.of(reading, key)
    after = chat.marks.move(reading, key, at)
    if after != before and call.user.account:
        chat.keeper.note_mark(reading, key, after)
        chat.desk.later(chat.keeper.keep_marks, _("How far people have read could not be saved."))
    return after != before


def forget(chat: Chat, user: User) -> None:
    """The connection has ended: what it has read without an account is nobody's now."""
    chat.marks.forget(_connection(user))


def renamed(chat: Chat, old: str, new: str) -> None:
    """A room has another name; what people have read in it they have read."""
    changed = chat.marks.rename(fold(old), fold(new)) if fold(old) != fold(new) else []
    of_accounts = [mark for mark in changed if not mark[0].startswith(_OF_CONNECTION)]
    for mark in of_accounts:
        chat.keeper.note_mark(*mark)
    if of_accounts:
        chat.desk.later(chat.keeper.keep_marks, _("How far people have read could not be saved."))


def disown(chat: Chat, account: str) -> None:
    """The account is nobody's now: who registers its name later has read nothing yet."""
    owner = records.owner(account)
    chat.marks.forget(owner)
    problem = _("How far people have read could not be saved.")
    chat.desk.later(lambda: chat.keeper.drop_marks(owner), problem)


def announce(call: Call, name: str) -> None:
    """Tell the caller, and the other programs of the same account, that a mark has moved."""
    mine = call.user
    for user in call.chat.network.programs(mine.account) if mine.account else ():
        if user is not mine and user.capabilities & caps.READ_MARKER:
            call.chat.delivery.to_user(user, told(call.chat, user, name, call.now))
    call.reply.send(told(call.chat, mine, name, call.now))
