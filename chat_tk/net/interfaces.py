"""The networks that this computer is in: its numbers, likeliest for other people first, with what each leads to.

From *ifaddr*, which comes with zeroconf and knows the interfaces of every system by name; without it from what
``local.local_addresses`` finds, where a number alone tells what it is.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from chat_tk.net.local import local_addresses


class Leads(IntEnum):
    """Where a number leads; in order of how likely other people reach this computer by it."""

    NETWORK = 1
    """Cable or Wi-Fi."""
    VPN = 2
    """A tunnel: only who is in it, too."""
    VIRTUAL = 3
    """A network that exists within this computer: machines and containers that run on it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of this computer; ``bits``: how many of its first bits its network shares; ``name``: its interface."""

    host: str
    leads: Leads = Leads.NETWORK
    name: str = ""
    bits: int = 0


_VPN: Final = re.compile(
    r"\b(tun|tap|utun|ppp|wg|ipsec|zt|tailscale|nordlynx|proton|vpn|ham)[0-9a-z]*\b|vpn|wireguard|zerotier|tailscale"
    r"|hamachi|anyconnect|fortinet|globalprotect|tap-windows|wintun",
    re.IGNORECASE,
)
_VIRTUAL: Final = re.compile(
    r"\b(docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|podman|flannel|cali|bridge1|awdl|llw|anpi)|virtualbox|vmware"
    r"|hyper-v|vethernet|wsl|host-only",
    re.IGNORECASE,
)
_CARRIER_GRADE: Final = ipaddress.ip_network("100.64.0.0/10")
"""Tailscale gives numbers of it to its members (RFC 6598 reserved it for providers; no LAN has them)."""


def own_numbers() -> list[Number]:
    """The numbers by which others may reach this computer, likeliest first; empty: it is in no network.

    Asks the operating system alone, and nothing is sent; it may take a moment (a name server may be asked).
    """
    found = _from_ifaddr() or [_number(host, "", 0) for host in local_addresses() if "%" not in host]
    return sorted(_usable(found), key=_rank)


def nearest(hosts: Iterable[str], numbers: Iterable[Number]) -> list[str]:
    """``hosts`` with those first that are in a network of this computer's ``numbers``; IPv4 before IPv6 else."""
    own = list(numbers)
    return sorted(hosts, key=lambda host: (_closest(host, own), ":" in host))


def _closest(host: str, own: list[Number]) -> int:
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        for number in own:
            if number.bits and address in ipaddress.ip_network(f"{number.host}/{number.bits}", strict=False):
                return int(number.leads)
        if "%" in host:
            return Leads.VIRTUAL + 2
    return Leads.VIRTUAL + 1


def _from_ifaddr() -> list[Number]:
    try:
        import ifaddr
    except ImportError:
        return []
    found = []
    with suppress(OSError):
        for adapter in ifaddr.get_adapters():
            for each in adapter.ips:
                host = each.ip if isinstance(each.ip, str) else each.ip[0]
                found.append(_number(host, f"{adapter.name} {adapter.nice_name}", each.network_prefix))
    return found


def _number(host: str, name: str, bits: int) -> Number:
    leads = Leads.NETWORK
    if _VIRTUAL.search(name):
        leads = Leads.VIRTUAL
    elif _VPN.search(name) or (":" not in host and ipaddress.ip_address(host) in _CARRIER_GRADE):
        leads = Leads.VPN
    first, _space, nice = name.partition(" ")
    return Number(host, leads, nice or first, bits)


def _usable(numbers: Iterable[Number]) -> list[Number]:
    """Without loopback and numbers that hold for one cable alone: others cannot type them."""
    kept: dict[str, Number] = {}
    for number in numbers:
        address = ipaddress.ip_address(number.host.partition("%")[0])
        if not (address.is_loopback or address.is_unspecified or (address.version == 6 and address.is_link_local)):
            kept.setdefault(number.host, number)
    return list(kept.values())


def _rank(number: Number) -> tuple[int, bool, bool, bool]:
    """A private IPv4 number of a cable or Wi-Fi comes first: people can type it. 169.254: nobody gave one."""
    address = ipaddress.ip_address(number.host)
    return number.leads, address.is_link_local, address.version == 6, not address.is_private
