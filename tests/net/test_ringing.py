"""Tests of ``net.ringing``: a queue that wakes."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from chat_tk.net.ringing import RingingQueue
from chat_tk.net.wakeup import readable
from tests.net.support import PATIENCE


@pytest.fixture
def queue() -> Iterator[RingingQueue[int]]:
    """One with a descriptor."""
    made: RingingQueue[int] = RingingQueue()
    made.fileno()
    yield made
    made.close()


def rang(queue: RingingQueue[int], seconds: float = 0.0) -> bool:
    """Whether its descriptor is readable, now or within so many seconds."""
    return readable(queue, seconds)  # type: ignore[arg-type]  # it needs a ``fileno`` alone


def test_it_rings_once_for_who_has_asked(queue: RingingQueue[int]) -> None:
    """Who is awake is not disturbed; what comes stays in order."""
    queue.put(1)
    assert not rang(queue)
    assert not queue.ask(), "there is one already"
    assert queue.get_nowait() == 1
    assert queue.ask()
    assert not rang(queue)
    queue.put(2)
    assert rang(queue)
    queue.clear()
    queue.put(3)
    assert not rang(queue)
    assert [queue.get_nowait(), queue.get_nowait()] == [2, 3]


def test_nothing_is_overlooked(queue: RingingQueue[int]) -> None:
    """A receiver that sleeps as soon as it may hears all that another thread says at the same time."""
    count = 2000
    speaker = threading.Thread(target=lambda: [queue.put(number) for number in range(count)])
    heard: list[int] = []
    speaker.start()
    while len(heard) < count:
        if queue.ask():
            assert rang(queue, PATIENCE)
            queue.clear()
        while not queue.empty():
            heard.append(queue.get_nowait())
    speaker.join()
    assert heard == list(range(count))


def test_after_its_end_it_is_a_queue_like_any_other() -> None:
    """Also when it never had a descriptor."""
    for listened in (True, False):
        queue: RingingQueue[int] = RingingQueue()
        if listened:
            queue.fileno()
            queue.ask()
        queue.clear()
        queue.close()
        queue.put(1)
        assert queue.get_nowait() == 1
