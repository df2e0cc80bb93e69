"""How the chat was: samples of the last hour by seconds, and of the last day by minutes. Bounded."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from chat_tk.server.values import Sample

HOUR: Final = 3600
"""Samples, one a second."""
DAY: Final = 1440
"""Samples, one a minute."""
MINUTE: Final = 60


class Statistics:
    """The last hour by seconds and the last day by minutes."""

    def __init__(self) -> None:
        self._seconds: deque[Sample] = deque(maxlen=HOUR)
        self._minutes: deque[Sample] = deque(maxlen=DAY)
        self._minute: list[Sample] = []

    def add(self, sample: Sample) -> None:
        """A second is over."""
        self._seconds.append(sample)
        self._minute.append(sample)
        if len(self._minute) >= MINUTE:
            self._minutes.append(_together(self._minute))
            self._minute.clear()

    def samples(self, *, day: bool) -> Sequence[Sample]:
        """The oldest first; of a day also the minute that has only begun."""
        if not day:
            return tuple(self._seconds)
        return (*self._minutes, _together(self._minute)) if self._minute else tuple(self._minutes)


def _together(samples: Sequence[Sample]) -> Sample:
    count, last = len(samples), samples[-1]
    return Sample(
        last.at,
        max(sample.people for sample in samples),
        sum(sample.messages for sample in samples) / count,
        sum(sample.sent for sample in samples) / count,
        max(sample.beat for sample in samples),
        max(sample.waiting for sample in samples),
    )
