"""Work that may take a moment, beside the window: on a thread of its own, its answer on the thread of the widgets.

Rule 1: ``work`` touches no widget. Rule 2: what it raises is logged, and ``then`` hears None: nobody is kept waiting.
Rule 3: while it works, and only then, a timer looks for its answer; a window that is gone is told nothing.
"""

from __future__ import annotations

import logging
import threading
import tkinter as tk
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)

LOOK_MS: Final = 20


def aside(widget: tk.Misc, name: str, work: Callable[[], T], then: Callable[[T | None], None]) -> None:
    """Let ``work`` run on a thread called ``name``, and hand what it returns to ``then`` here."""
    answers: SimpleQueue[T | None] = SimpleQueue()

    def run() -> None:
        answer = None
        try:
            answer = work()
        except Exception:  # whatever it is: the window must hear that there is no answer
            log.exception("%s", name)
        finally:
            answers.put(answer)

    def look() -> None:
        try:
            answer = answers.get_nowait()
        except Empty:
            widget.after(LOOK_MS, look)
        else:
            then(answer)

    threading.Thread(target=run, name=name, daemon=True).start()
    widget.after(LOOK_MS, look)
