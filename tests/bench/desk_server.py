"""The server of ``tests.bench.desk``: the program itself, with somebody who types into its window.

    python3 -m tests.bench.desk_server MODE NOTES [arguments of chat_tk.server]

MODE is ``headless``, or the tab at which the host looks. The number of the core's thread goes to NOTES.core; on SIGUSR1
the keys go to NOTES: for each when it was due (``time.monotonic``) and how long it waited, in seconds.
"""

from __future__ import annotations

import json
import random
import signal
import sys
import threading
import time
import tkinter as tk
from pathlib import Path
from typing import Any

from chat_tk.server import __main__ as program
from tests.bench.desk import KEY_EVERY


class Typist:
    """Types into the filter of the list of people, at random moments, and notes how long each key has waited."""

    def __init__(self, window: Any, tab: str) -> None:
        self.window = window
        self.waits: list[tuple[float, float]] = []
        window.root.after(1000, lambda: self._begin(tab))

    def _begin(self, tab: str) -> None:
        self.window.root.update_idletasks()
        self.window.select(getattr(self.window, tab))
        self._field = tk.Entry(self.window.root)
        self._field.place(relx=1.0, rely=1.0, anchor="se")
        self._field.focus_force()
        self._plan()

    def _plan(self) -> None:
        pause = random.uniform(*KEY_EVERY)
        due = time.monotonic() + pause
        self.window.root.after(int(pause * 1000), lambda: self._press(due))

    def _press(self, due: float) -> None:
        self._field.event_generate("<KeyPress-x>")
        if len(self._field.get()) > 20:
            self._field.delete(0, "end")
        self.window.root.update_idletasks()
        self.waits.append((due, max(0.0, time.monotonic() - due)))
        self._plan()


def note_core(notes: Path) -> None:
    """Write the number of the core's thread, once there is one."""
    while True:
        for thread in threading.enumerate():
            if thread.name == "core":
                half = notes.with_suffix(".part")
                half.write_text(str(thread.native_id))
                half.rename(f"{notes}.core")
                return
        time.sleep(0.01)


def main() -> int:
    """Run it; the exit status."""
    mode, notes = sys.argv[1], Path(sys.argv[2])
    typists: list[Typist] = []

    def write(_signal: int, _frame: object) -> None:
        half = notes.with_suffix(".half")
        half.write_text(json.dumps([wait for typist in typists for wait in typist.waits]))
        half.rename(notes)

    signal.signal(signal.SIGUSR1, write)
    threading.Thread(target=note_core, args=(notes,), name="note", daemon=True).start()
    arguments = sys.argv[3:]
    if mode == "headless":
        return program.main(["--headless", *arguments])
    from chat_tk.server.view import window

    real = window.HostWindow.__init__

    def init(self: window.HostWindow, *given: Any) -> None:
        real(self, *given)
        typists.append(Typist(self, mode))

    window.HostWindow.__init__ = init  # type: ignore[method-assign]
    return program.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
