"""TOPIC: what a room is about."""

from __future__ import annotations

from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.server import limits, lookup, order, premises, rooms
from chat_tk.server.actions import by
from chat_tk.server.chat import Call
from chat_tk.server.registry import command
from chat_tk.server.state import Channel


@command("TOPIC", params=1)
def topic(call: Call, message: Message) -> None:
    """TOPIC <channel> [<topic>]  https://modern.ircdocs.horse/#topic-message"""
    channel = lookup.channel(call, message.params[0])
    if len(message.params) > 1:
        _change(call, channel, lookup.shorten(message.params[1], limits.TOPIC))
        return
    if not channel.visible_to(call.user):
        lookup.membership(call, channel)
    rooms.send_topic(call, channel)


def _change(call: Call, channel: Channel, text: str) -> None:
    if "o" not in call.user.modes:
        lookup.membership(call, channel)
    if "t" in channel.modes:
        lookup.need_rank(call, channel, lookup.HALF_OPERATOR)
    if reason := order.hindrance(call.chat, call.user):
        order.refuse(call, "TOPIC", channel.name, reason)
        return
    channel.topic, channel.topic_by, channel.topic_at = text, call.user.mask, call.now
    told = by(call.user, call.now, "TOPIC", channel.name, text, msgid=call.chat.network.new_id())
    call.reply.send(told)
    call.chat.delivery.to_room(channel, told, skip=call.user)
    premises.changed(call.chat, channel, _("topic: {topic}").format(topic=text), call.user.nick)
