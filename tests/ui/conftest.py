"""A root window in our look for each test, and what Tk reports as errors becomes a failure."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chat_tk.ui.theme import Theme

PATIENCE = 30.0


@pytest.fixture
def root() -> Iterator[tk.Tk]:
    window = tk.Tk()
    window.tk.call("tk", "scaling", 96 / 72)  # a test before may have left the display at 200 %
    problems: list[Any] = []
    window.report_callback_exception = lambda *problem: problems.append(problem)
    Theme.of(window)
    yield window
    window.destroy()
    assert not problems, problems


@pytest.fixture
def until(root: tk.Tk) -> Callable[[Callable[[], object]], None]:
    """Let Tk work until something is true; fail after some seconds."""

    def wait(condition: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        root.update()
        while not condition():
            assert time.monotonic() < end, "it never happened"
            timer = root.after(5, lambda: None)  # wakes dooneevent
            root.tk.dooneevent()
            root.after_cancel(timer)

    return wait
