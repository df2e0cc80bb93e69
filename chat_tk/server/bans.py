"""Who may not come in: bans by name, by address or network, and by mask.

Rule 1: pure, and only the core's thread runs code in this file (``Bans.holding`` may be asked for by any: ``listed`` is
a tuple that is replaced, never changed). ``accounts`` keeps it all on disk.
Rule 2: what is banned is written in one way only (``read``), so that a ban is found again by what it says.
Rule 3: looking an address up costs the same however many are banned; masks are at most ``MOST_BANS``.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from chat_tk.i18n import _
from chat_tk.irc.masks import ANYBODY, matches, normalise
from chat_tk.irc.names import fold, is_nick
from chat_tk.server import state
from chat_tk.server.state import User

MOST_BANS: Final = 1000
LONGEST: Final = 200
"""Bytes of what is banned."""
LONGEST_REASON: Final = 200
FOR_EVER: Final = 0.0

_WILD: Final = frozenset("*?\\")
"""Characters that mean something else in a mask."""
_UNITS: Final = {"y": 365 * 86400, "mo": 30 * 86400, "w": 7 * 86400, "d": 86400, "h": 3600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:[0-9]{1,5}(?:mo|[ywdhms]))+")
_PART = re.compile(r"([0-9]{1,5})(mo|[ywdhms])")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BanError(ValueError):
    """It cannot be banned, or is not; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Ban:
    """``what`` may not come in (as ``read`` writes it), says ``by``, since ``at``, until ``until`` (0: for ever)."""

    what: str
    by: str
    at: float
    reason: str = ""
    until: float = FOR_EVER

    def over(self, now: float) -> bool:
        """Whether it does not hold any more."""
        return self.until != FOR_EVER and now >= self.until


class Banned(NamedTuple):
    """What a text bans: the address or network, or the mask, or the name; and the one way to write it."""

    what: str
    network: Network | None = None
    mask: str = ""


def read(text: str) -> Banned:
    """What ``text`` bans: ``10.0.0.7``, ``10.0.0.0/24``, ``*!*@10.0.*``, ``~a:anna`` (an account) or a name.

    Raises BanError.
    """
    text = text.strip()
    if (
        not text
        or len(text.encode("utf-8", "replace")) > LONGEST
        or any(c.isspace() or not c.isprintable() for c in text)
    ):
        raise BanError(_("Only a name, an address such as 10.0.0.7 or 10.0.0.0/24, or a mask can be banned."))
    network = network_of(text)
    if network is not None:
        return _sparing(Banned(str(network) if network.num_addresses > 1 else str(network.network_address), network))
    if text.startswith((state.ACCOUNT, state.MUTE)):
        return _sparing(Banned(text, mask=text))
    if is_nick(text):
        return Banned(text)
    return _sparing(Banned(normalise(text), mask=normalise(text)))


def name_and_address(what: str) -> tuple[str, str]:
    """Of ``name!*@address`` and ``name!*@*``, which people need not read as masks: the name, and the address or ``*``.

    ``("", "")`` of everything else that is banned.
    """
    name, found, address = what.partition("!*@")
    plain = found and name and address and not set(name) & _WILD and (address == "*" or not set(address) & _WILD)
    return (name, address) if plain else ("", "")


def network_of(text: str) -> Network | None:
    """The address or network in ``text``; IPv4 within IPv6 is IPv4."""
    try:
        network = ipaddress.ip_network(text.partition("%")[0], strict=False)
    except ValueError:
        return None
    if isinstance(network, ipaddress.IPv6Network) and network.prefixlen == 128 and network[0].ipv4_mapped:
        return ipaddress.ip_network(network[0].ipv4_mapped)
    return network


def _sparing(banned: Banned) -> Banned:
    """Raises BanError for what nobody can mean."""
    if banned.mask.startswith(state.MUTE):
        raise BanError(_("{what} only mutes in a room; it cannot be banned from the chat.").format(what=banned.what))
    everybody = banned.mask == ANYBODY or banned.mask in (state.ACCOUNT, state.ACCOUNT + "*")
    if everybody or (banned.network is not None and banned.network.prefixlen == 0):
        raise BanError(_("{what} would ban everybody.").format(what=banned.what))
    return banned


