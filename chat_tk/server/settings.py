"""Other settings while the chat goes on: what can change at once does, the rest waits for a new start, and is named."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.isupport import format_tokens
from chat_tk.server import actions, order, premises
from chat_tk.server.chat import Chat
from chat_tk.server.commands import cap
from chat_tk.server.config import Config
from chat_tk.server.events import SettingsChanged

AT_ONCE: Final = frozenset(
    {
        "network",
        "description",
        "contact",
        "password",
        "topic",
        "motd",
        "lobby_autojoin",
        "operators",
        "rules",
        "accounts",
        "limits",
        "udp",
        "window",
    }
)
"""The settings that are looked up each time they are needed; the door of UDP follows them (``model``)."""


def change(chat: Chat, wanted: Config, at: float) -> tuple[list[str], list[str]]:
    """Have the chat go on by ``wanted``; the names of the settings that changed, and of those that need a new start."""
    old = chat.config
    different = [field.name for field in fields(Config) if getattr(old, field.name) != getattr(wanted, field.name)]
    now = [name for name in different if name in AT_ONCE]
    before = cap.offered(chat)
    chat.config = replace(old, **{name: getattr(wanted, name) for name in now})
    _tell_capabilities(chat, before, at)
    if "network" in now:
        _tell_name(chat, at)
    if "topic" in now:
        premises.set_lobby_topic(chat, wanted.topic, at, order.HOST)
    later = [name for name in different if name not in AT_ONCE]
    chat.emit(SettingsChanged(at, tuple(now), tuple(later)))
    return now, later


def _tell_name(chat: Chat, at: float) -> None:
    """What the chat is called from now on: one token of RPL_ISUPPORT again, or a sentence."""
    name, words = chat.config.network, next(iter(format_tokens({"NETWORK": chat.config.network})))
    for user in chat.network.users.values():
        if not user.registered:
            continue
        if user.plain:
            order.tell(chat, user, _("The chat is called {name} now.").format(name=name))
        else:
            row = n.RPL_ISUPPORT
            chat.delivery.to_user(user, actions.by_server(chat, at, row.code, user.nick, *row.fill(*words)))


def _tell_capabilities(chat: Chat, before: dict[str, str], at: float) -> None:
    """CAP NEW and CAP DEL to who wants to know (IRCv3 "Capability Negotiation", "cap-notify")."""
    after = cap.offered(chat)
    gone = [name for name in before if name not in after]
    new = {name: value for name, value in after.items() if before.get(name) != value}
    lost = sum(caps.BITS[name] for name in gone)
    for user in chat.network.users.values():
        if not user.capabilities & caps.CAP_NOTIFY:
            continue
        added = cap.words(new, with_values=user.cap_version >= cap.WITH_VALUES)
        for verb, words in (("DEL", gone), ("NEW", added)):
            if words:
                told = actions.by_server(chat, at, "CAP", user.nick or "*", verb, " ".join(words))
                chat.delivery.to_user(user, told)
        actions.settle(chat, user)
        user.capabilities &= ~lost
