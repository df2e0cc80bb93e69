"""SCRAM-SHA-256, both sides: each proves to know a password, and nobody on the way, nor a false server, learns it.

Rule 1: pure; whoever needs chance gives it (``nonce``, ``salt``), which also lets tests use the RFCs' own examples.
Rule 2: whatever the other side sends, the answer is a value or ``SaslError``; secrets are compared in constant time.
Rule 3: a server cannot make a client work for ever (``MOST_ITERATIONS``).
Sources: RFC 5802 and RFC 7677 (SCRAM-SHA-256), RFC 4013 (SASLprep).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import stringprep
import unicodedata
from typing import Final, NamedTuple

from chat_tk.irc.sasl import SaslError, from_base64, from_utf8

ITERATIONS: Final = 100_000
"""Rounds that we ask of SCRAM's PBKDF2. The RFC wants 4,096 at least; this costs a client some 50 ms, once."""
LEAST_ITERATIONS: Final = 4096
MOST_ITERATIONS: Final = 1_000_000

_ATTRIBUTE = re.compile(r"[A-Za-z]=[^,]*")
_NUMBER = re.compile(r"[0-9]{1,7}")
_NONCE = re.compile(r"[\x21-\x2b\x2d-\x7e]{1,256}")


class Keys(NamedTuple):
    """What a server keeps of a password for SCRAM (RFC 5802, 3): enough to judge a proof, not to make one."""

    salt: bytes
    iterations: int
    stored: bytes
    server: bytes


def make_keys(password: str, salt: bytes, iterations: int = ITERATIONS) -> Keys:
    """The keys of a password. Slow, on purpose."""
    salted = _salted(password, salt, iterations)
    return Keys(salt, iterations, _hash(_client_key(salted)), _mac(salted, b"Server Key"))


class ScramClient:
    """The client's side: ``first()``, ``answer(challenge)``, ``check(verdict)``, each once, in this order."""

    def __init__(self, name: str, password: str, nonce: str) -> None:
        """``nonce``: printable ASCII without commas, never used before."""
        self._password = password
        self._nonce = nonce
        self._bare = f"n={_escape(prepare(name))},r={nonce}"
        self._signature = b""

    def first(self) -> bytes:
        """The client-first-message; no channel binding."""
        return f"n,,{self._bare}".encode()

    def answer(self, challenge: bytes) -> bytes:
        """The client-final-message: the proof. Raises SaslError. Slow: the server's iterations are done here."""
        text = from_utf8(challenge)
        parts = _attributes(text)
        if [key for key, _value in parts[:3]] != ["r", "s", "i"]:
            raise SaslError("the challenge is not r, s, i")
        nonce, salt, number = (value for _key, value in parts[:3])
        if not nonce.startswith(self._nonce) or len(nonce) <= len(self._nonce):
            raise SaslError("the server has another nonce")
        iterations = int(number) if _NUMBER.fullmatch(number) else 0
        if not LEAST_ITERATIONS <= iterations <= MOST_ITERATIONS:
            raise SaslError("the server asks for too few or too many iterations")
        final = f"c=biws,r={nonce}"
        exchange = f"{self._bare},{text},{final}".encode()
        salted = _salted(self._password, from_base64(salt), iterations)
        key = _client_key(salted)
        self._signature = _mac(_mac(salted, b"Server Key"), exchange)
        return f"{final},p={_encode(_xor(key, _mac(_hash(key), exchange)))}".encode()

    def check(self, verdict: bytes) -> None:
        """Raises SaslError unless the server knows the password too: else anybody could play the server."""
        parts = dict(_attributes(from_utf8(verdict)))
        given = from_base64(parts.get("v", ""))
        if not self._signature or not hmac.compare_digest(given, self._signature):
            raise SaslError(parts.get("e", "the server does not know the password"))


