"""TLS over a socket that two threads use.

Rule 1: two threads must not share an ``ssl.SSLSocket``: reading in one and sending in the other corrupts and crashes.
    So TLS knows no socket here: sealed bytes are fed in and taken out, and whoever may use the socket carries them.
Rule 2: one mutex guards the SSL object and its two buffers. No socket is used and no other lock is taken under it.
Rule 3: sealed bytes leave in the order in which they were sealed: only one thread at a time may ``take`` and send them.
Rule 4: nobody renegotiates; a KeyUpdate (RFC 8446, 4.6.3) is answered by ``read``, which may leave bytes to be taken.
"""

from __future__ import annotations

import functools
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Final

from chat_tk.net.certificates import fingerprint
from chat_tk.net.wakeup import readable

Context = ssl.SSLContext
"""For those outside ``net`` who pass one on."""

HANDSHAKE: Final = 10.0
"""Seconds, from its first byte on, in which a handshake must be done."""
_RECORD: Final = 16 * 1024


class TlsError(Exception):
    """The peer does not keep to TLS, or to ours; the text is OpenSSL's, for the log."""


class UntrustedError(TlsError):
    """The certificate is not one that this computer trusts, or is another one's."""


class SilentError(TlsError):
    """The peer is there and says nothing."""


class TlsStream:
    """The TLS of one connection. All methods: any thread, none waits."""

    def __init__(self, context: ssl.SSLContext, *, server: bool, host: str | None = None) -> None:
        """``host``: whom a client expects."""
        self._mutex = threading.Lock()
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._object = context.wrap_bio(self._incoming, self._outgoing, server_side=server, server_hostname=host)
        self._established = False

    def feed(self, sealed: bytes) -> None:
        """Received bytes."""
        with self._mutex:
            self._incoming.write(sealed)

    def shake_hands(self) -> bool:
        """Go on with the handshake; whether it is done. Raises TlsError when it failed (an alert is to be taken)."""
        with self._mutex:
            try:
                self._object.do_handshake()
            except ssl.SSLWantReadError:
                return False
            except ssl.SSLCertVerificationError as error:
                raise UntrustedError(error.verify_message) from None
            except (ssl.SSLError, ValueError) as error:  # ValueError: a certificate that it cannot even read
                raise TlsError(_reason(error)) from None
            self._established = True
            return True

    def read(self) -> bytes | None:
        """The next bytes of what was said, empty when the peer has ended it; None: more must be fed first.

        Raises:
            TlsError: what was fed is broken or forged.
        """
        with self._mutex:
            try:
                return self._object.read(_RECORD)
            except ssl.SSLWantReadError:
                return None
            except ssl.SSLZeroReturnError:
                return b""
            except ssl.SSLError as error:
                raise TlsError(_reason(error)) from None

    def write(self, data: bytes) -> None:
        """Seal ``data``. Before the handshake is done, and after the end, there is nobody to tell: it is dropped."""
        view = memoryview(data)
        with self._mutex:
            if not self._established:
                return
            try:
                while view:
                    view = view[self._object.write(view) :]
            except ssl.SSLError:  # broken by what was read: the reader tells
                self._established = False

    def end(self) -> None:
        """Seal the notice that nothing more comes (RFC 8446, 6.1). Twice is once."""
        with self._mutex:
            if self._established:
                self._established = False
                try:
                    self._object.unwrap()
                except ssl.SSLError:  # it would read the peer's notice now; the reader does
                    return

    @property
    def fingerprint(self) -> str:
        """That of the peer's certificate, after the handshake; empty when it showed none."""
        with self._mutex:
            certificate = self._object.getpeercert(binary_form=True)
        return fingerprint(certificate) if certificate else ""

    @property
    def pending(self) -> int:
        """Sealed bytes to be taken."""
        return self._outgoing.pending

    def take(self, most: int) -> bytes:
        """At most so many sealed bytes, to be sent now (rule 3)."""
        with self._mutex:
            return self._outgoing.read(most)


def shake_hands(
    stream: TlsStream,
    receive: Callable[[float | None], bytes | None],
    flush: Callable[[], None],
    seconds: float = HANDSHAKE,
) -> None:
    """Make the handshake, within ``seconds`` in all however the bytes dribble.

    ``receive`` is ``reading.Receive``; ``flush`` sends what the stream has to be taken.

    Raises:
        SilentError: the time is over.
        TlsError: it failed, or the peer went.
    """
    until = time.monotonic() + seconds
    try:
        while not stream.shake_hands():
            flush()
            data = receive(until - time.monotonic())
            if not data or time.monotonic() >= until:
                raise TlsError("the peer went") if data == b"" else SilentError("no answer in time")
            stream.feed(data)
    finally:
        flush()


def secure(sock: socket.socket, host: str, *, verify: bool, seconds: float = HANDSHAKE) -> TlsStream:
    """Make the client's handshake on a connected, blocking socket, before anything else is sent on it.

    ``host`` is whom the client wants; ``verify``: its certificate must be one that this computer trusts, for that name.
    Otherwise any will do, and the caller compares the stream's ``fingerprint`` with the one that it knows. Give the
    stream to ``Connection``.

    Raises:
        UntrustedError: the certificate is not trusted.
        TlsError: this is no TLS, it failed, or it took longer than ``seconds``.
    """
    try:
        stream = TlsStream(client_context(verify=verify), server=False, host=host.partition("%")[0].rstrip("."))
    except ValueError as error:  # no name that could stand in a certificate
        raise TlsError(str(error)) from None

    def receive(seconds: float | None) -> bytes | None:
        return sock.recv(_RECORD) if readable(sock, seconds) else None

    def flush() -> None:
        while stream.pending:  # some hundred bytes on a new connection: it takes them
            sock.sendall(stream.take(_RECORD))

    try:
        sock.settimeout(seconds)
        shake_hands(stream, receive, flush, seconds)
    except OSError as error:
        raise TlsError(error.strerror or str(error)) from None
    return stream


@functools.cache
def client_context(*, verify: bool) -> ssl.SSLContext:
    """TLS 1.2 at least; ``verify``: only certificates that this computer trusts (reading them takes a while, once)."""
    context = ssl.create_default_context() if verify else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _reason(error: Exception) -> str:
    return (getattr(error, "reason", None) or str(error)).replace("_", " ").lower()
