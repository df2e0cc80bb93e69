"""The numbers of this computer, as the operating system alone tells them: nothing is sent, and nothing is installed."""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_ELSEWHERE: Final = ("198.51.100.1", "2001:db8::1")
"""Numbers reserved for documentation (RFC 5737, RFC 3849): far away, and nobody's."""
_SHARED: Final = ipaddress.ip_network("100.64.0.0/10")
"""Numbers that providers, and networks laid over others, share out (RFC 6598)."""


def is_near(number: str) -> bool:
    """Whether ``number`` is one of a network that belongs to a house, or of this computer; nobody else's are."""
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    return address.is_private or address.is_link_local or (address.version == 4 and address in _SHARED)


def number_towards(address: tuple[Any, ...]) -> str:
    """The number that ``address`` (as ``recvfrom`` gives it) sees of this computer; empty where there is no way to it.

    Connecting a UDP socket sends nothing.
    """
    family = socket.AF_INET6 if ":" in str(address[0]) else socket.AF_INET
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.connect(address)
        return str(sock.getsockname()[0])
    return ""


def way_to(number: str) -> str:
    """The number of this computer from which the system would reach ``number``; empty: it knows no way there.

    Asks the operating system alone; nothing is sent.
    """
    with suppress(OSError, UnicodeError, ValueError):
        return number_towards(socket.getaddrinfo(number, 9, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST)[0][4])
    return ""


def local_addresses() -> list[str]:
    """The numbers under which other computers can reach this one, likeliest first; empty when only itself can.

    Asks the operating system alone; nothing is sent.
    """
    found = dict.fromkeys([*_routed(), *_ipv4_of_interfaces(), *_ipv6_of_interfaces(), *_of_host_name()])
    return sorted(filter(_reaches_here, found), key=_is_link_local)  # sorted() keeps the order of equals


def _routed() -> list[str]:
    """The numbers that the system would use towards far away."""
    return [ours for number in _ELSEWHERE if (ours := number_towards((number, 9)))]


def _ipv4_of_interfaces() -> list[str]:
    """Of every interface, on Linux: a network without a way out has no route, and the host name may be 127.0.1.1."""
    return [number for number, _name in _ipv4_and_names()]


def _ipv4_and_names() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            for _number, name in socket.if_nameindex():
                with suppress(OSError):  # it has none
                    answer = fcntl.ioctl(sock, 0x8915, struct.pack("256s", name.encode()))  # SIOCGIFADDR, netdevice(7)
                    found.append((socket.inet_ntoa(answer[20:24]), name))
    return found


def _ipv6_of_interfaces() -> list[str]:
    return [number for number, _name in _ipv6_and_names()]


def _ipv6_and_names() -> list[tuple[str, str]]:
    """From Linux's ``/proc/net/if_inet6``: number, index, prefix, scope, flags (all hexadecimal), name."""
    found: list[tuple[str, str]] = []
    with suppress(OSError):
        for row in Path("/proc/net/if_inet6").read_text(encoding="ascii").splitlines():
            digits, _index, _prefix, scope, flags, name = row.split()
            if int(flags, 16) & 0x60:  # deprecated or tentative
                continue
            number = str(ipaddress.IPv6Address(int(digits, 16)))
            found.append((f"{number}%{name}" if scope == "20" else number, name))
    return found


def _of_host_name() -> list[str]:
    with suppress(OSError, UnicodeError):
        return [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)]
    return []


def _reaches_here(number: str) -> bool:
    """Whether another computer could use ``number``: no loopback, nothing unspecified, no link without its zone."""
    address = ipaddress.ip_address(number)
    if address.version == 6 and address.is_link_local and not address.scope_id:
        return False
    return not (address.is_loopback or address.is_unspecified)


def _is_link_local(number: str) -> bool:
    return ipaddress.ip_address(number).is_link_local