class ScramServer:
    """The server's side: ``read(first)`` gives the name, then ``challenge(keys)``, then ``verdict(final)``."""

    def __init__(self, nonce: str) -> None:
        """``nonce``: printable ASCII without commas, never used before."""
        self._own = nonce
        self._header = self._bare = self._nonce = self._challenge = ""
        self._keys: Keys | None = None

    def read(self, first: bytes) -> str:
        """The name in the client-first-message. Raises SaslError, also when the client asks for channel binding."""
        text = from_utf8(first)
        flag, _comma, rest = text.partition(",")
        authzid, comma, self._bare = rest.partition(",")
        if flag not in ("n", "y") or not comma or (authzid and not authzid.startswith("a=")):
            raise SaslError("not n,, and a name")
        parts = _attributes(self._bare)
        if [key for key, _value in parts[:2]] != ["n", "r"] or not _NONCE.fullmatch(parts[1][1]):
            raise SaslError("a name and a nonce are wanted")
        name = _unescape(parts[0][1])
        if not name or (authzid and _unescape(authzid[2:]) != name):
            raise SaslError("nobody may act as somebody else")
        self._header = text[: len(text) - len(self._bare)]
        self._nonce = parts[1][1] + self._own
        return name

    @property
    def keys(self) -> Keys | None:
        """By what the client is judged, once it was challenged."""
        return self._keys

    def challenge(self, keys: Keys) -> bytes:
        """The server-first-message, for the keys of that name."""
        self._keys = keys
        self._challenge = f"r={self._nonce},s={_encode(keys.salt)},i={keys.iterations}"
        return self._challenge.encode()

    def verdict(self, final: bytes) -> bytes:
        """The server-final-message, when the proof is right. Raises SaslError when not."""
        text = from_utf8(final)
        without_proof, comma, proof = text.rpartition(",p=")
        parts = dict(_attributes(without_proof))
        if not comma or self._keys is None:
            raise SaslError("no proof")
        header = from_base64(parts.get("c", ""))
        if header != self._header.encode() or not hmac.compare_digest(
            parts.get("r", "").encode(), self._nonce.encode()
        ):
            raise SaslError("another exchange")
        exchange = f"{self._bare},{self._challenge},{without_proof}".encode()
        given = from_base64(proof)
        signature = _mac(self._keys.stored, exchange)
        key = _xor(given, signature) if len(given) == len(signature) else b""
        if not hmac.compare_digest(_hash(key), self._keys.stored):
            raise SaslError("the proof is wrong")
        return b"v=" + _encode(_mac(self._keys.server, exchange)).encode()


def prepare(text: str) -> str:
    """A name or password by SASLprep, so that it is the same from every keyboard; what is not allowed stays as it is.

    Source: RFC 4013, 2.1-2.2: blanks become spaces, what nobody sees is dropped, then NFKC.
    """
    if text.isascii():
        return text
    kept = [char for char in text if not stringprep.in_table_b1(char)]
    mapped = "".join([" " if stringprep.in_table_c12(char) else char for char in kept])
    return unicodedata.normalize("NFKC", mapped)


def _salted(password: str, salt: bytes, iterations: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", prepare(password).encode("utf-8", "replace"), salt, iterations)


def _client_key(salted: bytes) -> bytes:
    return _mac(salted, b"Client Key")


def _mac(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "sha256")


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _attributes(text: str) -> list[tuple[str, str]]:
    """``n=user,r=nonce`` as pairs. Raises SaslError."""
    parts = text.split(",")
    if not all(_ATTRIBUTE.fullmatch(part) for part in parts):
        raise SaslError("not attributes with values")
    return [(part[0], part[2:]) for part in parts]


def _escape(name: str) -> str:
    return name.replace("=", "=3D").replace(",", "=2C")


def _unescape(name: str) -> str:
    if re.search("=(?!2C|3D)", name):
        raise SaslError("a name with a lone =")
    return name.replace("=2C", ",").replace("=3D", "=")


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
