"""The end of the chat, step by step: told, given time, cut."""

from __future__ import annotations

import contextlib
import time
from typing import cast

import pytest

from chat_tk.server.farewell import LAST_MOMENT, PATIENCE, Farewell
from chat_tk.server.hall import Hall


class FakeHall:
    """Notes what it is asked; those who are connected go when they are cut, or (``stubborn``) never."""

    def __init__(self, *, stubborn: bool = False, failing: bool = False) -> None:
        self.empty = False
        self.asked: list[str] = []
        self._stubborn, self._failing = stubborn, failing

    def close(self) -> None:
        """Everybody is told."""
        self.asked.append("close")
        if self._failing:
            raise RuntimeError("a bug")

    def cut(self, *, patiently: bool) -> tuple[str, ...]:
        """End connections."""
        self.asked.append("cut idle" if patiently else "cut all")
        self.empty = not (patiently or self._stubborn)
        return ("ann",)


def farewell(hall: FakeHall, until: float) -> Farewell:
    """It has begun, as far as it can."""
    ending = Farewell(cast(Hall, hall), until)
    with contextlib.suppress(RuntimeError):
        ending.begin()
    return ending


def test_when_everybody_has_gone_it_is_over() -> None:
    """Nobody is cut who goes by itself."""
    hall = FakeHall()
    ending = farewell(hall, time.monotonic() + 100)
    assert not ending.over()
    hall.empty = True
    assert ending.over()
    assert (hall.asked, ending.stragglers) == (["close"], ())


@pytest.mark.parametrize("failing", [False, True])
def test_who_does_not_go_is_cut_in_time(failing: bool) -> None:
    """Those who have all they were sent first, then all; even if they could not be told."""
    hall = FakeHall(failing=failing)
    now = time.monotonic()
    ending = farewell(hall, now + 100)
    assert now + PATIENCE <= ending.due <= now + 50
    late = farewell(hall, now + LAST_MOMENT)
    hall.asked.clear()
    assert late.over()
    assert hall.asked == ["cut idle", "cut all"]
    assert late.stragglers == ("ann",)


def test_it_ends_even_if_somebody_stays() -> None:
    """All its time is over: whoever is still there is named."""
    hall = FakeHall(stubborn=True)
    ending = farewell(hall, time.monotonic())
    assert ending.over()
    assert ending.due == float("inf")
    assert not hall.empty
