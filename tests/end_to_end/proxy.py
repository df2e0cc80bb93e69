"""A network that a test can break: it stands between a client and a server, and passes bytes on, or not."""

from __future__ import annotations

import contextlib
import selectors
import socket
import struct
import threading
from collections.abc import Iterator
from typing import Final

BUFFER: Final = 65536


class Network:
    """Passes on what comes to ``port``. One thread; a test says what happens to it."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._over = False
        self.port = 0
        self.there()
        self._thread = threading.Thread(target=self._run, name="network")
        self._thread.start()

    def there(self) -> None:
        """It works (again)."""
        with self._lock:
            if self._listener is None:
                self._listener = socket.create_server(("127.0.0.1", self.port))
                self.port = self._listener.getsockname()[1]
                self._selector.register(self._listener, selectors.EVENT_READ)
        self._wake.send(b".")

    def breaks(self, *, gone: bool = False) -> None:
        """All connections are reset. ``gone``: and nobody can be reached."""
        with self._lock:
            if gone and self._listener is not None:
                self._selector.unregister(self._listener)
                self._listener.close()
                self._listener = None
            for sock in list(self._pairs):
                self._drop(sock)

    def close(self) -> None:
        """No thread and no socket is left."""
        self._over = True
        self._wake.send(b".")
        self._thread.join(10)
        self.breaks(gone=True)
        self._selector.close()
        self._wake.close()
        self._woken.close()

    def _run(self) -> None:
        while not self._over:
            for key, _mask in self._selector.select(1.0):
                with self._lock, contextlib.suppress(OSError):
                    self._pass_on(key.fileobj)

    def _pass_on(self, sock: object) -> None:
        if sock is self._woken:
            self._woken.recv(100)
        elif sock is self._listener and self._listener is not None:
            near, _peer = self._listener.accept()
            far = socket.create_connection(("127.0.0.1", self._server_port), timeout=10)
            for one, other in ((near, far), (far, near)):
                self._pairs[one] = other
                self._selector.register(one, selectors.EVENT_READ)
        elif isinstance(sock, socket.socket) and sock in self._pairs:
            data = b""
            with contextlib.suppress(OSError):
                data = sock.recv(BUFFER)
            if data:
                self._pairs[sock].sendall(data)
            else:
                other = self._pairs[sock]
                self._drop(sock)
                self._drop(other)

    def _drop(self, sock: socket.socket) -> None:
        """Reset one side."""
        if self._pairs.pop(sock, None) is not None:
            self._selector.unregister(sock)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            sock.close()


@contextlib.contextmanager
def network(server_port: int) -> Iterator[Network]:
    """A network for a while."""
    made = Network(server_port)
    try:
        yield made
    finally:
        made.close()
