"""What ChatServer says on stderr: what prevents its start, and warnings; a line each, and never a traceback."""

from __future__ import annotations

import contextlib
import logging
import sys
from typing import Any


def complain(problem: str) -> None:
    """One line on stderr; a windowed program on Windows has none."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):  # closed by whoever started the program
            print("ChatServer: " + " ".join(problem.split()), file=sys.stderr, flush=True)  # noqa: T201


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
