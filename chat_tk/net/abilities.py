"""What this program can do on a network, found by doing it: for ``--self-test`` (see ``chat_tk.selftest``)."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from typing import Final

from chat_tk.net import certificates


def encryption() -> str:
    """The version of the TLS library."""
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return ssl.OPENSSL_VERSION


def own_certificates() -> str:
    """The version of what makes certificates. Raises an exception where none can be made."""
    certificates.make("chat.local")
    import cryptography

    return cryptography.__version__


def discovery() -> str:
    """The version of what finds chats on the network. Raises ImportError without it."""
    import zeroconf

    return zeroconf.__version__


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "tls": encryption,
    "certificates": own_certificates,
    "discovery": discovery,
}
"""Name -> what tries it."""
