"""Which names are registered, and to whom: the accounts as the core knows them.

Rule 1: pure, and only the core's thread runs code in this file; ``accounts`` keeps it all on disk.
Rule 2: names are the same when ``fold`` says so: who registers ``anna`` owns what only looks like it, too.
Rule 3: no secret stands in a ``repr``, and so in no log.
"""

from __future__ import annotations

import hmac
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from chat_tk.irc.names import fold
from chat_tk.irc.scram import ITERATIONS, Keys

SERVICE: Final = "NickServ"
"""The name that answers to programs without SASL; nobody can have it."""
MOST_ACCOUNTS: Final = 100_000
PER_HOUR: Final = 60
"""Names that can be registered from one address in an hour, where floods are slowed."""
HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Account:
    """A registered name. ``password`` is an scrypt hash, ``keys`` are SCRAM's; ``at`` is Unix seconds."""

    name: str
    password: str = field(repr=False)
    keys: Keys = field(repr=False)
    at: float


class Owners:
    """All accounts by their names."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self._coming: set[str] = set()
        self._recent: Counter[str] = Counter()
        self._hour = 0.0
        self._secret = secrets.token_bytes(32)

    def __len__(self) -> int:
        return len(self._accounts) + len(self._coming)

    def load(self, accounts: Iterable[Account]) -> None:
        """Take in what was on disk; of two that look alike the older counts."""
        for account in sorted(accounts, key=lambda account: account.at):
            self._accounts.setdefault(fold(account.name), account)

    def find(self, name: str) -> Account | None:
        """The account with this name."""
        return self._accounts.get(fold(name))

    def taken(self, name: str) -> bool:
        """Whether the name is registered, or being registered."""
        return fold(name) in self._accounts or fold(name) in self._coming

    def may_use(self, nick: str, account: str) -> bool:
        """Whether somebody logged in as ``account`` (empty: not at all) may be called ``nick``."""
        owner = self._accounts.get(fold(nick))
        return owner is None or (bool(account) and fold(account) == fold(owner.name))

    def begin(self, name: str) -> None:
        """``name`` is being registered: nobody else can from now on. ``finish`` follows."""
        self._coming.add(fold(name))

    def finish(self, name: str, account: Account | None) -> None:
        """Registered, or not after all (None)."""
        self._coming.discard(fold(name))
        if account is not None:
            self._accounts[fold(name)] = account

    def forget(self, name: str) -> None:
        """The name is nobody's any more."""
        self._accounts.pop(fold(name), None)

    def decoy(self, name: str) -> Keys:
        """Keys that no password has, for a name that nobody has registered: SCRAM goes on as for any other."""
        salt = hmac.digest(self._secret, fold(name).encode(), "sha256")[:16]
        return Keys(salt, ITERATIONS, secrets.token_bytes(32), secrets.token_bytes(32))

    def too_many(self, host: str, now: float) -> bool:
        """Count a registration from ``host``; whether there have been too many in this hour, or at all."""
        if now - self._hour >= HOUR or now < self._hour:
            self._hour = now
            self._recent.clear()
        self._recent[host] += 1
        return self._recent[host] > PER_HOUR
