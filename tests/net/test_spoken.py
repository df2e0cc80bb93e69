"""Fingerprints in words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_tk.net.spoken import WORDS, in_words


def test_the_examples_of_the_proposal() -> None:
    """127.0.0.1 is lusab-babad, 63.84.220.193 gutih-tugad."""
    assert in_words("7f000001", 2) == "lusab babad"
    assert in_words("3f54dcc1", 2) == "gutih tugad"


@given(st.binary(min_size=32, max_size=32), st.integers(0, WORDS * 16 - 1))
def test_another_fingerprint_has_other_words(fingerprint: bytes, bit: int) -> None:
    """One bit of those that are told, and a word differs; each has five letters."""
    other = (int.from_bytes(fingerprint, "big") ^ 1 << 255 - bit).to_bytes(32, "big")
    assert in_words(fingerprint.hex()) != in_words(other.hex())
    assert [len(word) for word in in_words(fingerprint.hex()).split()] == [5] * WORDS


def test_what_is_no_fingerprint_has_no_words() -> None:
    """Empty, in capitals, too short."""
    for text in ("", "xyz", "AB" * 32, "ab" * 4):
        assert in_words(text) == ""
