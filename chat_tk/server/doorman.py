"""Who may still come in: all in all, from one address, and without a name from one address.

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

    def crowded(self, host: str) -> bool:
        """Whether nobody more from ``host`` is even talked to."""
        self._count += 1
        if self._count % 1000 == 0:
            self._crowds = {each: crowd for each in self._crowds if (crowd := self._standing(each))}
        crowd = self._crowds[host] = self._standing(host)
        return len(crowd) >= CROWD

    def passed(self, host: str, connection: Connection) -> None:
        """Somebody is talked to."""
        self._crowds.setdefault(host, []).append(weakref.ref(connection))

    def _standing(self, host: str) -> list[weakref.ref[Connection]]:
        crowd = self._crowds.get(host, ())
        return [each for each in crowd if (connection := each()) is not None and not connection.gone]


class Doorman:
    """Counts who is in."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._admitted = 0
        self._hosts: Counter[str] = Counter()
        self._nameless: Counter[str] = Counter()

    def admit(self, host: str) -> str:
        """Let one more in from ``host``; or why not, and nothing is counted."""
        limits = self._chat.config.limits
        if self._admitted >= limits.max_clients:
            return "The chat is full, try again later"
        if limits.flood and (self._hosts[host] >= PER_ADDRESS or self._nameless[host] >= UNREGISTERED_PER_ADDRESS):
            return "Too many connections from your address"
        self._admitted += 1
        self._hosts[host] += 1
        self._nameless[host] += 1
        return ""

    def named(self, host: str) -> None:
        """One of those without a name has one now."""
        _forget_one(self._nameless, host)

    def gone(self, host: str, *, named: bool) -> None:
        """One of those who were admitted is gone."""
        self._admitted -= 1
        _forget_one(self._hosts, host)
        if not named:
            _forget_one(self._nameless, host)


def _forget_one(counter: Counter[str], host: str) -> None:
    counter[host] -= 1
    if counter[host] <= 0:
        del counter[host]
