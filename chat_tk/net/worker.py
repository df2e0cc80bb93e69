"""One thread and one inbox: work is posted to the owner of the data, in place of locking the data.

Synchronised by the inbox alone: first in, first out, one consumer.

And threads of which there may be thousands (``start_small``). ``threading.Thread`` has an event, locks, a closure and
weak references of its own, and calls more functions before it comes to the point: 2.4 kB that each silent client cost.
"""

from __future__ import annotations

import _thread
import contextlib
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)

STACK: Final = 256 * 1024
"""Bytes of stack of a thread that only moves bytes; the usual 8 MiB times 10,000 readers is more than some have."""

HEAPS: Final = 2
"""Of the C library; Python's own objects are elsewhere."""
_ARENA_MAX: Final = -8
"""``M_ARENA_MAX`` of glibc's ``mallopt``."""

USUAL_TURN: Final = sys.getswitchinterval()
"""Seconds for which one thread may compute while others wait for the interpreter."""
CROWD: Final = 2500
"""Threads from which on turns are longer."""
_LONGER: Final = 250e-6
"""Seconds by which each further thread makes them longer."""

_NICENESS: Final = 5
"""Added to that of a thread which stands back (``setpriority(2)``): a third of the share that it had."""

_starting = threading.Lock()
"""Guards the process-wide ``threading.stack_size`` from being set until the thread is started with it, and set back."""
_begun: Final = threading.Lock()
"""Held but for the moment in which the thread that is being started says that it runs."""
_begun.acquire()

small_threads: Final[set[Callable[[], None]]] = set()
"""What the threads of ``start_small`` carry out that run now. Each puts in and takes out its own, which is one step."""


def start_small(target: Callable[[], None]) -> None:
    """Have ``target``, which must not raise, called on a thread of its own with a stack of 256 KiB.

    Nobody can wait for its end; ``small_threads`` has it until then. ``threading`` does not know it, and calls it a
    dummy when it logs something: so who logs there says by name whom it concerns.

    Raises:
        RuntimeError: the system has no room for another thread.
    """
    with _starting:
        usual = threading.stack_size(STACK)
        try:
            _thread.start_new_thread(_begin, (target,))
            _begun.acquire()  # as Thread.start() waits: 10,000 at once would fight for the interpreter before they run
        finally:
            threading.stack_size(usual)


def _begin(target: Callable[[], None]) -> None:
    small_threads.add(target)
    _begun.release()
    try:
        target()
    finally:
        small_threads.discard(target)


def prepare_for(threads: int) -> None:
    """There are so many small threads: have those that wait for the interpreter ask for it less often.

    Each one asks every 5 ms. When 10,000 connections are reset at the same moment, so many do, two million times a
    second: that alone kept a processor busy, and a quarter of an hour passed until all had come to their last lines.
    Who reads, sends or writes lets go of the interpreter without being asked; so it is only missed by who computes.
    """
    turn = max(USUAL_TURN, (threads // 256 * 256 - CROWD) * _LONGER)
    if abs(turn - sys.getswitchinterval()) > USUAL_TURN / 100:
        sys.setswitchinterval(turn)


def share_heaps() -> bool:
    """Have all threads share ``HEAPS`` heaps of the C library; whether that is to be had. Before threads are started.

    Left alone, glibc gives threads up to eight heaps for each processor, and what was freed in one is of no use to the
    others: after an hour of coming and going that was a tenth of a ChatServer. Other libraries have no such habit.
    """
    if sys.platform.startswith("linux"):
        import ctypes  # 0.3 MB that only this is for

        with contextlib.suppress(OSError, AttributeError):
            return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, HEAPS))
    return False


def stand_back() -> None:
    """Have the calling thread let others go first where they want the processor too.

    Only on Linux, where it is still given its (smaller) share: elsewhere, a thread that waits behind all others may
    hold the interpreter meanwhile, and with it the whole program.
    """
    if sys.platform.startswith("linux"):
        me = threading.get_native_id()
        with contextlib.suppress(OSError):  # as patient as can be already, or not allowed
            os.setpriority(os.PRIO_PROCESS, me, os.getpriority(os.PRIO_PROCESS, me) + _NICENESS)


class Worker:
    """A named thread that carries out what is posted to it, in order."""

    def __init__(self, name: str) -> None:
        self._inbox: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread. Jobs posted before wait until then."""
        self._thread.start()

    def post(self, function: Callable[..., object], *args: object) -> None:
        """Have ``function(*args)`` called on the thread. Any thread; never waits. After ``stop`` nothing happens.

        An exception is logged and does not end the worker.
        """
        self._inbox.put(lambda: function(*args))

    def stop(self, deadline: float) -> bool:
        """End the thread after everything posted so far. Any thread; twice is once.

        Waits at most ``deadline`` seconds (not at all on the worker's own thread); False: it is still busy, and ends
        when it is done.
        """
        self._inbox.put(None)
        if self._thread.ident is None:
            return True
        if self._thread is not threading.current_thread():
            self._thread.join(max(0.0, deadline))
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._inbox.get()) is not None:
            try:
                job()
            except Exception:
                log.exception("A job of %s failed", self._thread.name)
