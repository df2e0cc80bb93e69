"""The worker: one thread, one inbox."""

from __future__ import annotations

import logging
import os
import platform
import queue
import subprocess
import sys
import threading

import pytest

from chat_tk.net.worker import CROWD, STACK, Worker, prepare_for, small_threads, stand_back, start_small
from tests.net.support import wait_until


def test_jobs_are_done_in_order_on_one_thread_before_it_ends() -> None:
    """Everything posted before stop() is carried out, in order, on the named thread."""
    done: list[tuple[int, str]] = []
    worker = Worker("clerk")
    for number in range(100):
        worker.post(lambda n: done.append((n, threading.current_thread().name)), number)
    worker.start()
    assert worker.stop(30)
    assert done == [(number, "clerk") for number in range(100)]
    assert worker.stop(30)


@pytest.mark.logs_errors
def test_an_exception_is_logged_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A failing job costs itself alone."""
    answers: queue.SimpleQueue[str] = queue.SimpleQueue()
    worker = Worker("clerk")
    worker.start()
    with caplog.at_level(logging.ERROR):
        worker.post(lambda: 1 / 0)
        worker.post(answers.put, "still here")
        assert answers.get(timeout=30) == "still here"
    assert "clerk" in caplog.text
    assert worker.stop(30)


def test_stop_keeps_its_deadline() -> None:
    """A job that does not end does not hold up who stops; the thread ends when the job does."""
    go = threading.Event()
    worker = Worker("clerk")
    worker.start()
    worker.post(go.wait, 10)
    assert not worker.stop(0.05)
    go.set()
    assert worker.stop(30)


def test_stop_without_start_and_from_within() -> None:
    """A worker that never started has ended; one that stops itself does not wait for itself."""
    assert Worker("idle").stop(1)
    answers: queue.SimpleQueue[bool] = queue.SimpleQueue()
    worker = Worker("clerk")
    worker.post(lambda: answers.put(worker.stop(5)))
    worker.start()
    assert answers.get(timeout=30) is False
    assert worker.stop(30)


def test_small_stacks_are_only_for_those_who_ask() -> None:
    """The process-wide stack size is what it was, also when many threads start at once."""
    usual = threading.stack_size()
    seen: queue.SimpleQueue[int] = queue.SimpleQueue()
    starters = [threading.Thread(target=start_small, args=(lambda: seen.put(1),)) for _ in range(20)]
    for thread in starters:
        thread.start()
    for thread in starters:
        thread.join(30)
    assert [seen.get(timeout=30) for _ in range(20)] == [1] * 20
    assert threading.stack_size() == usual != STACK


def test_a_crowd_of_threads_asks_for_the_interpreter_less_often() -> None:
    """However many there are, they ask some 10,000 times a second at most; few ask as often as ever."""
    usual = sys.getswitchinterval()
    try:
        for threads in (2 * CROWD, 10_000, 20_000):
            prepare_for(threads)
            assert threads / sys.getswitchinterval() < 10_000
    finally:
        prepare_for(CROWD)
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_heaps_are_shared_where_the_c_library_has_several() -> None:
    """In a process of its own, for it cannot be undone: glibc agrees, and elsewhere nothing happens."""
    program = "from chat_tk.net.worker import share_heaps; print(share_heaps())"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == str(platform.libc_ver()[0] == "glibc")
    assert run.stderr == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere nothing happens")
def test_who_stands_back_goes_behind_this_thread_and_no_other() -> None:
    """Its turn at the processor comes later; who asked for nothing keeps its own."""

    def rank() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    ranks: queue.SimpleQueue[int] = queue.SimpleQueue()
    before = rank()
    worker = Worker("patient")
    worker.start()
    worker.post(stand_back)
    worker.post(lambda: ranks.put(rank()))
    assert worker.stop(30)
    assert ranks.get(timeout=30) == min(19, before + 5)
    assert rank() == before


def test_small_threads_are_known_while_they_run() -> None:
    """What a test looks at for threads that were left behind."""
    runs, may_end = threading.Event(), threading.Event()

    def wait() -> None:
        runs.set()
        may_end.wait(30)

    start_small(wait)
    assert runs.wait(30)
    assert wait in small_threads
    may_end.set()
    wait_until(lambda: wait not in small_threads)
