"""Lines to stdout, written by a thread of their own: a reader that pauses holds up nobody."""

from __future__ import annotations

import io
import sys
import threading
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Final

LINES_WAITING: Final = 10_000
"""Lines kept for a reader that pauses; what comes when they are full is left out, and that is said."""
WRITE_SIZE: Final = 1 << 18
_END: Final = ()
"""Stands in the queue where there will be no more lines."""


class LineWriter:
    """Lines, written by a thread of their own: ``write`` never waits."""

    def __init__(self, put: Callable[[str], None]) -> None:
        """``put`` writes text; it may wait, and may raise OSError or ValueError: then nothing more is written."""
        self._put = put
        self._queue: SimpleQueue[Sequence[str]] = SimpleQueue()  # a Queue with a bound would cost 3 µs more
        self._handed = self._taken = self._lost = 0  # each is written by one thread alone: no lock
        self._thread = threading.Thread(target=self._run, name="stdout", daemon=True)
        self._thread.start()

    def write(self, *lines: str) -> None:
        """Hand over lines, without their ends. They are left out, and counted, while too many wait."""
        kept = lines[: max(0, LINES_WAITING - (self._handed - self._taken))]
        if kept:
            if self._lost:
                self._queue.put((f"({self._lost} lines left out: more came than was read)",))
                self._handed, self._lost = self._handed + 1, 0
            self._handed += len(kept)
            self._queue.put(kept)
        self._lost += len(lines) - len(kept)

    def finish(self, seconds: float) -> None:
        """Let what waits be written, for so many seconds at most."""
        self._queue.put(_END)
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
        text = ""
        while lines := self._queue.get():
            self._taken += len(lines)
            text += "\n".join(lines) + "\n"
            if len(text) > WRITE_SIZE or self._queue.empty():
                return text
        self._queue.put(_END)  # for the next call
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
