"""Being away by oneself."""

from __future__ import annotations

import time
import tkinter as tk

import pytest

from chat_tk.ui import idle, idle_systems
from chat_tk.ui.idle import IdleWatch, system_idle


class Somebody:
    """A person whose hands the test moves: ``told`` is what the system says (None: nothing)."""

    def __init__(self, root: tk.Tk) -> None:
        self.now = 1000.0
        self.told: float | None = None
        self.heard: list[bool] = []
        self.watch = IdleWatch(root, self.heard.append, lambda: self.told, lambda: self.now)
        self.watch.minutes = 10


@pytest.fixture
def somebody(root: tk.Tk) -> Somebody:
    return Somebody(root)


def test_away_after_some_minutes_and_back_with_a_key(root: tk.Tk, somebody: Somebody) -> None:
    """Where the system says nothing, what the windows hear counts."""
    somebody.now += 599
    somebody.watch.look()
    assert somebody.heard == []
    somebody.now += 1
    somebody.watch.look()
    somebody.watch.look()
    assert somebody.heard == [True]
    root.update()
    root.focus_force()
    root.event_generate("<Key-a>")
    root.update()
    assert somebody.heard == [True, False]


def test_who_works_in_another_program_is_here(somebody: Somebody) -> None:
    """The system knows."""
    somebody.now += 6000
    somebody.told = 3.0
    somebody.watch.look()
    assert somebody.heard == []
    somebody.told = 700.0
    somebody.watch.look()
    somebody.told = 1.0
    somebody.watch.look()
    assert somebody.heard == [True, False]


def test_zero_minutes_is_never(somebody: Somebody) -> None:
    """And who was away when that was chosen is here again."""
    somebody.now += 6000
    somebody.watch.look()
    somebody.watch.minutes = 0
    somebody.watch.look()
    assert somebody.heard == [True, False]


@pytest.mark.usefixtures("root")
def test_the_system_says_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds, or nothing; a library that fails is nothing."""
    told = system_idle()
    assert told is None or told >= 0

    def fail() -> float:
        raise OSError

    monkeypatch.setattr(idle_systems, "ask", fail)
    assert system_idle() is None


def test_whoever_fails_to_hear_it_is_told_again_later(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in what comes of it ends no watch: Tk tells of it, and the next look comes."""
    monkeypatch.setattr(idle, "LOOK_MS", 1)
    problems: list[object] = []
    root.report_callback_exception = lambda *problem: problems.append(problem)
    now = [0.0]
    watch = IdleWatch(root, lambda away: [][away], lambda: None, lambda: now[0])
    watch.minutes = 1
    for minute in (1, 2):
        now[0] = 100.0 * minute
        watch._away = False
        before, end = len(problems), time.monotonic() + 30
        while len(problems) == before:
            assert time.monotonic() < end, "it looked no more"
            root.update()
            time.sleep(0.005)
