"""MARKREAD: how far one has read, set and asked for."""

from __future__ import annotations

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.irc.names import is_channel
from chat_tk.irc.numerics import ERR_UNKNOWNCOMMAND, fit
from chat_tk.server import actions, marking, selectors
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command


@command("MARKREAD")
def markread(call: Call, message: Message) -> None:
    """MARKREAD <target> [timestamp=YYYY-MM-DDThh:mm:ss.sssZ]  https://ircv3.net/specs/extensions/read-marker"""
    if not call.user.capabilities & caps.READ_MARKER:
        raise Refused(ERR_UNKNOWNCOMMAND, "MARKREAD")
    name, stamp = message.param(0), message.param(1)
    if not name:
        _fail(call, "NEED_MORE_PARAMS", text="Missing parameters")
        return
    channel = call.chat.network.channel(name)
    good = name == fit(name) and (is_channel(name) or not name.startswith("#"))
    if not good or (channel is not None and call.user not in channel.members):
        _fail(call, "INVALID_PARAMS", name)
        return
    shown = channel.name if channel is not None else name
    if len(message.params) < 2:
        call.reply.send(marking.told(call.chat, call.user, shown, call.now))
        return
    at = _milliseconds(stamp)
    if at is None:
        _fail(call, "INVALID_PARAMS", stamp)
        return
    _move(call, shown, min(at, round(call.now * 1000)))


def _milliseconds(stamp: str) -> int | None:
    """``timestamp=2019-01-04T14:33:26.123Z`` as milliseconds of Unix time (from 1970 on); None for anything else."""
    kind, _equals, text = stamp.partition("=")
    try:
        at = selectors.milliseconds(text)
    except ValueError:
        return None
    return at if at >= 0 and kind == "timestamp" else None


def _move(call: Call, name: str, at: int) -> None:
    """Move the mark; all programs of this reader hear of it, and this one in any case."""
    if marking.move(call, name, at):
        marking.announce(call, name)
    else:
        call.reply.send(marking.told(call.chat, call.user, name, call.now))


def _fail(call: Call, code: str, *context: str, text: str = "Invalid parameters") -> None:
    actions.fail(call, "MARKREAD", code, *context, text=text)
