"""Tests of ``ui.garbage``: Tk's objects are freed on the thread of the widgets only."""

from __future__ import annotations

import os
import subprocess
import sys
import tkinter as tk
from pathlib import Path

import pytest

from chat_tk.ui import garbage

PROGRAM = """
import gc, sys, threading, tkinter as tk
from tkinter import font
from chat_tk.ui import garbage, start

root = start.make_root("T", "T")
if sys.argv[1] == "unguarded":
    gc.enable()

freed = []

class Cycle:
    def __init__(self, **held):
        self.itself, self.held = self, held
    def __del__(self):
        freed.append(threading.current_thread() is threading.main_thread())

def leave():
    Cycle(root=tk.Tk(), other=None).held["root"].destroy()
    for _count in range(20):
        Cycle(image=tk.PhotoImage(master=root, width=2, height=2), variable=tk.StringVar(root), font=font.Font(root))

def allocate():
    for _round in range(40):
        [[[]] for _count in range(5000)]
        done.wait(0.005)

done = threading.Event()
gc.collect()
leave()
thread = threading.Thread(target=allocate, name="reader", daemon=True)

def look():
    if not thread.is_alive():
        gc.collect()
        print(all(freed), len(freed))
        root.destroy()
    else:
        root.after(20, look)

root.after(1, thread.start)
root.after(50, look)
root.mainloop()
"""


def run(how: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A window program with garbage of Tk's, and a reader that allocates much; what it leaves is in ``folder``."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, how],
        env=os.environ | {"TMPDIR": str(folder)},
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


def test_a_reader_thread_never_frees_what_is_of_tk(tmp_path: Path) -> None:
    """However much another thread allocates, the collector runs on the main thread."""
    result = run("guarded", tmp_path)
    assert (result.returncode, result.stdout.strip()) == (0, "True 21"), result.stderr


def test_what_the_program_is_made_of_is_looked_through_once(monkeypatch: pytest.MonkeyPatch, root: tk.Tk) -> None:
    """When it stands, all is collected and the rest set apart; before and after only what is due."""
    done: list[str] = []
    monkeypatch.setattr(garbage.gc, "collect", lambda *generation: done.append("all" if not generation else "some"))
    monkeypatch.setattr(garbage.gc, "freeze", lambda: done.append("apart"))
    monkeypatch.setattr(garbage, "TICK_MS", 60_000)  # its own timer does nothing here
    sweeper = garbage._Sweeper(root)
    for _tick in range(garbage.MIDDLE_EVERY - 1):
        sweeper.tick()
    assert [what for what in done if what != "some"] == ["all", "apart"]


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="another collector, with another idea of when to run")
def test_without_the_guard_it_does(tmp_path: Path) -> None:
    """The planted bug: Python's own way frees on the reader thread: Tcl aborts the process, or it hangs."""
    try:
        result = run("unguarded", tmp_path)
    except subprocess.TimeoutExpired:
        return
    assert (result.returncode, result.stdout.strip()) != (0, "True 21")
