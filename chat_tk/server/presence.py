"""Who is told of a person beyond the rooms: those who watch for its name.

Sources: IRCv3 "Monitor", "extended-monitor".
"""

from __future__ import annotations

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.irc.numerics import RPL_MONOFFLINE, RPL_MONONLINE, Numeric
from chat_tk.server import metadata_shown
from chat_tk.server.chat import Chat
from chat_tk.server.state import User
from chat_tk.server.telling import telling
from chat_tk.server.told import Told


def came(chat: Chat, user: User, at: float) -> None:
    """Tell who watches for this nick that somebody has it now, and what that person says of itself."""
    _tell_watchers(chat, user.nick, RPL_MONONLINE, user.mask, at)
    for watcher in chat.network.watchers(user.nick):
        metadata_shown.follow(telling(chat, watcher, at), user)


def went(chat: Chat, nick: str, at: float) -> None:
    """Tell who watches for this nick that nobody has it any more."""
    _tell_watchers(chat, nick, RPL_MONOFFLINE, nick, at)


def tell_concerned(chat: Chat, user: User, told: Told) -> None:
    """Tell of an AWAY, ACCOUNT, CHGHOST or SETNAME who shares a room with ``user`` or watches for it, each once.

    ``told.needs`` says which capability a reader has to have in any case.
    """
    reached = {user}
    for neighbour in chat.network.neighbours(user):
        reached.add(neighbour)
        chat.delivery.to_user(neighbour, told)
    for watcher in chat.network.watchers(user.nick):
        if watcher not in reached and watcher.capabilities & caps.EXTENDED_MONITOR:
            chat.delivery.to_user(watcher, told)


def _tell_watchers(chat: Chat, nick: str, row: Numeric, target: str, at: float) -> None:
    for watcher in chat.network.watchers(nick):
        message = Message(row.code, (watcher.nick, *row.fill(target)), chat.config.name)
        chat.delivery.to_user(watcher, Told(message, at=at))
