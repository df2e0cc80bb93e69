"""SEARCH: messages that hold these words, in all that one may read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.names import CHANNEL_TYPES
from chat_tk.server import actions, selectors
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command
from chat_tk.server.selectors import InvalidError
from chat_tk.server.told import Told

_KNOWS: Final = caps.SEARCH | caps.SOJU_SEARCH
"""The draft, and its first implementation's name for the same, which most programs ask for."""


@command("SEARCH", params=1)
def search(call: Call, message: Message) -> None:
    """SEARCH <attribute>=<value>{;<attribute>=<value>}  https://github.com/ircv3/ircv3-specifications/pull/496"""
    history = call.chat.history
    if history is None or not call.user.capabilities & _KNOWS:
        raise Refused(n.ERR_UNKNOWNCOMMAND, "SEARCH")
    try:
        question = selectors.search(" ".join(message.params))
    except InvalidError as error:
        actions.fail(call, "SEARCH", error.code, *error.context, text=str(error))
        return
    channel = None
    if question.place.startswith(CHANNEL_TYPES):
        channel = call.chat.network.channel(question.place)
        if channel is None or call.user not in channel.members:
            actions.fail(call, "SEARCH", "INVALID_PARAMS", "in", text="There is no such room for you")
            return
    history.search(call, question, channel, _tell)


def _tell(call: Call, found: Sequence[Told] | None) -> None:
    if found is None:
        actions.fail(call, "SEARCH", "INTERNAL_ERROR", text="The search could not be run")
    else:
        vendor = call.user.capabilities & caps.SOJU_SEARCH
        call.reply.batch("soju.im/search" if vendor else "search", (), found)
