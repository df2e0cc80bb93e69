"""Rows of buttons that go on in a next row."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

import pytest

from chat_tk.ui.flow import Flow


@pytest.fixture
def flow(root: tk.Tk) -> Flow:
    made = Flow(root)
    made.pack(fill="x")
    for number in range(4):
        made.add(ttk.Button(made, text=f"Button number {number}"), end=number == 3)
    root.update()
    return made


def rows(flow: Flow) -> list[int]:
    return [child.winfo_y() for child in flow.winfo_children() if child.winfo_ismapped()]


def test_with_room_they_stand_in_one_row_the_last_at_the_right(root: tk.Tk, flow: Flow, until) -> None:
    """Nothing wraps that need not."""
    root.geometry("1000x200")
    last = flow.winfo_children()[-1]
    until(lambda: last.winfo_x() + last.winfo_width() == flow.winfo_width())
    assert len(set(rows(flow))) == 1


@pytest.mark.parametrize("width", [180, 330, 480])
def test_without_room_they_wrap_and_none_is_cut_off(root: tk.Tk, flow: Flow, until, width: int) -> None:
    """Every child keeps its width, and the frame is as high as its rows."""
    root.geometry(f"{width}x400")
    until(lambda: len(set(rows(flow))) > 1)
    root.update()
    for child in flow.winfo_children():
        assert child.winfo_width() >= child.winfo_reqwidth()
        assert child.winfo_x() + child.winfo_width() <= flow.winfo_width()
        assert child.winfo_y() + child.winfo_height() <= flow.winfo_height()


def test_it_asks_for_the_width_of_its_widest_child_only(root: tk.Tk, flow: Flow) -> None:
    """So a window can be made that narrow."""
    assert flow.winfo_reqwidth() == max(child.winfo_reqwidth() for child in flow.winfo_children())


def test_a_child_that_changes_its_text_or_hides_is_followed(root: tk.Tk, flow: Flow, until) -> None:
    """Mute becomes Unmute; what cannot be done is not there."""
    root.geometry("1000x200")
    first, second = flow.winfo_children()[:2]
    assert isinstance(first, ttk.Button)
    first.configure(text="A much longer text than before")
    until(lambda: second.winfo_x() > first.winfo_reqwidth() == first.winfo_width())
    assert isinstance(second, ttk.Button)
    flow.show(second, shown=False)
    until(lambda: not second.winfo_ismapped())
    flow.show(second, shown=True)
    until(second.winfo_ismapped)
