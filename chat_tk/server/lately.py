"""What was said lately, found by its id without a look at any disk: whose it is, and where it stands. Pure.

Rule 1: about ``REMEMBERED`` messages are known at most (a row goes in whole), and at least half as many, without their
    texts.
Rule 2: users are known by their numbers, so that nobody who has gone is kept in memory for having said something.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from chat_tk.server import records, several
from chat_tk.server.state import Channel, Network, User
from chat_tk.server.told import Told

REMEMBERED: Final = 10_000


class Said(NamedTuple):
    """A message: whose, to which room or person (by number), when (Unix seconds)."""

    sender: int
    account: str
    target: Channel | int
    at: float


class Lately:
    """The last messages, by id.

    They stand in two halves, and a whole half is forgotten at once: to take out the oldest each time cost a tenth of
    what a message costs the core.
    """

    def __init__(self, network: Network) -> None:
        """Ids are known by the numbers that they end with: ``network`` has given them."""
        self._network = network
        self._newer: dict[int, tuple[int, str, Channel | int, float]] = {}
        self._older: dict[int, tuple[int, str, Channel | int, float]] = {}

    def note(self, told: Told, target: Channel | User) -> None:
        """Remember a message that a user has sent, or several in a row."""
        if told.sender is not None:
            place = target if isinstance(target, Channel) else target.number
            if len(self._newer) >= REMEMBERED // 2:
                self._older, self._newer = self._newer, {}
            said = (told.sender.number, told.account, place, told.at)
            if (count := several.count(told.message)) > 1:
                self._newer.update(dict.fromkeys(range(told.number, told.number + count), said))
            else:
                self._newer[told.number] = said

    def find(self, msgid: str) -> Said | None:
        """The message with this id."""
        number = self._number(msgid)
        found = self._newer.get(number) or self._older.get(number)
        return Said(*found) if found else None

    def forget(self, msgid: str) -> None:
        """It was taken back."""
        number = self._number(msgid)
        self._newer.pop(number, None)
        self._older.pop(number, None)

    def _number(self, msgid: str) -> int:
        """With which number the id ends; 0 when it is of another run of the server."""
        token, number = records.number_of(msgid)
        return number if token == self._network.token else 0
