"""Where something listens, or comes from, and what counts as one with it. Plain values."""

from __future__ import annotations

import ipaddress
import socket
from typing import NamedTuple


class Address(NamedTuple):
    """A host (name or number, an IPv6 number without brackets) and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def address_of(sock: socket.socket) -> Address:
    """Where a socket of ours is; an address that holds for one cable alone comes with its zone."""
    name = sock.getsockname()
    numeric = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
    return Address(socket.getnameinfo(name, numeric)[0] if len(name) > 3 and name[3] else str(name[0]), int(name[1]))


def computer() -> str:
    """What this computer calls itself; it may be empty."""
    return socket.gethostname()


def is_loopback(host: str) -> bool:
    """Whether only this computer can mean itself by ``host``, a number or a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def home_of(number: str, ours: str = "") -> str:
    """What counts as one where somebody is slowed down or kept out: an IPv4 address, or a network of 64 bits of IPv6.

    Whoever has one address of such a network has all of them (RFC 4291, 2.5.4). In our own network (``ours`` is a
    number of this computer) each counts for itself nevertheless: there the whole house shares those 64 bits.
    """
    address = ipaddress.ip_address(number)
    if address.version == 4 or address.is_link_local or address.is_loopback:
        return number.partition("%")[0]
    network = ipaddress.ip_network((int(address) >> 64 << 64, 64))
    if ours and ipaddress.ip_address(ours) in network:
        return number
    return str(network)
