"""Tests of ``net.reading``: from bytes and pauses to lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc.lines import LineBuffer
from chat_tk.net import reading, resting
from chat_tk.net.doors import Door
from chat_tk.net.reading import MANY, Deliver, Receive, find_door, find_late_door, read_irc, read_plain

Read = Callable[[bytes, Receive, LineBuffer, Deliver], None]


def all_read(read: Read, *pieces: bytes | None) -> list[list[bytes]]:
    """What is delivered when these pieces come (None: a pause)."""
    first, *rest = pieces
    coming = iter(rest)
    found: list[list[bytes]] = []
    read(first or b"", lambda _seconds: next(coming, b""), LineBuffer(100), found.append)
    return found


def found(find: Callable[[Receive], tuple[Door | None, bytes]], *pieces: bytes | None) -> tuple[Door | None, bytes]:
    """The door of who sends these pieces (None: a pause that ends where none may be long)."""
    coming = iter(pieces)

    def receive(seconds: float | None) -> bytes | None:
        data = next(coming, b"")
        return next(coming, b"") if data is None and seconds is None else data

    return find(receive)


def test_a_handshake_in_parts_is_one_however_late_they_are() -> None:
    """Its first byte alone is nobody's name."""
    assert found(find_door, b"\x16", None, b"\x03\x01") == (Door.TLS, b"\x16\x03\x01")
    assert found(find_late_door, b"\x16", None, b"\x03\x01") == (Door.TLS, b"\x16\x03\x01")
    assert found(find_door, b"\x16", None, b"hi\x16\n") == (Door.PLAIN, b"\x16hi\x16\n")


def test_after_a_silence_the_first_word_may_come_in_parts() -> None:
    """But a pause ends it, as it ends what a person types."""
    assert found(find_late_door, b"GE", b"T / HTTP/1.1\r\n") == (Door.HTTP, b"GET / HTTP/1.1\r\n")
    assert found(find_late_door, b"NI", b"CK ann\r\n") == (Door.IRC, b"NICK ann\r\n")
    assert found(find_late_door, b"NI", None, b"CK ann\r\n") == (Door.PLAIN, b"NI")
    assert found(find_late_door, b"Ann\n") == (Door.PLAIN, b"Ann\n")
    assert found(find_late_door) == (Door.PLAIN, b"")


@pytest.mark.parametrize("read", [read_irc, read_plain])
def test_many_small_lines_come_in_parts(read: Read) -> None:
    """RecvQ: 16 kB of tiny lines never become 8,192 objects at once."""
    delivered = all_read(read, b"x\n" * 8192, b"y\r\n")
    assert max(map(len, delivered)) <= MANY
    assert [line for lines in delivered for line in lines] == [b"x"] * 8192 + [b"y"]


@given(
    st.lists(
        st.none()
        | st.binary(max_size=20).filter(lambda data: 0xFF not in data)
        | st.sampled_from([b"\n", b"a\r\n", "é".encode(), b"\xc3"])
    )
)
def test_any_bytes_and_pauses_are_lines(pieces: list[bytes | None]) -> None:
    """Plain text: whatever comes (but Telnet's own), lines go out, none empty, without LF or NUL: what came in."""
    delivered = [
        line for lines in all_read(read_plain, b"\n", *(piece for piece in pieces if piece != b"")) for line in lines
    ]
    assert all(line and not {0, 10} & set(line) for line in delivered)
    sent = b"".join(filter(None, pieces)).translate(None, b"\0\r\n")
    assert b"".join(delivered).translate(None, b"\r") == sent


@pytest.mark.parametrize("alone", [False, True])
def test_an_endless_line_is_read_slowly(monkeypatch: pytest.MonkeyPatch, *, alone: bool) -> None:
    """It costs nobody a processor: not the others at a server, not the person at a client; at both of its doors."""
    rested: list[float] = []
    monkeypatch.setattr(reading.time, "sleep", rested.append)
    pieces = [b"x" * 1000, b"x" * 1000]
    coming = iter(pieces)
    read_irc(b"x" * 1000, lambda _seconds: next(coming, b""), LineBuffer(100), lambda _lines: None, alone=alone)
    assert len(list(filter(None, rested))) == 3
    rested.clear()
    all_read(read_plain, b"x" * 1000, *pieces)
    assert len(rested) == 3


def test_a_client_reads_a_flood_in_larger_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """It rests the longer, the more keeps coming; not where more waits already, and not after one burst."""
    rested: list[float] = []
    monkeypatch.setattr(reading.time, "sleep", rested.append)
    line = b"x" * 99 + b"\n"
    coming = iter([None, line * 20, None, line * 3, line * 2, line * 4, None, line * 100, b""])
    asked: list[float | None] = []

    def receive(seconds: float | None) -> bytes | None:
        asked.append(seconds)
        return next(coming)

    read_irc(line, receive, LineBuffer(100), lambda _lines: None, alone=True)
    assert rested == [0, resting.A_MESSAGE, resting.SHORT], "of 1, 20 and 9 lines, the last ones in three records"
    assert asked == [0, None, 0, None, 0, 0, 0, None, 0]
