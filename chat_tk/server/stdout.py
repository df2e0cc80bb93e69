"""Lines to stdout, written by a thread of their own: a reader that pauses holds up nobody."""

from __future__ import annotations

import contextlib
import io
import sys
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final

LINES_WAITING: Final = 10_000
"""Lines kept for a reader that pauses; what comes when they are full is left out, and that is said."""
WRITE_SIZE: Final = 1 << 16


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
