"""The accept thread, over all listening sockets.

Rule 1: ``accepted`` is called on the listener's thread and must be quick; what it raises costs that one client.
Rule 2: nothing that the system runs out of ends the thread or makes it spin: it sheds clients, says so, waits a moment.
Rule 3: it ends by its wake-up socket: closing a socket does not wake who waits on it.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import selectors
import socket
import sys
import threading
from collections.abc import Callable
from typing import Final

from chat_tk.i18n import _
from chat_tk.net.address import Address
from chat_tk.net.wakeup import WakeUp

log = logging.getLogger(__name__)

BACKLOG: Final = 4096
"""Clients that may stand before the door (the system caps it). After an outage all come back at once."""
BREATH: Final = 0.1
"""Seconds to wait when the system has run out of something."""
_SHORTAGE: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
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


def _places(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    """The families and numbers to listen at."""
    if not host:
        families = [(socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")]  # noqa: S104  all addresses is what was asked for
        return families if socket.has_ipv6 else families[:1]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        text = _("The address “{host}” is not known here. Leave it empty to listen at all addresses of this computer.")
        raise ListenError(text.format(host=host)) from error
    return list(dict.fromkeys((family, str(address[0])) for family, _type, _protocol, _name, address in found))


def _bind_all(places: list[tuple[socket.AddressFamily, str]], port: int) -> list[socket.socket]:
    """Listen at every place that this computer has; raises the error if it has none, or anything else is wrong."""
    sockets: list[socket.socket] = []
    missing: OSError | None = None
    with contextlib.ExitStack() as undo:
        for family, number in places:
            try:
                sock = _bind(family, number, port)
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


def _bind(family: socket.AddressFamily, number: str, port: int) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            sock.setsockopt(
                socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1
            )  # REUSEADDR would let others take the port
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((number, port))
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


class Listener:
    """Lets clients in until it is stopped. Owns its sockets."""

    def __init__(self, sockets: list[socket.socket], accepted: Callable[[socket.socket, Address], None]) -> None:
        """``accepted`` is given each client's socket, which is its own to close, and where it comes from."""
        self.addresses = [Address(*sock.getsockname()[:2]) for sock in sockets]
        self._sockets = sockets
        self._accepted = accepted
        self._wakeup = WakeUp()
        self._stopping = threading.Event()
        self._spare: int | None = None
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)

    def start(self) -> None:
        """Start the thread.

        Raises:
            RuntimeError: the system has no room for another thread.
        """
        self._thread.start()

    def stop(self, deadline: float = 2.0) -> bool:
        """Let nobody in any more, close the sockets. Any thread but the listener's; twice is once.

        Waits at most ``deadline`` seconds; returns whether the thread has ended.
        """
        self._stopping.set()
        if self._thread.ident is None:
            self._close()
            return True
        self._wakeup.wake()
        self._thread.join(max(0.0, deadline))
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._keep_spare()
        with selectors.DefaultSelector() as selector:
            selector.register(self._wakeup, selectors.EVENT_READ)
            for sock in self._sockets:
                selector.register(sock, selectors.EVENT_READ, sock)
            while not self._stopping.is_set():
                for key, _mask in selector.select():
                    if key.data is not None and not self._accept_one(key.data):
                        self._wakeup.wait(BREATH)
        self._close()

    def _accept_one(self, sock: socket.socket) -> bool:
        """Let one client in; one per round, so that no socket keeps another waiting. False: time for a breath."""
        try:
            client, address = sock.accept()
        except (BlockingIOError, InterruptedError, ConnectionError):
            return True  # it went again before its turn came
        except OSError as error:
            log.warning("A client cannot be let in: %s", error)
            if error.errno in _SHORTAGE:
                self._shed(sock)
            return False
        return self._hand_over(client, Address(str(address[0]), int(address[1])))

    def _hand_over(self, client: socket.socket, peer: Address) -> bool:
        try:
            self._accepted(client, peer)
        except Exception:
            client.close()
            log.exception("The client from %s cannot be let in", peer)
            return False
        return True

    def _shed(self, sock: socket.socket) -> None:
        """Turn away all who wait: give up the spare descriptor for the moment that it takes.

        Left standing, they would make the socket readable for ever, and would themselves wait for nothing.
        """
        if self._spare is None:
            self._keep_spare()
            return
        os.close(self._spare)
        self._spare = None
        with contextlib.suppress(OSError):
            while not self._stopping.is_set():
                sock.accept()[0].close()
        self._keep_spare()

    def _keep_spare(self) -> None:
        with contextlib.suppress(OSError):
            self._spare = os.open(os.devnull, os.O_RDONLY)

    def _close(self) -> None:
        for sock in self._sockets:
            sock.close()
        self._wakeup.close()
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None
