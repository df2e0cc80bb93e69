"""A port for a program that must be told one before it listens, and what addresses there are. Standard library only."""

from __future__ import annotations

import contextlib
import random
import socket
from typing import Final

FROM: Final = range(20_000, 32_000)
"""Below what systems give to whoever asks for none: from 32768 on (Linux), 49152 on (RFC 6335, 6; Windows, macOS)."""


def free_port() -> int:
    """A port at which nobody listens, and that nobody who connects or listens meanwhile gets by chance."""
    while True:
        port = random.choice(FROM)
        with contextlib.suppress(OSError), socket.create_server(("", port)):
            return port


def has_ipv6() -> bool:
    """Whether this computer can be reached by IPv6: containers often know it, and have no address."""
    with contextlib.suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        return True
    return False
