"""Who may still come in: all in all, from one address, and without a name from one address.

Only the core's thread runs code in this file.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from chat_tk.server.chat import Chat

PER_ADDRESS: Final = 64
"""Connections that one address may have at once, where floods are slowed."""
UNREGISTERED_PER_ADDRESS: Final = 32
"""Of them, those without a name."""


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
        if limits.flood and (
            self._hosts[host] >= PER_ADDRESS or self._nameless[host] >= UNREGISTERED_PER_ADDRESS
        ):
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
