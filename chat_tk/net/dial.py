"""Reaching a chat: all addresses of a name, IPv6 and IPv4, so that a dead one costs a moment and no patience.

After RFC 8305 ("Happy Eyeballs"): the families take turns, a new attempt starts when the last one failed or has not
answered for ``STAGGER``, and the first connection made is the one.
"""

from __future__ import annotations

import errno
import itertools
import os
import queue
import selectors
import socket
import sys
import threading
import time
from enum import Enum
from typing import Any, Final, NamedTuple

from chat_tk.net.address import Address

STAGGER: Final = 0.25
"""Seconds that an attempt has for itself before the next address is tried beside it (RFC 8305, 5)."""


class Encryption(Enum):
    """Whether a connection is to be encrypted (TLS): never; if the server can; or not at all without."""

    NEVER = "never"
    TRY = "try"
    REQUIRE = "require"


class Failure(Enum):
    """Why no connection could be made. In order: the later one says more where several addresses failed."""

    OTHER = "other"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    UNKNOWN_HOST = "unknown host"
    NO_ENCRYPTION = "no encryption"
    UNTRUSTED = "untrusted certificate"
    OTHER_CERTIFICATE = "another certificate"


class DialError(Exception):
    """No connection; ``failure`` is the kind, the text the operating system's own words, for the log."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure


class Place(NamedTuple):
    """A number that a host has, as the operating system writes it."""

    family: int
    address: tuple[Any, ...]


_KINDS: Final = {
    errno.ECONNREFUSED: Failure.REFUSED,
    errno.ENETUNREACH: Failure.UNREACHABLE,
    errno.EHOSTUNREACH: Failure.UNREACHABLE,
    errno.ENETDOWN: Failure.UNREACHABLE,
    errno.EADDRNOTAVAIL: Failure.UNREACHABLE,
    errno.EAFNOSUPPORT: Failure.UNREACHABLE,
    errno.ETIMEDOUT: Failure.TIMEOUT,
}
_UNDER_WAY: Final = (0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN)


def dial(host: str, port: int, timeout: float = 5.0) -> tuple[socket.socket, Address]:
    """A connected, blocking TCP socket to ``host`` (name or number) at ``port``, and the number that it leads to.

    It takes at most ``timeout`` seconds.

    Raises:
        DialError: no address of the host could be reached.
    """
    until = time.monotonic() + timeout
    places = look_up(host, port, timeout)
    attempts = _Attempts()
    try:
        sock, place = attempts.first_of(places, until)
        return sock, Address(str(place.address[0]), port)
    finally:
        attempts.close()


class _Attempts:
    """Connections under way beside each other."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._failed: list[DialError] = []

    def first_of(self, places: list[Place], until: float) -> tuple[socket.socket, Place]:
        """The first connection made, and to where; raises the most telling failure when there is none."""
        for number, place in enumerate(places, start=1):
            self._begin(place)
            patience = until if number == len(places) else min(until, time.monotonic() + STAGGER)
            if winner := self._wait(patience):
                return winner
        if self._selector.get_map():
            self._failed.append(DialError(Failure.TIMEOUT, in_its_words(errno.ETIMEDOUT)))
        kinds = list(Failure)
        raise max(self._failed, key=lambda error: kinds.index(error.failure))

    def close(self) -> None:
        """Give up all that is still under way."""
        for key in list(self._selector.get_map().values()):
            key.data[0].close()
        self._selector.close()

    def _begin(self, place: Place) -> None:
        try:
            sock = socket.socket(place.family, socket.SOCK_STREAM)
        except OSError as error:
            self._note(error.errno)
            return
        sock.settimeout(0)
        code = sock.connect_ex(place.address)
        if code in _UNDER_WAY:
            self._selector.register(sock, selectors.EVENT_WRITE, (sock, place))
        else:
            sock.close()
            self._note(code)

    def _wait(self, until: float) -> tuple[socket.socket, Place] | None:
        """Wait until one is connected, or all under way have failed, or the time is over."""
        while self._selector.get_map() and (left := until - time.monotonic()) > 0:
            for key, _mask in self._selector.select(left):
                sock, place = key.data
                self._selector.unregister(sock)
                if not (code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)):
                    sock.settimeout(None)
                    return sock, place
                sock.close()
                self._note(code)
        return None

    def _note(self, code: int | None) -> None:
        self._failed.append(failed(code))


def failed(code: int | None) -> DialError:
    """The failure that the operating system's ``code`` stands for; None: it gave none."""
    return DialError(_KINDS.get(code or 0, Failure.OTHER), in_its_words(code) if code else "no socket")


def in_its_words(code: int) -> str:
    """What the operating system calls an error of a socket; Python's ``strerror`` knows none of those of Windows."""
    if sys.platform == "win32":
        import ctypes

        words = ctypes.FormatError(code).strip()
    else:
        words = os.strerror(code)
    return words


def look_up(host: str, port: int, timeout: float) -> list[Place]:
    """The places that ``host`` stands for, the families taking turns, the system's first choice first.

    In a thread of its own, for the system's look-up knows no deadline; one that comes too late is forgotten.
    """
    answer: queue.SimpleQueue[list[Place] | DialError] = queue.SimpleQueue()
    thread = threading.Thread(target=lambda: answer.put(_ask(host, port)), name=f"look-up {host}", daemon=True)
    try:
        thread.start()  # with the usual stack: the system's look-up may load modules, and takes what it likes
        places = answer.get(timeout=timeout)
    except RuntimeError as error:
        raise DialError(Failure.OTHER, str(error)) from error
    except queue.Empty:
        raise DialError(Failure.UNKNOWN_HOST, "the name was not answered for in time") from None
    if isinstance(places, DialError):
        raise places
    return places


def _ask(host: str, port: int) -> list[Place] | DialError:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError, OverflowError) as error:  # ValueError: a name that cannot be one
        return DialError(Failure.UNKNOWN_HOST, str(error))
    places = list(dict.fromkeys(Place(family, address) for family, _type, _protocol, _name, address in found))
    first = [place for place in places if place.family == places[0].family]
    others = [place for place in places if place.family != places[0].family]
    turns = itertools.chain.from_iterable(itertools.zip_longest(first, others))
    return [place for place in turns if place is not None]
