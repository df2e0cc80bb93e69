"""What is knocking? The first bytes of a connection tell."""

from __future__ import annotations

from enum import Enum
from typing import Final

SILENCE: Final = 0.4
"""Seconds without a byte after which a connection is taken for plain text (the person sees a question, and types)."""
PAUSE: Final = 0.2
"""Seconds after which text without a newline counts as a message of a plain-text program."""


class Door(Enum):
    """By which door a connection came in."""

    IRC = "IRC"
    PLAIN = "plain text"
    TLS = "TLS"
    HTTP = "HTTP"


def knock(first: bytes) -> Door | None:
    """The door that the bytes received so far ask for; None: a few more bytes are needed to know."""
    raise NotImplementedError
