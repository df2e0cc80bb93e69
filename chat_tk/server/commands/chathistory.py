"""CHATHISTORY: what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.names import CHANNEL_TYPES, is_nick
from chat_tk.server import actions, selectors
from chat_tk.server.chat import Call, Refused
from chat_tk.server.contracts import History
from chat_tk.server.dialects import wire_time
from chat_tk.server.registry import command
from chat_tk.server.selectors import InvalidError, Page, Targets
from chat_tk.server.told import Told

FAILED = "Messages could not be retrieved"


@command("CHATHISTORY", params=1)
def chathistory(call: Call, message: Message) -> None:
    """CHATHISTORY <subcommand> <target> <place> [<place>] <limit>  https://ircv3.net/specs/extensions/chathistory"""
    history = call.chat.history
    if history is None or not call.user.capabilities & caps.CHATHISTORY:
        raise Refused(n.ERR_UNKNOWNCOMMAND, "CHATHISTORY")
    try:
        question = selectors.chathistory(message.params)
    except InvalidError as error:
        actions.fail(call, "CHATHISTORY", error.code, *error.context, text=str(error))
        return
    if isinstance(question, Targets):
        history.targets(call, question, _tell_targets)
    else:
        _page(call, history, question)


def _page(call: Call, history: History, question: Page) -> None:
    name, network = question.target, call.chat.network
    channel, person = network.channel(name), network.person(name)
    if channel is not None and call.user in channel.members:
        history.page(call, question, channel, partial(_tell_page, question.how, channel.name))
    elif is_nick(name):
        shown = person.nick if person is not None else name  # "the canonical name of the target being queried"
        history.page(call, question, None, partial(_tell_page, question.how, shown))
    else:
        actions.fail(call, "CHATHISTORY", "INVALID_TARGET", question.how, name, text=FAILED)


def _tell_page(how: str, target: str, call: Call, past: Sequence[Told] | None) -> None:
    channel = call.chat.network.channel(target)
    if past is None or (target.startswith(CHANNEL_TYPES) and (channel is None or call.user not in channel.members)):
        actions.fail(call, "CHATHISTORY", "MESSAGE_ERROR", how, target, text=FAILED)
    else:
        call.reply.batch("chathistory", (target,), past)


def _tell_targets(call: Call, found: Sequence[tuple[str, int]] | None) -> None:
    if found is None:
        actions.fail(call, "CHATHISTORY", "MESSAGE_ERROR", "TARGETS", "*", text=FAILED)
        return
    lines = [
        actions.by_server(call.chat, call.now, "CHATHISTORY", "TARGETS", name, wire_time(at / 1000))
        for name, at in found
    ]
    call.reply.batch("draft/chathistory-targets", (), lines)
