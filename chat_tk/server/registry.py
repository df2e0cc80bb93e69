"""The table of commands, and the checks that stand once, before the call.

``chat_tk.server.commands`` fills the table when it is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import ERR_NEEDMOREPARAMS, ERR_NOPRIVILEGES, ERR_NOTREGISTERED, ERR_UNKNOWNCOMMAND
from chat_tk.server import several
from chat_tk.server.chat import Call, Refused

Handler = Callable[[Call, Message], None]


class Command(NamedTuple):
    """A row of the table."""

    verb: str
    handler: Handler
    params: int
    before_registration: bool
    operator: bool


COMMANDS: dict[str, Command] = {}


def command(
    verb: str, *, params: int = 0, before_registration: bool = False, operator: bool = False
) -> Callable[[Handler], Handler]:
    """Register the function for ``verb``.

    Fewer than ``params`` parameters, or empty ones among them, never reach it (461), nor do unregistered users (451).
    """

    def register(handler: Handler) -> Handler:
        COMMANDS[verb] = Command(verb, handler, params, before_registration, operator)
        return handler

    return register


def dispatch(call: Call, message: Message) -> None:
    """Check and carry out one message, or several in a row; a refusal becomes its numeric, for each of them.

    Never raises for what a client sent.

    Source: Modern IRC, ERR_UNKNOWNCOMMAND, ERR_NOTREGISTERED, ERR_NEEDMOREPARAMS, ERR_NOPRIVILEGES.
    """
    try:
        _permitted(call, message).handler(call, message)
    except Refused as refusal:
        for _each in range(several.count(message)):
            call.reply.numeric(refusal.row, *refusal.params)


def attempt(call: Call, function: Callable[[Call], None]) -> None:
    """Carry out a part of a command; a refusal becomes its numeric."""
    try:
        function(call)
    except Refused as refusal:
        call.reply.numeric(refusal.row, *refusal.params)


def _permitted(call: Call, message: Message) -> Command:
    """The command that ``message`` asks for. Raises Refused when it cannot be called so, or by this user, or now."""
    row = COMMANDS.get(message.command)
    if row is None:
        raise Refused(ERR_UNKNOWNCOMMAND, message.command)
    if not (call.user.registered or row.before_registration):
        raise Refused(ERR_NOTREGISTERED)
    if row.params and (len(message.params) < row.params or not all(message.params[: row.params])):
        raise Refused(ERR_NEEDMOREPARAMS, row.verb)
    if row.operator and "o" not in call.user.modes:
        raise Refused(ERR_NOPRIVILEGES)
    call.chat.usage[row.verb] += several.count(message)
    return row
