"""Tests of ``net.resting``: how long to rest in a flood."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_tk.net.resting import A_MESSAGE, FEW, GAP, LONGEST, SHORT, Resting


def rests(rate: float, seconds: float) -> list[float]:
    """The rests of one who takes in so many messages a second, for so long."""
    resting = Resting()
    now = taken = 0.0
    found = [0.0]
    while now < seconds:
        now += max(found[-1], 0.001)
        count = int(now * rate - taken)
        taken += count
        found.append(resting.after(count, now))
    return found[1:]


def test_the_longer_a_flood_lasts_the_longer_each_rest() -> None:
    """A second after its beginning a few wake-ups are enough; the first of its messages are not kept waiting."""
    found = rests(1000, 5)
    assert found[0] == 0
    assert max(rest for rest in found[:5]) <= SHORT
    assert found[-1] == LONGEST
    assert found == sorted(found)


def test_what_comes_alone_is_no_flood() -> None:
    """Ten a second for a minute: nobody waits."""
    assert not any(rests(10, 60))


def test_a_page_of_history_after_the_other_is_soon_there() -> None:
    """Each is asked for when the last one has been taken in: 2,000 messages in a second."""
    resting = Resting()
    now = 0.0
    for _page in range(20):
        now += 0.003 + resting.after(100, now)
    assert now < 1


def test_after_a_flood_nobody_waits() -> None:
    """What comes alone ends it, and so does silence; the next one begins anew."""
    resting = Resting()
    for second in range(10):
        resting.after(1000, second)
    assert resting.after(1000, 10) == LONGEST
    assert resting.after(1000, 10 + GAP * 2) == SHORT
    assert resting.after(1, 14) <= A_MESSAGE


@given(st.lists(st.tuples(st.integers(0, 10_000), st.floats(-1e9, 1e9))))
def test_a_rest_is_bounded(taken: list[tuple[int, float]]) -> None:
    """Also by a clock that somebody sets."""
    resting = Resting()
    before = 0
    for count, now in taken:
        assert 0 <= resting.after(count, now) <= min(LONGEST, A_MESSAGE * min(before, count))
        before = count


def test_few_are_no_flood() -> None:
    """Two people who talk at the same moment, again and again: the rest does not grow."""
    resting = Resting()
    assert max(resting.after(FEW - 1, second) for second in range(100)) <= SHORT
