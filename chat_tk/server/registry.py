"""The table of commands, and the checks that stand once, before the call."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from chat_tk.irc.message import Message
from chat_tk.server.chat import Call

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
    """Register the function for ``verb``; fewer than ``params`` parameters never reach it (461), nor unregistered users (451)."""

    def register(handler: Handler) -> Handler:
        COMMANDS[verb] = Command(verb, handler, params, before_registration, operator)
        return handler

    return register


def dispatch(call: Call, message: Message) -> None:
    """Check and carry out one message; a refusal becomes its numeric. Never raises for what a client sent."""
    raise NotImplementedError
