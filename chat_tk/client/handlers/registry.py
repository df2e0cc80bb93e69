"""The table of what the client understands, and the one place that looks into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

Handler = Callable[["Session", Message, float], None]


class Row(NamedTuple):
    """A handler and the number of parameters below which it is never called."""

    handler: Handler
    params: int


HANDLERS: dict[str, Row] = {}


def handles(*commands: str, params: int = 0) -> Callable[[Handler], Handler]:
    """Register the function for verbs and numerics."""

    def register(handler: Handler) -> Handler:
        for command in commands:
            assert command not in HANDLERS, f"{command} has two handlers"
            HANDLERS[command] = Row(handler, params)
        return handler

    return register
