"""What the system asks of ChatServer by signals: to stop, and to read the settings again.

A handler of Python may run between any two steps of the main thread, so the handlers do nothing: a thread of its own
reads the numbers that the system leaves in a pipe, and asks.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Final

_HANGUP: Final = getattr(signal, "SIGHUP", None)


class StopAsked:
    """Stands in a queue of events: somebody asked for the end."""


@contextlib.contextmanager
def stop_signals(ask: Callable[[], None], reload: Callable[[], None] | None = None) -> Iterator[None]:
    """Call ``ask``, from a thread of its own, for every signal that means "stop".

    SIGHUP means that too where there is a terminal (it was closed); without one, as under systemd, it calls ``reload``.
    The handlers stay when the block is left: a second Ctrl+C on the way out must not end in a traceback.
    """
    reading, writing = os.pipe()
    if sys.platform != "win32":  # where only sockets need to be
        os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in _stop_numbers():
        signal.signal(number, _noted)
    hangup = ask if reload is None or _has_terminal() else reload
    listener = threading.Thread(target=_hear, args=(reading, ask, hangup), name="signals", daemon=True)
    listener.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(writing)  # the end of file ends the thread
        listener.join()
        os.close(reading)


def _stop_numbers() -> list[int]:
    """Which of them exist differs by system. SIGINT even if inherited as ignored (shells do so with ``&``)."""
    found = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGBREAK")]
    if _HANGUP is not None and signal.getsignal(_HANGUP) is not signal.SIG_IGN:  # nohup's wish is kept
        found.append(_HANGUP)
    return [number for number in found if number is not None]


def _has_terminal() -> bool:
    """Whether there is a terminal that could be closed."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | getattr(os, "O_NOCTTY", 0)))
    except OSError:
        return False
    return True


def _noted(_number: int, _frame: object) -> None:
    """Do nothing: the number has been written to the pipe already, which wakes the thread that waits there."""


def _hear(reading: int, ask: Callable[[], None], hangup: Callable[[], None]) -> None:
    while number := os.read(reading, 1):
        if number[0] == _HANGUP:
            hangup()
        else:
            ask()
