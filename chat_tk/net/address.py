"""Where something listens or comes from, what people type for it, and the numbers of this computer."""

from __future__ import annotations

import ipaddress
import re
import socket
import struct
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from chat_tk.i18n import _

_ELSEWHERE: Final = ((socket.AF_INET, "198.51.100.1"), (socket.AF_INET6, "2001:db8::1"))
"""Numbers reserved for documentation (RFC 5737, RFC 3849): far away, and nobody's."""
_TYPED: Final = re.compile(
    r"(?:(?P<scheme>ircs?)://(?:[^@/\s]*@)?)?(?:\[(?P<bracketed>[^\]\s]+)\]|(?P<bare>[^\[\]/\s]+?))"
    r"(?::(?P<port>[0-9]{1,20}))?(?P<rest>/\S*)?",
    re.IGNORECASE,
)
"""Whom a link calls ``name@`` is for who clicks it to say."""
_NAME: Final = re.compile(r"[^\x00-,/:-@\[-^`{-\x7f\s]{1,253}")
"""Letters, digits, dots, hyphens and underscores; beyond ASCII whatever a script writes its words with."""
PORT: Final = 6667
"""The port that a chat is opened on when it is free."""
TLS_PORT: Final = 6697
"""The port of what is encrypted from the first byte on (IANA: ``ircs-u``)."""


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


class Typed(NamedTuple):
    """What was typed for a chat: where it is, whether only encrypted (``ircs:``), and the room in a link, if any."""

    address: Address
    secure: bool = False
    room: str = ""


def parse_address(text: str, default_port: int = PORT) -> Address:
    """Where something is, from what a person typed: ``parse_typed`` without the rest. Raises ValueError."""
    return parse_typed(text, default_port).address


def parse_typed(text: str, default_port: int = PORT) -> Typed:
    """What a person typed: ``host``, ``host:port``, ``::1``, ``[::1]:6667``, ``irc://host:port/room`` or ``ircs://...``.

    Without a port it is ``default_port``, with ``ircs:`` 6697. In a link, what is escaped (``%23``) counts for what it
    stands for.

    Raises:
        ValueError: it is no address; the text is a sentence for a person.
    """
    typed = unicodedata.normalize("NFC", text.strip())  # macOS hands over an "ü" in two parts
    if not typed:
        raise ValueError(_("The address is missing. Ask the host of the chat for it; it looks like 192.168.1.20."))
    if _is_ipv6(typed):
        return Typed(Address(typed, default_port))
    match = _TYPED.fullmatch(typed)
    host = _host(match) if match else ""
    if not match or not host:
        raise ValueError(_no_address(typed))
    secure = (match["scheme"] or "").lower() == "ircs"
    fallback = TLS_PORT if secure else default_port
    port = int(match["port"]) if match["port"] else fallback
    if not 1 <= port <= 65535:
        raise ValueError(_("{port} is not a port. A port is a number from 1 to 65535, mostly 6667.").format(port=port))
    return Typed(Address(host, port), secure, _room(match["rest"] or ""))


def is_host(text: str) -> bool:
    """Whether ``text`` can be the name or number of a computer; whether there is one of that name, dialling tells."""
    return _NAME.fullmatch(text) is not None or _is_ipv6(text)


def _host(match: re.Match[str]) -> str:
    """The host in what ``_TYPED`` matched; empty: there is none. In a link ``%25`` stands before a zone (RFC 6874)."""
    number, name, is_link = match["bracketed"], match["bare"], bool(match["scheme"])
    if match["rest"] and not is_link:
        return ""
    if number:
        number = number.replace("%25", "%") if is_link else number
        return number if _is_ipv6(number) else ""
    name = unquote(name) if is_link else name
    return name if _NAME.fullmatch(name) else ""


def _no_address(typed: str) -> str:
    """What is wrong with it, in a sentence."""
    if re.fullmatch(r"[^:/]+:[^/]*", typed):
        text = _("What follows the colon in “{address}” is not a port. A port is a number.")
    else:
        text = _("“{address}” is not an address. It looks like 192.168.1.20, or chat.example:6667.")
    return text.format(address=typed)


def _room(rest: str) -> str:
    """The room in the path of a link: ``/lobby``, ``/#lobby``, ``/%23lobby,needkey``; empty: none that could be one."""
    name = unquote(rest.removeprefix("/").partition("?")[0]).partition(",")[0]
    name = name if not name or name.startswith(("#", "&", "+", "!")) else f"#{name}"
    return name if name.isprintable() and " " not in name and len(name) <= 64 else ""


def local_addresses() -> list[str]:
    """The numbers under which other computers can reach this one, likeliest first; empty when only itself can.

    Asks the operating system alone; nothing is sent.
    """
    found = dict.fromkeys([*_routed(), *_ipv4_of_interfaces(), *_ipv6_of_interfaces(), *_of_host_name()])
    return sorted(filter(_reaches_here, found), key=_is_link_local)  # sorted() keeps the order of equals


def is_loopback(host: str) -> bool:
    """Whether only this computer can mean itself by ``host``, a number or a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _routed() -> list[str]:
    """The numbers that the system would use towards far away. Connecting a UDP socket sends nothing."""
    found = []
    for family, number in _ELSEWHERE:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.connect((number, 9))
            found.append(str(sock.getsockname()[0]))
    return found


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


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
