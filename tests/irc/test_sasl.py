"""SASL on the wire, and PLAIN, with the examples of the RFC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc import sasl
from chat_tk.irc.sasl import Chunks, SaslError, TooLongError


def test_rfc_4616_examples() -> None:
    """RFC 4616, 4: ``<NUL>tim<NUL>tanstaaftanstaaf``, and ``Ursel<NUL>Kurt<NUL>xipj3plmq``."""
    assert sasl.plain("tim", "tanstaaftanstaaf") == b"\0tim\0tanstaaftanstaaf"
    assert sasl.read_plain(b"\0tim\0tanstaaftanstaaf") == ("", "tim", "tanstaaftanstaaf")
    assert sasl.read_plain(b"Ursel\0Kurt\0xipj3plmq") == ("Ursel", "Kurt", "xipj3plmq")


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0sesame", b"\0ann\0", b"ann", b"a\0b\0c\0d", b"\0ann\0\xff"])
def test_bad_plain(data: bytes) -> None:
    """RFC 4616, 2: "If preparation fails or results in an empty string, verification SHALL fail"."""
    with pytest.raises(SaslError):
        sasl.read_plain(data)


@pytest.mark.parametrize(
    ("size", "lengths"), [(0, [1]), (3, [4]), (300, [400, 1]), (302, [400, 4]), (600, [400, 400, 1])]
)
def test_chunks(size: int, lengths: list[int]) -> None:
    """SASL 3.1: "If the last chunk was exactly 400 bytes long, it must also be followed by `AUTHENTICATE +`"."""
    data = bytes(size)
    parts = sasl.chunks(data)
    assert [len(part) for part in parts] == lengths
    together = Chunks()
    results = [together.feed(part) for part in parts]
    assert results == [None] * (len(parts) - 1) + [data]


@given(st.binary(max_size=2000))
def test_chunks_come_together(data: bytes) -> None:
    """What is cut into chunks comes out whole, and the same collector takes the next response."""
    together = Chunks()
    for _round in range(2):
        assert [result for part in sasl.chunks(data) if (result := together.feed(part)) is not None] == [data]


def test_chunks_have_bounds() -> None:
    """SASL 3.1: 905 for a parameter of more than 400 bytes; "The server MAY place a limit on the total length"."""
    with pytest.raises(TooLongError):
        Chunks().feed("A" * 401)
    endless = Chunks()
    for _round in range(sasl.LONGEST // sasl.CHUNK):
        endless.feed("A" * 400)
    with pytest.raises(SaslError):
        endless.feed("A" * 400)
    with pytest.raises(SaslError):
        Chunks().feed("!!!")
