"""What a widget does a little later."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat_tk.ui.planned import Planned


def test_it_is_done_once_however_often_it_is_planned(root: tk.Tk, until: Callable[..., None]) -> None:
    """And may be planned again by what is done."""
    done: list[int] = []

    def do() -> None:
        done.append(len(done))
        if len(done) < 3:
            planned.later(1)

    planned = Planned(root, do)
    planned.at_leisure()
    planned.later(1)
    planned.at_leisure()
    assert planned.waits
    assert done == []
    until(lambda: len(done) == 3)
    assert not planned.waits


def test_what_is_done_now_is_not_to_come(root: tk.Tk) -> None:
    """Nor what was cancelled; and who goes on typing puts off what waits for a pause."""
    done: list[str] = []
    first, second = Planned(root, lambda: done.append("first")), Planned(root, lambda: done.append("second"))
    first.later(10**6)
    first.now()
    second.at_leisure()
    second.cancel()
    second.not_before(10**6)
    second.not_before(10**6)
    root.update()
    assert done == ["first"]
    assert len(root.tk.splitlist(root.tk.call("after", "info"))) == 1
    second.cancel()


def test_nothing_is_left_of_a_widget_that_has_gone(root: tk.Tk) -> None:
    """What it had planned goes with it."""
    frame = ttk.Frame(root)
    planned = Planned(frame, lambda: 1 / 0)
    planned.at_leisure()
    frame.destroy()
    root.update()
    assert not planned.waits
    assert root.tk.call("after", "info") == ""
