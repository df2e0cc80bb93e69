"""What telnet programs say to each other never becomes text, however it is chopped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.net.telnet import LONGEST, TelnetFilter
from tests.net.support import house


def text_of(*pieces: bytes) -> bytes:
    telnet = TelnetFilter()
    return b"".join(map(telnet.feed, pieces)) + telnet.rest()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"hello\r\n", b"hello\r\n"),
        (b"\xff\xfb\x1f\xff\xfd\x01hello", b"hello"),  # WILL window size, DO echo
        (b"he\xff\xfa\x1f\x00\x50\x00\x18\xff\xf0llo", b"hello"),  # the window's size
        (b"\xff\xf4\xff\xfd\x06", b""),  # Ctrl+C
        (b"a\xff\xffb", b"a\xffb"),
        ("Señor ÿ né".encode("latin-1"), "Señor ÿ né".encode("latin-1")),
        ("aÿ".encode("latin-1"), "aÿ".encode("latin-1")),
        ("ÿa".encode("latin-1"), "ÿa".encode("latin-1")),
        ("grüße 😀".encode(), "grüße 😀".encode()),
        (b"\xff\xfb", b""),
    ],
)
def test_only_text_is_left(data: bytes, text: bytes) -> None:
    """Negotiation goes, letters stay, in every way of chopping it in two."""
    assert text_of(data) == text
    for cut in range(len(data)):
        assert text_of(data[:cut], data[cut:]) == text


def test_a_subnegotiation_without_end_holds_little() -> None:
    """What is never ended is let go after a while, and what follows is heard."""
    telnet = TelnetFilter()
    seen = b"".join(telnet.feed(b"\xff\xfa" + b"x" * 100) for _ in range(20))
    assert len(telnet._held) <= LONGEST + 102
    assert b"hello" in seen + telnet.feed(b"hello" + b"x" * LONGEST)


@given(st.lists(st.binary(max_size=20), max_size=20))
def test_any_bytes_in_any_pieces(pieces: list[bytes]) -> None:
    """It never fails, adds nothing, and leaves bytes without 0xFF as they are."""
    data = b"".join(pieces)
    text = text_of(*pieces)
    assert len(text) <= len(data)
    if b"\xff" not in data:
        assert text == data


def test_a_telnet_program_is_a_person() -> None:
    """A whole connection: offers first, then a name, Ctrl+C in the middle."""
    with house() as here, here.dial() as peer:
        notes = here.guest()[1]
        peer.sendall(b"\xff\xfd\x03\xff\xfb\x18\xff\xfb\x1fAnna\r\n")
        notes.wait(lambda: notes.lines == [b"Anna"])
        peer.sendall(b"hel\xff\xf4\xff\xfd\x06lo\r\0\xff\xfe\x00\r\n")
        notes.wait(lambda: len(notes.lines) > 1)
        assert notes.lines[1].rstrip(b"\r") == b"hello"
