"""What one is told of a room: its topic, its names; and lines packed as full as the protocol allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from chat_tk.irc import caps
from chat_tk.irc.message import LINE_LIMIT
from chat_tk.irc.numerics import RPL_ENDOFNAMES, RPL_NAMREPLY, RPL_NOTOPIC, RPL_TOPIC, RPL_TOPICWHOTIME
from chat_tk.server import marking, metadata_shown
from chat_tk.server.chat import Call
from chat_tk.server.state import Channel

_NUMERIC_HEAD: Final = len(": 000   :\r\n")


def introduce(call: Call, channel: Channel) -> None:
    """What follows one's own JOIN: the topic, how far one has read, who is here, metadata.

    Source: Modern IRC "JOIN message"; IRCv3 "no-implicit-names", draft "read-marker" (before RPL_ENDOFNAMES).
    """
    if channel.topic:
        send_topic(call, channel)
    if call.user.capabilities & caps.READ_MARKER:
        call.reply.send(marking.told(call.chat, call.user, channel.name, call.now))
    if not call.user.capabilities & caps.NO_IMPLICIT_NAMES:
        send_names(call, channel)
    metadata_shown.introduce(call, channel)


def send_topic(call: Call, channel: Channel) -> None:
    """RPL_TOPIC with who set it and when, or RPL_NOTOPIC. Source: Modern IRC "TOPIC message"."""
    if not channel.topic:
        call.reply.numeric(RPL_NOTOPIC, channel.name)
        return
    call.reply.numeric(RPL_TOPIC, channel.name, channel.topic)
    call.reply.numeric(RPL_TOPICWHOTIME, channel.name, channel.topic_by, int(channel.topic_at))


def send_names(call: Call, channel: Channel) -> None:
    """RPL_NAMREPLY with everyone whom this user may see there, then RPL_ENDOFNAMES.

    Source: Modern IRC "NAMES message"; IRCv3 "multi-prefix", "userhost-in-names".
    """
    if channel.visible_to(call.user):
        symbol = "@" if "s" in channel.modes else "="
        for line in pack(_names(call, channel), room_for(call, symbol, channel.name)):
            call.reply.numeric(RPL_NAMREPLY, symbol, channel.name, line)
    call.reply.numeric(RPL_ENDOFNAMES, channel.name)


def _names(call: Call, channel: Channel) -> Iterator[str]:
    reader = call.user
    inside = reader in channel.members
    with_hosts = reader.capabilities & caps.USERHOST_IN_NAMES
    for user, membership in channel.members.items():
        if inside or "i" not in user.modes:
            yield membership.signs_for(reader) + (user.mask if with_hosts else user.nick)


def room_for(call: Call, *params: str) -> int:
    """Bytes left for the last parameter of a numeric to this user, beside ``params`` and the nick."""
    fixed = (call.chat.config.name, call.user.nick or "*", *params)
    return LINE_LIMIT - _NUMERIC_HEAD - sum(len(text.encode("utf-8")) + 1 for text in fixed)


def pack(words: Iterable[str], limit: int, joint: str = " ") -> Iterator[str]:
    """``words`` in their order, joined into texts of at most ``limit`` bytes; a longer word stands alone."""
    line: list[str] = []
    used = 0
    for word in words:
        size = len(word.encode("utf-8")) + 1
        if line and used + size > limit + 1:
            yield joint.join(line)
            line, used = [], 0
        line.append(word)
        used += size
    if line:
        yield joint.join(line)
