"""Round marks, times on an axis, and fewer points that keep their peaks."""

from __future__ import annotations

import time

import pytest

from chat_tk.ui import scale


@pytest.mark.parametrize(
    ("highest", "marks"),
    [(0, [0, 1]), (2.2, [0, 1, 2, 3]), (12, [0, 5, 10, 15]), (87, [0, 50, 100]), (3000, [0, 1000, 2000, 3000])],
)
def test_marks_are_round_and_reach_the_highest_value(highest: float, marks: list[float]) -> None:
    """What people read at an axis: 1, 2, 2.5 or 5 times a power of ten; nothing is drawn above the last."""
    assert scale.value_marks(highest, 3, whole=True) == marks


def test_bytes_have_marks_at_round_amounts_of_them() -> None:
    """1024 is round for bytes, 1000 is not."""
    assert scale.value_marks(100 * 1024, 3, base=1024.0) == [0, 50 * 1024, 100 * 1024]
    assert scale.value_marks(1500 * 1024, 3, base=1024.0) == [0, 500 * 1024, 1000 * 1024, 1500 * 1024]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows takes its time zone from nobody")
def test_times_are_those_that_clocks_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every ten minutes of an hour, also where the clock is 5½ hours ahead; never more than there is room for."""
    monkeypatch.setenv("TZ", "XXX-5:30")
    time.tzset()
    try:
        end = 1_800_000_123.0
        marks = scale.time_marks(end - 3600, end, 6)
        assert 5 <= len(marks) <= 6
        assert all(scale.clock(at)[-1] == "0" for at in marks)
        assert [scale.clock(at)[3:] for at in scale.time_marks(end - 86400, end, 5)] == ["00"] * 4
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def test_fewer_points_keep_the_highest_ones() -> None:
    """A peak of one second is seen in a plot of an hour that is 100 columns wide."""
    points = [(float(at), 5.0 if at == 1234 else 1.0) for at in range(3600)]
    thin = scale.thinned(points, 0, 3600, 100)
    assert len(thin) <= 101
    assert max(thin, key=lambda point: point[1]) == (1234.0, 5.0)
    assert [at for at, _value in thin] == sorted(at for at, _value in thin)


def test_what_is_older_gives_only_the_beginning_of_the_line() -> None:
    """Points before the span are left out, but the line begins at the edge and not in the middle."""
    points = [(0.0, 7.0), (50.0, 8.0), (110.0, 9.0)]
    assert scale.thinned(points, 100, 200, 50) == [(100, 8.0), (110.0, 9.0)]
    assert scale.thinned(points, 300, 400, 50) == []
    assert scale.thinned([], 0, 100, 50) == []


def test_the_nearest_point_is_found() -> None:
    """What hovering tells; nothing where nothing is."""
    assert scale.nearest([(1.0, 2.0), (5.0, 3.0)], 4) == (5.0, 3.0)
    assert scale.nearest([], 4) is None
