"""Hashes of passwords."""

from __future__ import annotations

import base64

import pytest

from chat_tk.server import passwords


def test_a_password_matches_its_hash_and_no_other() -> None:
    """Each hash has a salt of its own, and knows its password, long and in any script."""
    long = "ü" * 200 + "🔑"
    kept = passwords.make_hash(long)
    assert kept != passwords.make_hash(long)
    assert passwords.is_hash(kept)
    assert long not in kept
    assert passwords.matches(long, kept)
    assert not passwords.matches(long[:-1], kept)


def test_rfc_7914_vector() -> None:
    """RFC 7914, 12: scrypt (P="password", S="NaCl", N=1024, r=8, p=16, dkLen=64)."""
    digest = bytes.fromhex(
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
    )
    kept = f"$scrypt$ln=10,r=8,p=16${base64.b64encode(b'NaCl').decode()}${base64.b64encode(digest).decode()}"
    assert passwords.matches("password", kept)
    assert not passwords.matches("Password", kept)


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "sesame",
        "$scrypt$",
        "$scrypt$ln=40,r=8,p=1$AAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",  # 128 TiB of memory
        "$scrypt$ln=15,r=99,p=1$AAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=0,r=8,p=1$AAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=1$AAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=1$AAAAAAA=A$AAAAAAAAAAAAAAAAAAAAAAAA",
    ],
)
def test_what_is_no_hash_lets_nobody_in(kept: str) -> None:
    """A broken or absurd hash matches nothing, not even itself, and costs nothing."""
    assert not passwords.is_hash(kept)
    assert not passwords.matches(kept, kept)
    assert not passwords.matches("", kept)


def test_endless_passwords_are_not_hashed() -> None:
    """A password that nobody can have registered is wrong without work."""
    assert not passwords.matches("x" * (passwords.LIMIT + 1), passwords.make_hash("x"))


def test_same() -> None:
    """Plain secrets: equal or not, whatever they hold."""
    assert passwords.same("sesäm", "sesäm")
    assert not passwords.same("", "sesam")
    assert not passwords.same("\ud800", "sesam")
