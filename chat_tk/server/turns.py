"""Long answers take turns: of what asks for everybody and everything, each beat answers only so much. Pure.

1. What a beat looks at for such answers is bounded by ``MOST``, but for the last of them; who comes later waits.
2. Who waits is heard again in the order of waiting, and nobody who comes later is answered before; what it has said
   behind its question waits with it, in its order.
3. Everybody else's lines are carried out meanwhile: twenty who ask for all of a chat, again and again, delay nobody by
   more than one such answer.

Only the core's thread runs code in this file.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from chat_tk.server.clients import Client
from chat_tk.server.decoding import Item
from chat_tk.server.state import Network

LONG: Final = frozenset(("LIST", "NAMES", "WHO"))
"""Commands whose answers may be as long as the chat is large."""
MOST: Final = 1000
"""People and rooms that are looked at in one beat for such answers."""


class Turns:
    """Who waits for its turn, and what has been looked at in this beat."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._waiting: deque[Client] = deque()
        self._looked = 0
        self._called = False

    def begin(self) -> None:
        """A beat begins."""
        self._looked = 0

    @property
    def waiting(self) -> bool:
        """Whether somebody waits, and so another beat is due at once."""
        return bool(self._waiting)

    def may_answer(self) -> bool:
        """Whether this beat has room for one more long answer, which is counted. Who waits is asked first."""
        called, self._called = self._called, False
        if self._looked >= MOST or (self._waiting and not called):
            return False
        self._looked += len(self._network.users) + len(self._network.channels)
        return True

    def wait(self, client: Client, items: list[Item]) -> None:
        """Have ``client`` wait with what it said."""
        client.held = items
        self._waiting.append(client)

    def next(self) -> Client | None:
        """Who has waited longest, if there is room for an answer."""
        self._called = bool(self._waiting) and self._looked < MOST
        return self._waiting.popleft() if self._called else None
