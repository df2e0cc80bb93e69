"""ChatServer in a terminal: says when it is ready, logs to stdout, and stops by a signal.

The contract, for whoever starts it from a script:
1. When people can join, ``listening on HOST:PORT`` is printed, a line for each listening address, and nothing before.
2. SIGINT, SIGTERM (Windows: Ctrl+Break) and a closed terminal stop it cleanly; it exits with 0 within 5 s. Without a
   terminal SIGHUP has it read its settings again.
3. When it cannot start, one line on stderr says why, and it exits with 1.
4. Nobody needs to read stdout: a reader that is gone, or reads nothing for hours, neither stops the chat nor delays 2.

Threads: *main* takes events from the queue and makes lines of them; *stdout* alone writes them, so that only it can be
held up; *signals* wakes main, because a main thread that waits for a queue does not hear of Ctrl+C on Windows; *stop*
stops the server.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from chat_tk.i18n import _
from chat_tk.server import events
from chat_tk.server.describe import log_lines
from chat_tk.server.events import UNLOGGED, Event, Started, StartFailed, Stopped
from chat_tk.server.signals import StopAsked, stop_signals
from chat_tk.server.stderr import complain, report_warnings
from chat_tk.server.stdout import LineWriter, standard_output

STOP_SECONDS: Final = 4.0
"""For the server's end; what is left of the 5 s of the contract is for the program's."""
GRACE_SECONDS: Final = 0.3
LAST_LINES_SECONDS: Final = 0.3
GARBAGE: Final = 20_000
"""New objects between two looks for garbage that refers to itself (usually 700): a busy chat makes next to none of it,
and looking for it so often took 5 % of the time."""


MADE_AT_ONCE: Final = 250
"""Lines that are made in one go, about: meanwhile the interpreter is not the core's."""
WRITTEN_AT_ONCE: Final = 1_000
"""Lines that are handed over in one go, about: who writes them has room for ``stdout.LINES_WAITING``, so that many more
at once would be left out though somebody reads."""
REST: Final = 0.2
"""Seconds between two looks at what has happened: otherwise each lone message woke two threads more for its line."""
SHORT_REST: Final = 0.01
"""The same in a flood, in which too many would wait in memory; and only when nothing waits, or more and more would."""
FLOOD: Final = 100
"""Lines in one go."""


class Server(Protocol):
    """What is run here: ``ChatServer``, or a fake of it."""

    def start(self) -> None:
        """Emits ``Started`` or ``StartFailed``."""

    def reload(self) -> None:
        """Reads the settings again."""

    def stop(self, deadline: float = ...) -> None:
        """Emits ``Stopped``."""


_NO_LINES: Final = frozenset({*UNLOGGED, StartFailed})


def run(make_server: Callable[[Callable[[Event], None]], Server]) -> int:
    """Serve until a signal comes; the exit status. ``make_server`` is given ``emit``. Main thread only."""
    report_warnings()
    queue: SimpleQueue[Event | StopAsked] = SimpleQueue()
    server = make_server(queue.put)
    lines = LineWriter(standard_output())
    asked = threading.Event()

    def ask() -> None:
        asked.set()  # seen at once, however much is still to be logged
        queue.put(StopAsked())

    with stop_signals(ask, server.reload):
        server.start()
        gc.freeze()  # what the program is made of stays; without this every full collection looked at all of it
        gc.set_threshold(GARBAGE, 20, 20)
        status = _watch(server, queue, lines, asked)
        lines.finish(LAST_LINES_SECONDS)
    return status


def _watch(server: Server, queue: SimpleQueue[Event | StopAsked], lines: LineWriter, asked: threading.Event) -> int:
    """Log what happens until it is over; the exit status. ``asked``: whether it is to end."""
    end: float | None = None
    printed: list[str] = []
    while True:
        try:
            first = queue.get(timeout=None if end is None else max(0.0, end - time.monotonic()))
        except Empty:
            complain(_("The chat could not be closed in time; it was cut off."))
            return 1
        if asked.is_set() and end is None:  # a second Ctrl+C changes nothing
            end = time.monotonic() + STOP_SECONDS + GRACE_SECONDS
            threading.Thread(target=server.stop, args=(STOP_SECONDS,), name="stop", daemon=True).start()
        batch = _together(first, queue)
        printed += _printed([event for event in batch if not isinstance(event, StopAsked)])
        last = next((event for event in batch if isinstance(event, (StartFailed, Stopped))), None)
        rest = 0.0
        if queue.empty() or len(printed) >= WRITTEN_AT_ONCE or last:
            lines.write(*printed)
            rest = SHORT_REST if len(printed) >= FLOOD else REST
            printed.clear()
        if isinstance(last, StartFailed):
            complain(last.problem)
        if last:
            return int(isinstance(last, StartFailed))
        if end is None:
            time.sleep(rest if queue.empty() else 0.0)  # even none at all lets others have the interpreter


def _together(first: Event | StopAsked, queue: SimpleQueue[Event | StopAsked]) -> list[Event | StopAsked]:
    """``first`` and what waits behind it, as far as it makes about ``MADE_AT_ONCE`` lines."""
    batch, lines = [first], events.messages(first)
    for _more in range(queue.qsize()):
        if lines >= MADE_AT_ONCE:
            break
        batch.append(queue.get())
        lines += events.messages(batch[-1])
    return batch


def _printed(batch: Sequence[Event]) -> list[str]:
    """What is printed of these: where people can join, once they can, and the log."""
    started = [event for event in batch if isinstance(event, Started)]
    ready = [f"listening on {address}" for event in started for address in event.addresses + event.secure]
    return ready + [line for event in batch if type(event) not in _NO_LINES for line in log_lines(event)]
