"""Who may still come in: all in all, from one address, and without a name from one address.

An address is ``net.address.home_of`` it, here and below: of IPv6 a network of 64 bits, which one computer has whole.

``Gate`` is the listener's, ``Doorman`` the core's: no other thread runs code of theirs.
"""

from __future__ import annotations

import weakref
from collections import Counter
from typing import Final

from chat_tk.net.connection import Connection
from chat_tk.server.chat import Chat

PER_ADDRESS: Final = 64
"""Connections that one address may have at once, where floods are slowed."""
UNREGISTERED_PER_ADDRESS: Final = 32
"""Of them, those without a name."""
CROWD: Final = 2 * PER_ADDRESS
"""Connections of one address, those included that were refused and have not gone yet, beyond which no word is said."""


class Gate:
    """Closes the door before a thread is made, where floods are slowed: refused ones, too, take room until they go.

    Only the listener's thread runs this class.
    """

    def __init__(self) -> None:
        self._crowds: dict[str, list[weakref.ref[Connection]]] = {}
        self._count = 0

    def crowded(self, home: str) -> bool:
        """Whether nobody more from ``home`` is even talked to."""
        self._count += 1
        if self._count % 1000 == 0:
            self._crowds = {each: crowd for each in self._crowds if (crowd := self._standing(each))}
        crowd = self._crowds[home] = self._standing(home)
        return len(crowd) >= CROWD

    def passed(self, home: str, connection: Connection) -> None:
        """Somebody is talked to."""
        self._crowds.setdefault(home, []).append(weakref.ref(connection))

    def _standing(self, home: str) -> list[weakref.ref[Connection]]:
        crowd = self._crowds.get(home, ())
        return [each for each in crowd if (connection := each()) is not None and not connection.gone]


class Doorman:
    """Counts who is in."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._admitted = 0
        self._homes: Counter[str] = Counter()
        self._nameless: Counter[str] = Counter()

    def admit(self, home: str) -> str:
        """Let one more in from ``home``; or why not, and nothing is counted."""
        limits = self._chat.config.limits
        if self._admitted >= limits.max_clients:
            return "The chat is full, try again later"
        if limits.flood and (self._homes[home] >= PER_ADDRESS or self._nameless[home] >= UNREGISTERED_PER_ADDRESS):
            return "Too many connections from your address"
        self._admitted += 1
        self._homes[home] += 1
        self._nameless[home] += 1
        return ""

    def named(self, home: str) -> None:
        """One of those without a name has one now."""
        _forget_one(self._nameless, home)

    def gone(self, home: str, *, named: bool) -> None:
        """One of those who were admitted is gone."""
        self._admitted -= 1
        _forget_one(self._homes, home)
        if not named:
            _forget_one(self._nameless, home)


def _forget_one(counter: Counter[str], home: str) -> None:
    counter[home] -= 1
    if counter[home] <= 0:
        del counter[home]
