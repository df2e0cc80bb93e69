"""The pump: batches in order, bounded by time, nothing left behind."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from queue import SimpleQueue

import pytest

from chat_tk.ui.pump import Pump

Until = Callable[[Callable[[], object]], None]


def filled(count: int) -> SimpleQueue[int]:
    queue: SimpleQueue[int] = SimpleQueue()
    for number in range(count):
        queue.put(number)
    return queue


def timers(root: tk.Tk) -> tuple[str, ...]:
    return root.tk.splitlist(root.tk.call("after", "info"))


def test_everything_arrives_in_order_and_in_batches(root: tk.Tk, until: Until) -> None:
    """20,000 events come in order, in far fewer calls, none of them empty."""
    batches: list[list[int]] = []
    pump = Pump(root, filled(20_000), batches.append)
    until(lambda: sum(map(len, batches)) == 20_000)
    pump.stop()
    assert [number for batch in batches for number in batch] == list(range(20_000))
    assert all(batches)
    assert len(batches) < 100


def test_slow_handling_makes_small_batches(root: tk.Tk, until: Until) -> None:
    """A tick is bounded by time: where each event takes 2 ms, some eight milliseconds' worth come at once."""
    batches: list[int] = []

    def handle(batch: list[int]) -> None:
        batches.append(len(batch))
        end = time.perf_counter() + 0.002 * len(batch)
        while time.perf_counter() < end:
            pass

    pump = Pump(root, filled(200), handle)
    until(lambda: sum(batches) == 200)
    pump.stop()
    assert max(batches[1:]) <= 8


def test_an_exception_is_reported_and_the_pump_goes_on(root: tk.Tk, until: Until) -> None:
    """What handle raises reaches report_callback_exception; later events still come."""
    problems: list[type[BaseException]] = []
    report = root.report_callback_exception
    root.report_callback_exception = lambda kind, *_rest: problems.append(kind)
    seen: list[int] = []
    queue = filled(1)

    def handle(batch: list[int]) -> None:
        if 0 in batch:
            queue.put(1)
            raise ValueError
        seen.extend(batch)

    pump = Pump(root, queue, handle)
    until(lambda: seen == [1])
    pump.stop()
    root.report_callback_exception = report
    assert problems == [ValueError]


def test_stop_leaves_no_timer_and_hands_over_nothing_more(root: tk.Tk, until: Until) -> None:
    """After stop, which can be called twice and from handle, Tk holds no callback."""
    before = timers(root)
    seen: list[int] = []
    queue = filled(1)

    def handle(batch: list[int]) -> None:
        seen.extend(batch)
        pump.stop()

    pump = Pump(root, queue, handle)
    until(lambda: seen)
    pump.stop()
    queue.put(2)
    root.update()
    assert seen == [0]
    assert timers(root) == before


def test_the_end_of_the_widget_ends_the_pump(root: tk.Tk) -> None:
    """A widget that is destroyed takes its pump along, the end of a child does not."""
    before = timers(root)
    window = tk.Toplevel(root)
    child = tk.Frame(window)
    Pump(window, filled(0), lambda _batch: pytest.fail("nothing was in the queue"))
    child.destroy()
    assert len(timers(root)) == len(before) + 1
    window.destroy()
    assert timers(root) == before


def test_handle_is_not_entered_while_it_shows_a_box(root: tk.Tk, until: Until) -> None:
    """A modal box inside handle keeps the rest waiting, so that order holds."""
    queue = filled(1)
    seen: list[str] = []

    def handle(batch: list[int]) -> None:
        for number in batch:
            seen.append(f"begin {number}")
            if number == 0:
                queue.put(1)
                root.after(60, lambda: variable.set(1))
                root.wait_variable(variable)
            seen.append(f"end {number}")

    variable = tk.IntVar(root)
    pump = Pump(root, queue, handle)
    until(lambda: len(seen) == 4)
    pump.stop()
    assert seen == ["begin 0", "end 0", "begin 1", "end 1"]


def test_who_is_fed_may_ask_for_a_rest(root: tk.Tk, until: Until) -> None:
    """What comes meanwhile waits, is not lost, and comes in one go; what waits already is brought at once."""
    queue = filled(0)
    queue.put(0)
    batches: list[list[int]] = []
    at: list[float] = []

    def handle(batch: list[int]) -> float | None:
        at.append(time.monotonic())
        batches.append(batch)
        if len(batches) == 1:
            queue.put(1)  # behind which there is no rest
        elif len(batches) == 2:
            root.after(20, lambda: [queue.put(number) for number in (2, 3)])
        return 0.2

    pump = Pump(root, queue, handle)
    until(lambda: len(batches) == 3)
    pump.stop()
    assert batches == [[0], [1], [2, 3]]
    assert at[2] - at[1] >= 0.19
