"""Reaching a chat as its person wants it: with TLS, without, or whichever there is."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Final, NamedTuple

from chat_tk.net.address import Address
from chat_tk.net.dial import DialError, Encryption, Failure, dial
from chat_tk.net.tls import SilentError, TlsError, TlsStream, UntrustedError, client_context, secure

TRY: Final = 1.5
"""Seconds that a server has to answer a handshake, before it is taken for one without TLS."""


class Reached(NamedTuple):
    """A connected socket, where it leads to, and the TLS on it (None: there is none)."""

    socket: socket.socket
    peer: Address
    tls: TlsStream | None


class OtherCertificateError(DialError):
    """The server shows another certificate than the one that is known; ``fingerprint`` is that of the new one."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__(Failure.OTHER_CERTIFICATE, f"the certificate's fingerprint is {fingerprint}")
        self.fingerprint = fingerprint


def reach(
    host: str, port: int, encryption: Encryption, *, pin: str = "", verify: bool = False, timeout: float = 5.0
) -> Reached:
    """A connection to ``host``. Nothing but the handshake has been sent on it: not even a name, if ``pin`` is not met.

    ``pin``: the fingerprint that the certificate must have (empty: any). ``verify``: it must be one that this computer
    trusts for this host, as on the internet; a chat in the local network has none of these.

    It takes at most ``timeout`` seconds, and the same again to connect without TLS where that is permitted.

    Raises:
        DialError: there is no such connection; ``OtherCertificateError``: the pin is not met.
    """
    until = time.monotonic() + timeout
    if encryption is Encryption.REQUIRE or pin:
        with contextlib.suppress(TlsError):  # who is slow is taken for a person by a server of ours: once more, then
            return _encrypted(host, port, pin, verify, until, timeout / 2)
        try:
            return _encrypted(host, port, pin, verify, until, timeout)
        except SilentError as error:  # who is known by a certificate and says nothing hangs: no reason for an alarm
            raise DialError(Failure.TIMEOUT if pin else Failure.NO_ENCRYPTION, str(error)) from None
        except TlsError as error:
            raise DialError(Failure.NO_ENCRYPTION, str(error)) from None
    if encryption is Encryption.TRY:
        with contextlib.suppress(TlsError):
            return _encrypted(host, port, pin, verify, until, TRY)
        until = time.monotonic() + timeout
    return Reached(*dial(host, port, until - time.monotonic()), None)


def _encrypted(host: str, port: int, pin: str, verify: bool, until: float, patience: float) -> Reached:
    """A connection with TLS, within ``patience`` seconds once it is connected. Raises DialError, TlsError."""
    client_context(verify=verify)  # made before: nothing may delay the first bytes
    if (left := until - time.monotonic()) <= 0:
        raise SilentError("no answer in time")  # dialling with no time left would say that there is no such host
    sock, peer = dial(host, port, left)
    try:
        tls = secure(sock, host, verify=verify, seconds=max(0.0, min(patience, until - time.monotonic())))
        if pin and tls.fingerprint != pin:
            raise OtherCertificateError(tls.fingerprint)
    except UntrustedError as error:
        sock.close()
        raise DialError(Failure.UNTRUSTED, str(error)) from None
    except BaseException:
        sock.close()
        raise
    return Reached(sock, peer, tls)
