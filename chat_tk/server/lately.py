"""What was said lately, found by its id without a look at any disk: whose it is, and where it stands. Pure.

Rule 1: at most ``REMEMBERED`` messages are known, without their texts.
Rule 2: users are known by their numbers, so that nobody who has gone is kept in memory for having said something.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told

REMEMBERED: Final = 10_000


class Said(NamedTuple):
    """A message: whose, to which room or person (by number), when (Unix seconds)."""

    sender: int
    account: str
    target: Channel | int
    at: float


class Lately:
    """The last messages, by id."""

    def __init__(self) -> None:
        self._said: OrderedDict[str, Said] = OrderedDict()

    def note(self, told: Told, target: Channel | User) -> None:
        """Remember a message that a user has sent."""
        if told.sender is not None:
            place = target if isinstance(target, Channel) else target.number
            self._said[told.msgid] = Said(told.sender.number, told.account, place, told.at)
            if len(self._said) > REMEMBERED:
                self._said.popitem(last=False)

    def find(self, msgid: str) -> Said | None:
        """The message with this id."""
        return self._said.get(msgid)

    def forget(self, msgid: str) -> None:
        """It was taken back."""
        self._said.pop(msgid, None)
