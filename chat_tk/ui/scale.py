"""The arithmetic of axes: round numbers, times of day, and few points instead of many. Pure.

A point is ``(at, value)``: Unix seconds and a number. Points are in the order of time.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Final

Points = Sequence[tuple[float, float]]

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_TIME_STEPS: Final = (60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600, 43200, 86400)
"""Seconds between two marks of a time axis: what clocks show."""


def round_step(span: float, marks: int, *, whole: bool = False, base: float = 10.0) -> float:
    """The distance of about ``marks`` round marks over ``span``; ``whole``: never less than 1, never a fraction.

    ``base`` is 10, or 1024 for bytes: there 1, 2, 5 ... stand before kB and MB.
    """
    wanted = max(span / max(1, marks), 1e-9)
    if base != 10.0:
        unit = base ** max(0, math.floor(math.log(wanted, base)))
        return unit * round_step(span / unit, marks, whole=unit == 1.0)
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(factor * power for factor in _STEPS if factor * power >= wanted * 0.999)
    return max(1.0, float(math.ceil(step))) if whole else step


def value_marks(
    highest: float, marks: int, *, whole: bool = False, base: float = 10.0, least: float = 1.0
) -> list[float]:
    """Round marks from 0 to at least ``highest`` (and ``least``, so that a flat line lies at the bottom)."""
    top = max(highest, least)
    step = round_step(top, marks, whole=whole, base=base)
    return [index * step for index in range(math.ceil(top / step - 1e-9) + 1)]


def time_marks(start: float, end: float, marks: int) -> list[float]:
    """Round local times between ``start`` and ``end``, at most ``marks`` of them."""
    step = next((step for step in _TIME_STEPS if (end - start) / step <= max(1, marks)), _TIME_STEPS[-1])
    offset = time.localtime(end).tm_gmtoff or 0
    first = math.ceil((start + offset) / step) * step - offset
    return [float(at) for at in range(int(first), int(end) + 1, step)]


def clock(at: float) -> str:
    """The local time of day, to the minute."""
    return time.strftime("%H:%M", time.localtime(at))


def thinned(points: Points, start: float, end: float, columns: int) -> list[tuple[float, float]]:
    """At most one point for each of so many columns between ``start`` and ``end``: the highest one, so no peak is lost.

    The last point before ``start`` stays (as of ``start``), so that a line does not begin in the middle of nowhere.
    """
    if not points or end <= start:
        return []
    width = (end - start) / max(1, columns)
    found: dict[int, tuple[float, float]] = {}
    before: tuple[float, float] | None = None
    for at, value in points:
        if at < start:
            before = (start, value)
        elif at <= end:
            column = int((at - start) / width)
            if column not in found or value > found[column][1]:
                found[column] = (at, value)
    thin = list(found.values())
    if before is not None and thin and points[0][0] < start:
        thin.insert(0, before)
    return thin


def nearest(points: Points, at: float) -> tuple[float, float] | None:
    """The point closest to a time; None when there is none."""
    return min(points, key=lambda point: abs(point[0] - at), default=None)
