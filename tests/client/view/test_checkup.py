"""The window of "Check my network"."""

from __future__ import annotations

import tkinter as tk

from chat_tk.client.view.checkup import CheckupWindow
from tests.client.view.conftest import inside, press


def test_lines_come_and_nothing_is_cut_off(scaled_root: tk.Tk) -> None:
    """Each with its remedy below it; Esc closes, and that is told once."""
    closed: list[bool] = []
    checkup = CheckupWindow(scaled_root, lambda: closed.append(True))
    scaled_root.update()
    for verdict in ("good", "doubtful", "bad"):
        checkup.show("Network", verdict, "This computer is in no network. " * 4, "Plug in the cable. " * 6)
    checkup.finish()
    assert inside(checkup.window) == []
    assert len(checkup.lines) == 3
    assert not checkup.status.winfo_ismapped()
    press(checkup.button, "<Escape>")
    checkup.close()
    assert closed == [True]
