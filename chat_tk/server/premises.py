"""The rooms, from outside: opened, renamed, made read-only and closed, by the host or an operator.

Rule: whoever is in a room reads what happens to it; the host's window reads ``RoomChanged``.
Sources: Modern IRC "TOPIC message", "MODE message", "KICK message"; IRCv3 draft "channel-rename".
"""

from __future__ import annotations

from chat_tk.i18n import _, ngettext
from chat_tk.irc import caps
from chat_tk.irc.names import fold, is_channel
from chat_tk.irc.naming import title_of
from chat_tk.server import actions, limits, marking, metadata, rooms
from chat_tk.server.chat import Call, Chat
from chat_tk.server.events import RoomChanged
from chat_tk.server.lookup import shorten
from chat_tk.server.state import Channel
from chat_tk.server.telling import telling

READ_ONLY = "m"
"""The mode in which only who has a sign, and operators, write."""


class RoomError(ValueError):
    """It cannot be done with this room; the text is a sentence."""


def changed(chat: Chat, channel: Channel, what: str, by: str) -> None:
    """Tell whoever watches."""
    chat.emit(RoomChanged(chat.clock(), channel.name, what, by))


def full_name(name: str) -> str:
    """``name`` as a room's: with ``#``, its blanks as ``-``."""
    name = "-".join(name.split())
    return name if name.startswith("#") else f"#{name}"


def create(chat: Chat, name: str, topic: str, by: str) -> Channel:
    """A room that stays when nobody is in it. Raises RoomError."""
    name = full_name(name)
    _free(chat, name)
    channel = chat.network.keep(name, chat.clock())
    channel.topic = shorten(topic, limits.TOPIC)
    channel.topic_by, channel.topic_at = (by, chat.clock()) if topic else ("", 0.0)
    changed(chat, channel, _("opened"), by)
    return channel


def set_topic(chat: Chat, channel: Channel, text: str, by: str) -> None:
    """What the room is about from now on: TOPIC from the server to all who are in it."""
    at, text = chat.clock(), shorten(text, limits.TOPIC)
    channel.topic, channel.topic_by, channel.topic_at = text, chat.config.name, at
    chat.delivery.to_room(channel, actions.by_server(chat, at, "TOPIC", channel.name, text))
    changed(chat, channel, _("topic: {topic}").format(topic=text), by)


def set_lobby_topic(chat: Chat, text: str, at: float, by: str) -> None:
    """``set_topic`` of the lobby, which is made when it is missing."""
    set_topic(chat, chat.network.keep(chat.config.lobby, at), text, by)


def set_read_only(chat: Chat, channel: Channel, by: str, *, on: bool) -> None:
    """Only who has a sign in the room, and operators, write; or everybody again. Twice is once."""
    if (READ_ONLY in channel.modes) == on:
        return
    chat.delivery.settle(channel)
    (channel.modes.add if on else channel.modes.remove)(READ_ONLY)
    letters = ("+" if on else "-") + READ_ONLY
    chat.delivery.to_room(channel, actions.by_server(chat, chat.clock(), "MODE", channel.name, letters))
    changed(chat, channel, _("read-only") if on else _("everybody may write"), by)


def rename_by_host(chat: Chat, channel: Channel, name: str, by: str) -> None:
    """Another name, from the host. Raises RoomError."""
    name = full_name(name)
    if channel is chat.network.channel(chat.config.lobby):
        raise RoomError(_("The room that everyone enters keeps its name while the chat is open."))
    if name != channel.name:
        _free(chat, name, channel)
        rename(chat, channel, name, "", None, by)


def rename(chat: Chat, channel: Channel, name: str, reason: str, call: Call | None, by: str = "") -> None:
    """Give a channel another name (already permitted): RENAME, or PART and JOIN for programs that know no RENAME.

    ``call``: of who asks for it; None: the host. Source: IRCv3 draft "channel-rename" (Fallback: not where only the
    capitals change).
    """
    old, now = channel.name, chat.clock()
    chat.delivery.settle(channel)
    chat.network.rename_channel(channel, name)
    metadata.renamed(chat, channel, old)
    marking.renamed(chat, old, name)
    if chat.history:
        chat.history.renamed(channel)
    said, needs = ("RENAME", old, name, reason), caps.CHANNEL_RENAME
    told = actions.by(call.user, now, *said, needs=needs) if call else actions.by_server(chat, now, *said, needs=needs)
    for user in channel.members:
        to = call if call and user is call.user else telling(chat, user, now)
        if user.capabilities & caps.CHANNEL_RENAME:
            to.reply.send(told)
        elif fold(old) != fold(name):
            to.reply.send(actions.by(user, now, "PART", old, *([reason] if reason else [])))
            to.reply.send(actions.joins(user, channel, now))
            rooms.introduce(to, channel)
    if call and call.user not in channel.members:  # an operator of the server, from outside
        call.reply.send(told)
    changed(chat, channel, _("was {name}").format(name=title_of(old)), call.user.nick if call else by)


def close(chat: Chat, channel: Channel, reason: str, by: str) -> None:
    """Everybody is put out with this reason, and the room is no more. Raises RoomError for the lobby."""
    if channel is chat.network.channel(chat.config.lobby):
        raise RoomError(_("The room that everyone enters cannot be closed."))
    at, count = chat.clock(), len(channel.members)
    reason = shorten(" ".join(reason.split()), limits.REASON) or _("The room is closed.")
    chat.delivery.settle(channel)
    channel.permanent = False
    for membership in list(channel.members.values()):
        told = actions.by_server(chat, at, "KICK", channel.name, membership.user.nick, reason)
        chat.delivery.to_user(membership.user, told)
        chat.network.part(membership)
    chat.network.drop(channel)
    metadata.closed(chat, channel)
    people = ngettext("{n} person was in it", "{n} people were in it", count).format(n=count)
    changed(chat, channel, _("closed ({people}): {reason}").format(people=people, reason=reason), by)


def _free(chat: Chat, name: str, channel: Channel | None = None) -> None:
    if not is_channel(name):
        raise RoomError(_("“{name}” cannot be the name of a room: too long, or with a comma in it.").format(name=name))
    if chat.network.channel(name) not in (None, channel):
        raise RoomError(_("There is a room called {name} already.").format(name=title_of(name)))
