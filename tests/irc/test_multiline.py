"""Messages of several lines: how they are parted into batches, and what they make."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc.multiline import Limits, Part, batches, combined, packed, parse_limits, readable, size, unpacked

PIECES = st.lists(st.lists(st.text("aä ", max_size=8), max_size=4), max_size=30)
LIMITS = st.builds(Limits, st.integers(1, 60), st.integers(0, 6))


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ("max-bytes=4096", Limits(4096)),
        ("max-lines=24,max-bytes=4096", Limits(4096, 24)),
        ("max-bytes=99999999", Limits(1_000_000)),
        ("max-lines=24", None),
        ("max-bytes=0", None),
        ("max-bytes=-1", None),
        ("", None),
    ],
)
def test_limits(value: str, limits: Limits | None) -> None:
    """The draft: "max-bytes" is required, "max-lines" is not."""
    assert parse_limits(value) == limits
    if limits is not None and limits.max_bytes < 10_000:
        assert parse_limits(str(limits)) == limits


@given(PIECES, LIMITS)
def test_every_batch_keeps_the_limits_and_nothing_is_lost(lines: list[list[str]], limits: Limits) -> None:
    """The draft: "Servers MUST reject" what is longer. A single part that is too long stands alone; blanks may go."""
    made = list(batches(lines, limits))
    for batch in made:
        assert len(batch) == 1 or size(batch) <= limits.max_bytes
        assert not limits.max_lines or len(batch) <= limits.max_lines
        assert not batch[0].concat or batch[0].text
        assert batch[0].text.strip()
        assert batch[-1].text.strip()
    told = [part.text for batch in made for part in batch if part.text.strip()]
    assert told == [piece for line in lines for piece in line if piece.strip()]


@given(PIECES)
def test_without_a_limit_it_is_one_batch(lines: list[list[str]]) -> None:
    """What fits is sent together, and read as it was written, but for blank lines around it."""
    made = list(batches(lines, Limits(1_000_000)))
    text = "\n".join("".join(line) for line in lines)
    assert len(made) == bool(text.strip())
    if made:
        assert combined(made[0]).strip() == text.strip()


def test_a_book_is_parted_in_no_time() -> None:
    """The work grows as the text does, whatever a server permits: 20,000 pasted lines freeze no window."""
    began = time.process_time()
    made = list(batches([["a line of a book that somebody has pasted"]] * 20_000, Limits(1_000_000)))
    assert time.process_time() - began < 5
    assert sum(map(len, made)) == 20_000


@given(st.lists(st.builds(Part, st.text("ab ", max_size=5), st.booleans()), min_size=1, max_size=9))
def test_packed_is_unpacked(parts: list[Part]) -> None:
    """Where each part begins is kept; the first one never goes on in another."""
    first, *others = parts
    whole = [first._replace(concat=False), *others]
    assert unpacked(packed(whole)) == whole
    assert readable(packed(whole)) == combined(whole)


def test_a_part_that_goes_on_begins_without_formatting() -> None:
    """Each part opens its formatting itself, for those who read the parts one by one."""
    assert combined([Part("\x02bold"), Part("plain", concat=True)]) == "\x02bold\x0fplain"
    assert combined([Part("a"), Part("b"), Part("c", concat=True)]) == "a\nbc"
