"""Who may take a message back: who said it, for ``WINDOW`` seconds, and who keeps order in the room.

Rule: what one may not see is answered like what does not exist: ids tell nothing to who should not have them.
Source: IRCv3 draft "message-redaction".
"""

from __future__ import annotations

from typing import Final

from chat_tk.irc import caps
from chat_tk.irc.names import fold
from chat_tk.server import actions, lookup
from chat_tk.server.chat import Call
from chat_tk.server.lately import Said
from chat_tk.server.state import Channel, User

WINDOW: Final = 3600
"""Seconds within which one takes back what one said oneself."""


class _FailedError(Exception):
    """The code, the context and the text of a FAIL."""


def redact(call: Call, name: str, msgid: str, reason: str) -> None:
    """Take a message back: from the history, and from the screens of those whose programs know how."""
    try:
        said = _permitted(call, name, msgid)
    except _FailedError as failed:
        code, *context, text = failed.args
        actions.fail(call, "REDACT", code, *context, text=text)
        return
    chat = call.chat
    chat.lately.forget(msgid)
    target = said.target if isinstance(said.target, Channel) else chat.network.users[said.target]
    if chat.history:
        chat.history.forget(msgid, chat.network.users.get(said.sender, call.user), target, said.at)
    to = target.name if isinstance(target, Channel) else target.nick
    more = [reason] if reason else []
    told = actions.by(call.user, call.now, "REDACT", to, msgid, *more, needs=caps.MESSAGE_REDACTION)
    if isinstance(target, User):
        if call.user.capabilities & caps.ECHO_MESSAGE:
            call.reply.send(told)
        chat.delivery.to_user(target, told)
    elif call.user in target.members:
        call.reply.spoke(target, told)
    else:
        chat.delivery.to_room(target, told)


def _permitted(call: Call, name: str, msgid: str) -> Said:
    """The message, if the caller may take it back. Raises _FailedError."""
    target = _target(call, name)
    if target is None:
        raise _FailedError("INVALID_TARGET", name, f"You cannot delete messages from {name}")
    said = call.chat.lately.find(msgid)
    if said is None or not _belongs(said, target, call.user):
        raise _FailedError("UNKNOWN_MSGID", name, msgid, "This message does not exist or is too old")
    if isinstance(target, Channel) and _keeps_order(call, target):
        return said
    if said.sender != call.user.number and not (said.account and fold(said.account) == fold(call.user.account)):
        raise _FailedError("REDACT_FORBIDDEN", name, msgid, "You are not authorised to delete this message")
    if not call.now - said.at <= WINDOW:
        raise _FailedError("REDACT_WINDOW_EXPIRED", name, msgid, str(WINDOW), "You can no longer delete this message")
    return said


def _target(call: Call, name: str) -> Channel | User | None:
    """The room that the caller is in (or, for operators, any), or a person."""
    if not name.startswith("#"):
        return call.chat.network.person(name)
    channel = call.chat.network.channel(name)
    if channel is None or (call.user not in channel.members and "o" not in call.user.modes):
        return None
    return channel


def _belongs(said: Said, target: Channel | User, reader: User) -> bool:
    """Whether this is a message of that room, or of the caller's conversation with that person."""
    if isinstance(target, Channel):
        return said.target is target
    return {said.sender, said.target} == {reader.number, target.number}


def _keeps_order(call: Call, channel: Channel) -> bool:
    return "o" in call.user.modes or lookup.rank(call, channel) >= lookup.HALF_OPERATOR
