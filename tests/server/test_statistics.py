"""Tests of what the window remembers of how the chat was."""

from __future__ import annotations

from chat_tk.server.statistics import HOUR, Statistics
from chat_tk.server.values import Sample


def test_samples_are_bounded_and_minutes_sum_up():
    """An hour of seconds, a day of minutes; the minute that has begun is told too."""
    statistics = Statistics()
    for second in range(HOUR + 90):
        statistics.add(Sample(second, 1 + second % 2, 2.0, 10.0, second / 1000, second))
    assert len(statistics.samples(day=False)) == HOUR
    minutes = statistics.samples(day=True)
    assert len(minutes) == 62
    assert minutes[0] == Sample(59, 2, 2.0, 10.0, 0.059, 59)
    assert minutes[-1].at == HOUR + 89
