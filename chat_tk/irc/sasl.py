"""Logging in with a password: SASL as IRC carries it, and the mechanism PLAIN, both sides. ``scram.py`` is the other.

Rule 1: whatever the other side sends, the answer is a value or ``SaslError``.
Rule 2: a client cannot fill a server (``LONGEST``).
Sources: IRCv3 "SASL 3.1" (chunks), RFC 4616 (PLAIN).
"""

from __future__ import annotations

import base64
import binascii
from typing import Final, NamedTuple

PLAIN: Final = "PLAIN"
SCRAM: Final = "SCRAM-SHA-256"
MECHANISMS: Final = (PLAIN, SCRAM)

CHUNK: Final = 400
"""Characters of base64 in one AUTHENTICATE."""
LONGEST: Final = 4096
"""Characters of base64 that a whole response may have; far more than a long password needs."""
EMPTY: Final = "+"
ABORT: Final = "*"


class SaslError(ValueError):
    """What the other side sent is no part of this exchange, or its proof is wrong."""


class TooLongError(SaslError):
    """More than one AUTHENTICATE may hold (numeric 905)."""


# --- on the wire -----------------------------------------------------------------------------------------------------


def chunks(data: bytes) -> list[str]:
    """The parameters of the AUTHENTICATE messages that carry ``data``; ``+`` ends what would end on a full chunk."""
    text = base64.b64encode(data).decode("ascii")
    parts = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    return [*parts, EMPTY] if not parts or len(parts[-1]) == CHUNK else parts


class Chunks:
    """Puts the chunks of a response together."""

    def __init__(self) -> None:
        self._text = ""

    def feed(self, chunk: str) -> bytes | None:
        """The response, once it is complete. Raises SaslError."""
        if len(chunk) > CHUNK:
            raise TooLongError("a chunk has 400 characters at most")
        if len(self._text) + len(chunk) > LONGEST:
            raise SaslError("a response of that length is no name and password")
        if chunk != EMPTY:
            self._text += chunk
            if len(chunk) == CHUNK:
                return None
        text, self._text = self._text, ""
        return from_base64(text)


# --- PLAIN -----------------------------------------------------------------------------------------------------------


class Credentials(NamedTuple):
    """What PLAIN carries: as whom one acts (empty: the same), who one is, the password."""

    authzid: str
    name: str
    password: str


def plain(name: str, password: str) -> bytes:
    """The one response of PLAIN (RFC 4616, 2)."""
    return b"\0".join([b"", name.encode("utf-8", "replace"), password.encode("utf-8", "replace")])


def read_plain(data: bytes) -> Credentials:
    """What the response holds. Raises SaslError; an empty name or password is an error too."""
    parts = from_utf8(data).split("\0")
    if len(parts) != 3 or not parts[1] or not parts[2]:
        raise SaslError("not [authzid] NUL authcid NUL passwd")
    return Credentials(*parts)


# --- what both sides of every mechanism read ------------------------------------------------------------------------


def from_base64(text: str) -> bytes:
    """The bytes. Raises SaslError."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise SaslError("not base64") from None


def from_utf8(data: bytes) -> str:
    """The text. Raises SaslError."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise SaslError("not UTF-8") from None
