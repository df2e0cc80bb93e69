"""The core's inbox: jobs in their order, and a rest that gathers, and ends when enough is there."""

from __future__ import annotations

import queue
import threading
import time

import pytest

from chat_tk.server.inbox import Inbox, Job

ENOUGH = 16
LONG = 60.0
"""Seconds of a rest that is to be ended before."""


def job(number: int) -> Job:
    """One that can be told from others."""
    return (str, (number,))


def rests(inbox: Inbox) -> queue.SimpleQueue[float]:
    """Have another thread rest; the seconds that it took, once it is over."""
    took: queue.SimpleQueue[float] = queue.SimpleQueue()

    def rest() -> None:
        began = time.monotonic()
        inbox.rest(LONG, ENOUGH)
        took.put(time.monotonic() - began)

    threading.Thread(target=rest, name="core").start()
    return took


def test_jobs_keep_their_order() -> None:
    """Whoever puts them, and in whatever way; none: that is said after the time."""
    inbox = Inbox()
    inbox.put(job(1))
    inbox.put_lines(job(2), 1)
    inbox.put(job(3))
    assert inbox.begin() == 3
    assert [inbox.get()[1] for _job in range(3)] == [(1,), (2,), (3,)]
    with pytest.raises(queue.Empty):
        inbox.get(timeout=0.01)


def test_a_rest_ends_by_itself() -> None:
    """After its time, whatever few lines came before."""
    inbox = Inbox()
    inbox.put_lines(job(1), ENOUGH - 1)
    began = time.monotonic()
    inbox.rest(0.05, ENOUGH)
    assert time.monotonic() - began >= 0.05


@pytest.mark.parametrize("lines", [[ENOUGH], [1] * ENOUGH, [ENOUGH - 1, 1]])
def test_enough_lines_end_a_rest(lines: list[int]) -> None:
    """Many from one, or one from each of many; also those that came in the moment in which it began."""
    inbox = Inbox()
    took = rests(inbox)
    for number, count in enumerate(lines):
        inbox.put_lines(job(number), count)
    assert took.get(timeout=LONG / 2) < LONG / 2
    assert inbox.begin() == len(lines)


@pytest.mark.parametrize("lines", [[ENOUGH], [1] * ENOUGH])
def test_with_enough_there_is_no_rest(lines: list[int]) -> None:
    """What came while the last beat was sent counts too; what that beat has carried out does not."""
    inbox = Inbox()
    for number, count in enumerate(lines):
        inbox.put_lines(job(number), count)
    inbox.rest(LONG, ENOUGH)
    for _job in range(inbox.begin()):
        inbox.get()
    began = time.monotonic()
    inbox.rest(0.05, ENOUGH)
    assert time.monotonic() - began >= 0.05


def test_many_who_put_at_once_wake_it_once_or_shorten_the_next() -> None:
    """A wake-up too many ends the next rest early, and only that one."""
    inbox = Inbox()
    for _round in range(20):
        took = rests(inbox)
        crowd = [threading.Thread(target=inbox.put_lines, args=(job(n), ENOUGH)) for n in range(8)]
        for thread in crowd:
            thread.start()
        for thread in crowd:
            thread.join(30)
        took.get(timeout=LONG / 2)
        for _job in range(inbox.begin()):
            inbox.get()
    for _left in range(8):
        inbox.rest(0.0001, ENOUGH)
    began = time.monotonic()
    inbox.rest(0.05, ENOUGH)
    assert time.monotonic() - began >= 0.05