def seconds(text: str) -> int | None:
    """How long ``1d12h`` is; None when ``text`` is no length of time."""
    if not _DURATION.fullmatch(text):
        return None
    return sum(int(number) * _UNITS[unit] for number, unit in _PART.findall(text))


class Bans:
    """All bans. ``listed`` holds them in the order of their making."""

    def __init__(self) -> None:
        self.listed: tuple[Ban, ...] = ()
        self._by_what: dict[str, Ban] = {}
        self._names: dict[str, Ban] = {}
        self._masks: dict[str, Ban] = {}
        self._networks: dict[tuple[int, int], dict[int, Ban]] = {}

    def load(self, bans: Iterable[Ban]) -> None:
        """Take in what was on disk; what cannot be read is left out."""
        for ban in sorted(bans, key=lambda ban: ban.at)[:MOST_BANS]:
            try:
                self.add(ban)
            except BanError:
                continue

    def add(self, ban: Ban) -> None:
        """From now on it holds; one of the same before is replaced. Raises BanError."""
        banned = read(ban.what)
        if fold(banned.what) not in self._by_what and len(self._by_what) >= MOST_BANS:
            raise BanError(_("There are {count} bans already. Lift some first.").format(count=MOST_BANS))
        self._drop(banned)
        self._by_what[fold(banned.what)] = ban
        if banned.network is not None:
            self._same_size(banned.network)[int(banned.network.network_address)] = ban
        else:
            (self._masks if banned.mask else self._names)[fold(banned.what)] = ban
        self.listed = tuple(self._by_what.values())

    def remove(self, what: str) -> Ban:
        """It holds no more. Raises BanError when it never did."""
        banned = read(what)
        ban = self._by_what.get(fold(banned.what))
        if ban is None:
            raise BanError(_("{what} is not banned.").format(what=banned.what))
        self._drop(banned)
        self.listed = tuple(self._by_what.values())
        return ban

    def on_address(self, host: str, now: float) -> Ban | None:
        """The ban that covers an address."""
        network = network_of(host) if self._networks else None
        if network is None:
            return None
        address = int(network.network_address)
        for (version, prefix), bans in self._networks.items():
            if version == network.version:
                ban = bans.get(address >> (network.max_prefixlen - prefix) << (network.max_prefixlen - prefix))
                if ban is not None and not ban.over(now):
                    return ban
        return None

    def on_user(self, user: User, now: float, nick: str = "") -> Ban | None:
        """The ban that covers somebody, called ``nick`` (empty: as it is called now)."""
        nick = nick or user.nick
        ban = self._names.get(fold(nick))
        if ban is not None and not ban.over(now):
            return ban
        masks = {f"{nick}!{user.username}@{where}" for where in (user.address, user.host)}
        for ban in self._masks.values():
            if not ban.over(now) and any(_covers(ban.what, mask, user.account) for mask in masks):
                return ban
        return self.on_address(user.address, now)

    def holding(self, now: float) -> tuple[Ban, ...]:
        """Those that hold now. Any thread."""
        return tuple(ban for ban in self.listed if not ban.over(now))

    def overdue(self, now: float) -> list[Ban]:
        """Those that do not hold any more."""
        return [ban for ban in self.listed if ban.over(now)]

    def _same_size(self, network: Network) -> dict[int, Ban]:
        return self._networks.setdefault((network.version, network.prefixlen), {})

    def _drop(self, banned: Banned) -> None:
        key = fold(banned.what)
        for bans in (self._by_what, self._names, self._masks):
            bans.pop(key, None)
        if banned.network is not None:
            bans_of_size = self._same_size(banned.network)
            bans_of_size.pop(int(banned.network.network_address), None)
            if not bans_of_size:
                del self._networks[banned.network.version, banned.network.prefixlen]


def _covers(what: str, mask: str, account: str) -> bool:
    if what.startswith(state.ACCOUNT):
        return bool(account) and matches(what.removeprefix(state.ACCOUNT), account)
    return matches(what, mask)
