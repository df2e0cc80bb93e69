"""SETNAME: another real name."""

from __future__ import annotations

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.server import actions, limits, order, presence
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("SETNAME", params=1)
def setname(call: Call, message: Message) -> None:
    """SETNAME :<real name>  https://ircv3.net/specs/extensions/setname"""
    user, name = call.user, message.params[0]
    if reason := order.hindrance(call.chat, user):
        _fail(call, "CANNOT_CHANGE_REALNAME", reason)
        return
    if len(name.encode("utf-8")) > limits.REALNAME:
        _fail(call, "INVALID_REALNAME", "Realname is not valid")
        return
    user.realname = name
    call.chat.touch(user)
    told = actions.by(user, call.now, "SETNAME", name, needs=caps.SETNAME)
    if told.reaches(user):
        call.reply.send(told)
    presence.tell_concerned(call.chat, user, told)


def _fail(call: Call, code: str, text: str) -> None:
    """Say why not, to a program that knows such answers."""
    if call.user.capabilities & (caps.SETNAME | caps.STANDARD_REPLIES):
        actions.fail(call, "SETNAME", code, text=text)
