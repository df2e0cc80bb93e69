"""Who may take a message back: who said it, for ``WINDOW`` seconds, and who keeps order in the room.

Rule 1: what one may not see is answered like what does not exist: ids tell nothing to who should not have them.
Rule 2: a message is its account's, or the one connection's that said it; whoever has the name now has no part in it.
Source: IRCv3 draft "message-redaction".
"""

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple

from chat_tk.irc import caps
from chat_tk.irc.names import fold, is_nick
from chat_tk.server import actions, lookup, order, records
from chat_tk.server.chat import Call
from chat_tk.server.lately import Said
from chat_tk.server.records import Kept
from chat_tk.server.state import Channel, User

WINDOW: Final = 3600
"""Seconds within which one takes back what one said oneself."""
MILLISECOND: Final = 0.001
"""Times in the history are whole ones."""


class _FailedError(Exception):
    """The code, the context and the text of a FAIL."""


class _Wish(NamedTuple):
    """What the caller wrote."""

    name: str
    msgid: str
    reason: str


def redact(call: Call, name: str, msgid: str, reason: str) -> None:
    """Take a message back: from the history, and from the screens of those whose programs know how."""
    wish, history = _Wish(name, msgid, reason), call.chat.history
    said, target = call.chat.lately.find(msgid), _target(call, name)
    if said is not None and target is not None and _belongs(said, target, call.user):
        _answer(call, partial(_take_back_lately, call, wish, said, target))
    elif history is not None and (isinstance(target, Channel) or is_nick(name)):
        place = target if isinstance(target, Channel) else name
        history.find(call, msgid, place, lambda call, kept: _answer(call, partial(_go_on, call, wish, kept)))
    else:
        _answer(call, partial(_go_on, call, wish, None))


def _answer(call: Call, step: partial[None]) -> None:
    """Carry out ``step``; what it says of failing is the answer."""
    try:
        step()
    except _FailedError as failed:
        code, *context, text = failed.args
        actions.fail(call, "REDACT", code, *context, text=text)


def _take_back_lately(call: Call, wish: _Wish, said: Said, target: Channel | User) -> None:
    """A message that is still in memory. Raises _FailedError."""
    chat = call.chat
    _check(call, wish, target, said.sender, said.account, said.at)
    chat.lately.forget(wish.msgid)
    place = said.target if isinstance(said.target, Channel) else chat.network.users[said.target]
    if chat.history:
        chat.history.forget(wish.msgid, chat.network.users.get(said.sender, call.user), place, said.at)
    _tell(call, wish, place, place.name if isinstance(place, Channel) else place.nick)


def _go_on(call: Call, wish: _Wish, kept: Kept | None) -> None:
    """The history was asked for an older one. Raises _FailedError."""
    target = _target(call, wish.name)  # anew: time has passed
    if target is None and (kept is None or not kept.ends or "" in kept.ends):
        raise _FailedError("INVALID_TARGET", wish.name, f"You cannot delete messages from {wish.name}")
    if kept is None or call.chat.history is None:
        raise _FailedError("UNKNOWN_MSGID", wish.name, wish.msgid, "This message does not exist or is too old")
    _check(call, wish, target, kept.sender, kept.account, kept.at)
    call.chat.history.forget_kept(wish.msgid, kept)
    if isinstance(target, User) and not set(records.identities(target, call.chat.network.token)) & set(kept.ends):
        target = None  # somebody else has that name now
    shown = wish.name if target is None else target.name if isinstance(target, Channel) else target.nick
    _tell(call, wish, target, shown)


def _check(call: Call, wish: _Wish, target: Channel | User | None, sender: int, account: str, at: float) -> None:
    """Whether the caller may take this message back. Raises _FailedError."""
    if isinstance(target, Channel) and _keeps_order(call, target):
        return
    if sender != call.user.number and not _is_account_of(call, account, at):
        text = "You are not authorised to delete this message"
        raise _FailedError("REDACT_FORBIDDEN", wish.name, wish.msgid, text)
    if not call.now - at <= WINDOW:
        context = (wish.name, wish.msgid, str(WINDOW))
        raise _FailedError("REDACT_WINDOW_EXPIRED", *context, "You can no longer delete this message")


def _is_account_of(call: Call, account: str, at: float) -> bool:
    """Whether what was said under ``account`` then is the caller's: whose name it was before has given it back."""
    owned = call.chat.owners.find(account) if account and fold(account) == fold(call.user.account) else None
    return owned is not None and owned.at - MILLISECOND <= at


def _tell(call: Call, wish: _Wish, target: Channel | User | None, shown: str) -> None:
    """Tell those who may have read it; of a conversation whose other end has gone, the caller alone."""
    chat, hindered = call.chat, order.hindrance(call.chat, call.user)
    if isinstance(target, User):
        hindered = order.hindrance_alone(chat, call.user, target)
    more = [wish.reason] if wish.reason and not hindered else []
    told = actions.by(call.user, call.now, "REDACT", shown, wish.msgid, *more, needs=caps.MESSAGE_REDACTION)
    if not isinstance(target, Channel):
        if call.user.capabilities & caps.ECHO_MESSAGE:
            call.reply.send(told)
        if target is not None:
            chat.delivery.to_user(target, told)
    elif call.user in target.members:
        call.reply.spoke(target, told)
    else:
        chat.delivery.to_room(target, told)


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
