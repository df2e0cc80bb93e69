"""Certificates for tests, and peers that speak TLS by Python's own ``ssl`` sockets (one thread each)."""

from __future__ import annotations

import functools
import socket
import ssl
from pathlib import Path

from chat_tk.net import certificates


@functools.cache
def pem(name: str) -> bytes:
    """A key and a certificate; the same one for each name."""
    return certificates.make(name)


def certificate_file(folder: Path, name: str = "chat.local") -> Path:
    """A file with a key and a certificate."""
    path = folder / f"{name}.pem"
    path.write_bytes(pem(name))
    return path


def server_context(folder: Path) -> ssl.SSLContext:
    """What opens the door of TLS."""
    return certificates.server_context(certificate_file(folder), None)


def trusting(version: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    """A client's context that takes any certificate; at most this ``version`` of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if version is not None:
        context.maximum_version = version
    return context


def wrap(sock: socket.socket, version: ssl.TLSVersion | None = None) -> ssl.SSLSocket:
    """The handshake of a client."""
    return trusting(version).wrap_socket(sock, server_hostname="chat.local")
