"""What was said lately, found by its id without a look at any disk: whose it is, and where it stands. Pure.

Rule: at most ``REMEMBERED`` messages are known, without their texts.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told

REMEMBERED: Final = 10_000


class Said(NamedTuple):
    """A message: whose, to which room or person, when (Unix seconds)."""

    sender: User
    account: str
    target: Channel | User
    at: float


class Lately:
    """The last messages, by id."""

    def __init__(self) -> None:
        self._said: OrderedDict[str, Said] = OrderedDict()

    def note(self, told: Told, target: Channel | User) -> None:
        """Remember a message that a user has sent."""
        if told.sender is not None:
            self._said[told.msgid] = Said(told.sender, told.account, target, told.at)
            if len(self._said) > REMEMBERED:
                self._said.popitem(last=False)

    def find(self, msgid: str) -> Said | None:
        """The message with this id."""
        return self._said.get(msgid)

    def forget(self, msgid: str) -> None:
        """It was taken back."""
        self._said.pop(msgid, None)
