"""ChatServer in a terminal: says when it is ready, logs to stdout, and stops by a signal.

The contract, for whoever starts it from a script:
1. When people can join, ``listening on HOST:PORT`` is printed, a line for each listening address, and nothing before.
2. SIGINT, SIGTERM (Windows: Ctrl+Break) and a closed terminal stop it cleanly; it exits with 0 within 5 s.
3. When it cannot start, one line on stderr says why, and it exits with 1.
4. Nobody needs to read stdout: a reader that is gone, or reads nothing for hours, neither stops the chat nor delays 2.

Threads: *main* takes events from the queue and makes lines of them; *stdout* alone writes them, so that only it can be
held up; *signals* wakes main, because a main thread that waits for a queue does not hear of Ctrl+C on Windows; *stop*
stops the server.
"""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, Final, Protocol

from chat_tk.i18n import _
from chat_tk.server.describe import describe
from chat_tk.server.events import Event, Started, StartFailed, Stopped

STOP_SECONDS: Final = 4.0
"""For the server's end; what is left of the 5 s of the contract is for the program's."""
GRACE_SECONDS: Final = 0.3
LAST_LINES_SECONDS: Final = 0.3
GARBAGE: Final = 20_000
"""New objects between two looks for garbage that refers to itself (usually 700): a busy chat makes next to none of it,
and looking for it so often took 5 % of the time."""
LINES_WAITING: Final = 10_000
"""Lines kept for a reader that pauses; what comes when they are full is left out, and that is said."""
WRITE_SIZE: Final = 1 << 16


class Server(Protocol):
    """What is run here: ``ChatServer``, or a fake of it."""

    def start(self) -> None:
        """Emits ``Started`` or ``StartFailed``."""

    def stop(self, deadline: float = ...) -> None:
        """Emits ``Stopped``."""


class StopAsked:
    """Stands in the queue of events: somebody asked for the end."""


def run(make_server: Callable[[Callable[[Event], None]], Server]) -> int:
    """Serve until a signal comes; the exit status. ``make_server`` is given ``emit``. Main thread only."""
    report_warnings()
    queue: SimpleQueue[Event | StopAsked] = SimpleQueue()
    server = make_server(queue.put)
    lines = LineWriter(standard_output())
    with stop_signals(lambda: queue.put(StopAsked())):
        server.start()
        gc.freeze()  # what the program is made of stays; without this every full collection looked at all of it
        gc.set_threshold(GARBAGE, 20, 20)
        status = _watch(server, queue, lines)
        lines.finish(LAST_LINES_SECONDS)
    return status


def _watch(server: Server, queue: SimpleQueue[Event | StopAsked], lines: LineWriter) -> int:
    """Log what happens until it is over; the exit status."""
    end: float | None = None
    while True:
        try:
            event = queue.get(timeout=None if end is None else max(0.0, end - time.monotonic()))
        except Empty:
            complain(_("The chat could not be closed in time; it was cut off."))
            return 1
        if isinstance(event, StopAsked):
            if end is None:  # a second Ctrl+C changes nothing
                end = time.monotonic() + STOP_SECONDS + GRACE_SECONDS
                threading.Thread(target=server.stop, args=(STOP_SECONDS,), name="stop", daemon=True).start()
            continue
        if isinstance(event, StartFailed):
            complain(event.problem)
            return 1
        if isinstance(event, Started):
            for address in event.addresses + event.secure:
                lines.write(f"listening on {address}")
        lines.write(describe(event))
        if isinstance(event, Stopped):
            return 0


def complain(problem: str) -> None:
    """One line on stderr; a windowed program on Windows has none."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):  # closed by whoever started the program
            print("ChatServer: " + " ".join(problem.split()), file=sys.stderr, flush=True)  # noqa: T201


# --- signals -------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def stop_signals(ask: Callable[[], None]) -> Iterator[None]:
    """Call ``ask``, from a thread of its own, for every signal that means "stop".

    The handlers stay when the block is left: a second Ctrl+C on the way out must not end in a traceback.
    """
    reading, writing = os.pipe()
    if sys.platform != "win32":  # where only sockets need to be
        os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in _stop_numbers():
        signal.signal(number, _noted)
    listener = threading.Thread(target=_hear, args=(reading, ask), name="signals", daemon=True)
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
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN:  # nohup's wish is kept
        found.append(hangup)
    return [number for number in found if number is not None]


def _noted(_number: int, _frame: object) -> None:
    """Do nothing: the number has been written to the pipe already, which wakes the thread that waits there."""


def _hear(reading: int, ask: Callable[[], None]) -> None:
    while os.read(reading, 1):
        ask()


# --- lines out -----------------------------------------------------------------------------------------------------


class LineWriter:
    """Lines, written by a thread of their own: ``write`` never waits."""

    def __init__(self, put: Callable[[str], None]) -> None:
        """``put`` writes text; it may wait, and may raise OSError or ValueError: then nothing more is written."""
        self._put = put
        self._queue: SimpleQueue[str | None] = SimpleQueue()  # a Queue with a bound would cost 3 µs more for each line
        self._lost = 0
        self._thread = threading.Thread(target=self._run, name="stdout", daemon=True)
        self._thread.start()

    def write(self, line: str) -> None:
        """Hand over one line, without its end. Lines are left out, and counted, while too many wait."""
        if self._queue.qsize() >= LINES_WAITING:
            self._lost += 1
            return
        if self._lost:
            self._queue.put(f"({self._lost} lines left out: nobody read them)")
            self._lost = 0
        self._queue.put(line)

    def finish(self, seconds: float) -> None:
        """Let what waits be written, for so many seconds at most."""
        self._queue.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        put: Callable[[str], None] | None = self._put
        while text := self._take():
            if put is not None:
                try:
                    put(text)
                except (OSError, ValueError):  # the reader is gone; the chat goes on
                    put = None

    def _take(self) -> str:
        """What waits, for one write; empty when there will be nothing more."""
        line = self._queue.get()
        text = ""
        with contextlib.suppress(Empty):
            while line is not None:
                text += line + "\n"
                if len(text) > WRITE_SIZE:
                    break
                line = self._queue.get_nowait()
            else:
                self._queue.put(None)  # for the next call
        return text


def standard_output() -> Callable[[str], None]:
    """A function that writes text to stdout past its buffer.

    A thread that hangs in a write must hold no lock of ``sys.stdout``: the interpreter would wait for it when it exits.
    """
    stream = sys.stdout
    if stream is None:  # a windowed program on Windows
        return lambda _text: None
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # python -u has no buffer between
    if not isinstance(raw, io.RawIOBase):

        def put_text(text: str) -> None:
            stream.write(text)
            stream.flush()

        return put_text
    encoding = stream.encoding or "utf-8"

    def put(text: str) -> None:
        data = memoryview(text.encode(encoding, "backslashreplace"))
        while data:
            written = raw.write(data)
            if written is None:  # somebody made the terminal non-blocking, and it is full
                time.sleep(0.05)
            data = data[written or 0 :]

    return put


# --- warnings ------------------------------------------------------------------------------------------------------


def report_warnings() -> None:
    """What the library warns of goes to stderr, a line each; nothing a client does can print a traceback."""
    handler: logging.Handler = logging.NullHandler() if sys.stderr is None else logging.StreamHandler()
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S"))
    logging.getLogger("chat_tk").addHandler(handler)


class OneLine(logging.Formatter):
    """A record as one line; of an exception its type and its text."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name that logging calls
        """The exception without its traceback."""
        return f"{ei[0].__name__}: {ei[1]}"

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line."""
        return " | ".join(super().format(record).splitlines())
