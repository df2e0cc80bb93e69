"""Lines out of bytes: limits, ends, and that chopping never matters."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc.lines import OVERLONG, LineBuffer

LIMIT = 5


def all_lines(data: bytes, cuts: list[int], limit: int = LIMIT) -> tuple[list[bytes], int]:
    """The lines of ``data`` fed in pieces that end at ``cuts``, and the most that was ever pending."""
    buffer = LineBuffer(limit)
    lines: list[bytes] = []
    most = start = 0
    for end in [*sorted(cuts), len(data)]:
        lines += buffer.feed(data[start:end])
        most = max(most, buffer.pending)
        start = end
    return lines, most


def expected_lines(data: bytes) -> list[bytes]:
    """The rule, said in another way: split first, judge then."""
    *ended, rest = data.replace(b"\0", b"").split(b"\n")
    lines = [line[:-1] if line.endswith(b"\r") else line for line in ended]
    if len(rest) > LIMIT + (rest[LIMIT : LIMIT + 1] == b"\r"):
        lines.append(rest)
    return [line if len(line) <= LIMIT else OVERLONG for line in lines if line]


@given(st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"12345"])), st.data())
def test_chopping_never_matters(pieces: list[bytes], data: st.DataObject) -> None:
    """Every way to chop the same bytes gives the same lines, and never more than the limit and a CR is held."""
    text = b"".join(pieces)
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=20))
    lines, most = all_lines(text, cuts)
    assert lines == all_lines(text, list(range(len(text))))[0] == expected_lines(text)
    assert most <= LIMIT + 1


def test_ends_of_lines() -> None:
    """LF ends a line, one CR before it and every NUL go, a CR elsewhere stays, empty lines are left out."""
    assert LineBuffer(99).feed(b"a\nb\r\n\r\n\nc\0d\re\r\r\nrest") == [b"a", b"b", b"cd\re\r"]


def test_line_of_exactly_the_limit_is_whole_even_when_its_end_comes_in_pieces() -> None:
    """The limit counts without the end of the line."""
    assert all_lines(b"12345\r\n123456\r\n", [5, 6, 7]) == ([b"12345", OVERLONG], 6)


def test_overlong_is_told_at_once_and_once_and_the_next_line_is_whole() -> None:
    """A line without an end is reported as soon as it passes the limit; nothing of it is held."""
    buffer = LineBuffer(LIMIT)
    assert buffer.feed(b"123456") == [OVERLONG]
    assert buffer.pending == 0
    assert buffer.feed(b"78\r") == []
    assert buffer.feed(b"9\nnext\n") == [b"next"]


def test_take_rest_ends_a_line_without_an_end() -> None:
    """What a pause ended is given out once, and its late line end makes no empty line."""
    buffer = LineBuffer(LIMIT)
    assert buffer.feed(b"hi\r") == []
    assert buffer.pending == 3
    assert buffer.take_rest() == b"hi"
    assert buffer.take_rest() == b""
    assert buffer.feed(b"\nnext\n") == [b"next"]


def test_take_rest_ends_an_overlong_line_too() -> None:
    """After a pause the next bytes are a new line, not the rest of the one that was too long."""
    buffer = LineBuffer(LIMIT)
    assert buffer.feed(b"123456") == [OVERLONG]
    assert buffer.take_rest() == b""
    assert buffer.feed(b"next\n") == [b"next"]


def test_single_bytes_take_linear_time() -> None:
    """A line of half a million bytes that comes byte by byte is no slower per byte than a short one."""
    buffer = LineBuffer(1 << 20)
    byte = b"x"
    start = time.process_time()
    for _ in range(500_000):
        buffer.feed(byte)
    assert time.process_time() - start < 5  # copying all of it each time would take a minute
    assert len(buffer.feed(b"\n")[0]) == 500_000


def test_empty_lines_cost_next_to_nothing() -> None:
    """A peer that sends nothing but line ends, of any kind, keeps nobody busy."""
    buffer = LineBuffer(LIMIT)
    began = time.process_time()
    for _piece in range(200):
        assert buffer.feed(b"\r\n\n" * 5000) == []
    assert time.process_time() - began < 1.5
    assert buffer.feed(b"a\r\r\n\r\n\nb\n") == [b"a\r", b"b"]
