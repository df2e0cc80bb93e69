"""Passwords as they are kept: scrypt hashes, each with its own salt and cost in it.

    $scrypt$ln=15,r=8,p=1$<salt>$<hash>     both in base64

Rule 1: hashing takes some 50-100 ms and 32 MiB, on purpose: never on the core's thread.
Rule 2: secrets are compared in constant time, and stand in no log and no error.
Rule 3: a hash from a settings file cannot make the server work for ever: its cost has a bound (``is_hash``).
Rule 4: what hashes is imported by who hashes: it brings OpenSSL along, and whoever only checks settings needs none.
Source: RFC 7914 (scrypt); the form is that of the "PHC string format".
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

LIMIT: Final = 1024
"""Bytes of the longest password."""
_LN, _R, _P = 15, 8, 1
_MOST_LN, _MOST_R, _MOST_P = 17, 16, 16
_SALT_SIZE, _HASH_SIZE = 16, 32
_START: Final = "$scrypt$"
_FORM = re.compile(
    r"\$scrypt\$ln=([0-9]{1,2}),r=([0-9]{1,2}),p=([0-9]{1,2})\$([A-Za-z0-9+/=]{8,88})\$([A-Za-z0-9+/=]{24,88})"
)


def make_hash(password: str) -> str:
    """What is kept of a password. Slow."""
    import secrets

    salt = secrets.token_bytes(_SALT_SIZE)
    digest = _scrypt(password, salt, _LN, _R, _P, _HASH_SIZE)
    return f"{_START}ln={_LN},r={_R},p={_P}${_encode(salt)}${_encode(digest)}"


def looks_hashed(text: str) -> bool:
    """Whether ``text`` means to be a hash; a good one (``is_hash``) or not."""
    return text.startswith(_START)


def is_hash(text: str) -> bool:
    """Whether ``text`` is a hash that ``matches`` can judge by."""
    found = _FORM.fullmatch(text)
    if found is None or _decode(found[4]) is None or _decode(found[5]) is None:
        return False
    ln, r, p = (int(number) for number in found.groups()[:3])
    return 1 <= ln <= _MOST_LN and 1 <= r <= _MOST_R and 1 <= p <= _MOST_P


def matches(password: str, kept: str) -> bool:
    """Whether this is the password whose hash was ``kept``. Slow; False for what is no hash."""
    import hmac

    found = _FORM.fullmatch(kept)
    if found is None or not is_hash(kept) or len(password.encode("utf-8", "replace")) > LIMIT:
        return False
    salt, digest = _decode(found[4]) or b"", _decode(found[5]) or b""
    ln, r, p = (int(number) for number in found.groups()[:3])
    return hmac.compare_digest(_scrypt(password, salt, ln, r, p, len(digest)), digest)


def same(given: str, wanted: str) -> bool:
    """Whether two plain secrets are the same. The time that this takes tells nothing."""
    import hashlib
    import hmac

    digests = [hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in (given, wanted)]
    return hmac.compare_digest(*digests)


def _scrypt(password: str, salt: bytes, ln: int, r: int, p: int, size: int) -> bytes:
    import hashlib

    memory = 128 * r * (1 << ln) + 128 * r * p + (1 << 20)
    data = password.encode("utf-8", "replace")
    return hashlib.scrypt(data, salt=salt, n=1 << ln, r=r, p=p, maxmem=memory, dklen=size)


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
