"""Sockets at a port of this computer, for TCP and UDP; where there can be none, the reason in words.

Rule 1: at all the addresses that are asked for, or not at all; only what this computer does not have is left out.
Rule 2: whatever fails, no socket stays open.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import sys
from collections.abc import Iterable
from typing import Any, Final

from chat_tk.i18n import _
from chat_tk.net.address import Address
from chat_tk.net.dial import Place

BACKLOG: Final = 4096
"""Clients that may stand before the door (the system caps it). After an outage all come back at once."""
_TRIES: Final = 20
_PLATFORM: str = sys.platform
"""In a variable, so that type checkers look at every branch."""


class ListenError(Exception):
    """Nobody can come in here; the text is a sentence for a person, with what to do.

    ``taken``: because another program has the port, so the next one may be free.
    """

    def __init__(self, text: str, *, taken: bool = False) -> None:
        super().__init__(text)
        self.taken = taken


def open_sockets(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen at ``host`` (empty: all addresses, IPv4 and IPv6), on one ``port`` for all (0: a free one).

    Raises:
        ListenError: the port is taken, not permitted or no port; the host is unknown or not this computer.
    """
    if not 0 <= port <= 65535:
        raise ListenError(
            _("{port} is not a port. Choose a number from 1 to 65535, 6667 for instance.").format(port=port)
        )
    places = _places(host, port)
    for tries_left in reversed(range(_TRIES if port == 0 else 1)):
        try:
            return _bind_all(places, port)
        except OSError as error:
            # With port 0 the free port of the first family may be taken in the second: the next try gets another one.
            if not (tries_left and error.errno == errno.EADDRINUSE):
                raise ListenError(_in_words(error, host, port), taken=_is_taken(error)) from error
    raise AssertionError("the last try returns or raises")


def _places(host: str, port: int) -> list[Place]:
    """Where to listen; of an address that holds for one cable alone with its zone."""
    if not host:
        everywhere = [Place(socket.AF_INET, ("0.0.0.0", port)), Place(socket.AF_INET6, ("::", port))]  # noqa: S104  all addresses is what was asked for
        return everywhere if socket.has_ipv6 else everywhere[:1]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        text = _("The address “{host}” is not known here. Leave it empty to listen at all addresses of this computer.")
        raise ListenError(text.format(host=host)) from error
    return list(dict.fromkeys(Place(family, address) for family, _type, _protocol, _name, address in found))


def _bind_all(places: list[Place], port: int) -> list[socket.socket]:
    """Listen at every place that this computer has; raises the error if it has none, or anything else is wrong."""
    sockets: list[socket.socket] = []
    missing: OSError | None = None
    with contextlib.ExitStack() as undo:
        for family, (number, _port, *zone) in places:
            try:
                sock = _bound(socket.SOCK_STREAM, family, (number, port, *zone))
            except OSError as error:
                if error.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                    raise
                missing = missing or error  # a computer without IPv6, mostly
                continue
            undo.callback(sock.close)
            sockets.append(sock)
            port = sock.getsockname()[1]
        if missing and not sockets:
            raise missing
        undo.pop_all()
    return sockets


def open_beside(addresses: Iterable[Address]) -> list[socket.socket]:
    """UDP sockets at these addresses, which have numbers for hosts: where others listen for TCP already.

    Raises:
        ListenError: the port is taken there.
    """
    with contextlib.ExitStack() as undo:
        sockets: list[socket.socket] = []
        for host, port in addresses:
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST)
                sock = _bound(socket.SOCK_DGRAM, found[0][0], found[0][4])
            except OSError as error:
                text = _("UDP port {port} cannot be used: {error}. Choose another port, or switch UDP off.")
                raise ListenError(text.format(port=port, error=error.strerror or error)) from error
            undo.callback(sock.close)
            sockets.append(sock)
        undo.pop_all()
    return sockets


def _bound(kind: socket.SocketKind, family: int, address: tuple[Any, ...]) -> socket.socket:
    """A socket at ``address`` that nobody shares, and that waits for nothing; of TCP it listens. Raises OSError."""
    sock = socket.socket(family, kind)
    try:
        if sys.platform == "win32":  # there, REUSEADDR would let others take the port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        elif kind is socket.SOCK_STREAM:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind(address)
        if kind is socket.SOCK_STREAM:
            sock.listen(BACKLOG)
        sock.settimeout(0)
    except BaseException:
        sock.close()
        raise
    return sock


def _is_taken(error: OSError) -> bool:
    """Windows permits every port, but says that it does not of one that a program, or the system, has for itself."""
    return error.errno == errno.EADDRINUSE or (_PLATFORM == "win32" and error.errno == errno.EACCES)


def _in_words(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case _ if _is_taken(error):
            text = _("Port {port} is in use by another program. Stop that program, or choose another port.")
        case errno.EACCES | errno.EPERM:
            text = _("This computer does not permit port {port}. Choose one from 1024 to 65535, 6667 for instance.")
        case errno.EADDRNOTAVAIL | errno.EAFNOSUPPORT:
            text = _("“{host}” is not an address of this computer. Leave the address empty to listen at all it has.")
        case _:
            text = _("Nobody can come in at port {port}: {error}. Choose another port or address.")
    return text.format(host=host, port=port, error=error.strerror or error)
