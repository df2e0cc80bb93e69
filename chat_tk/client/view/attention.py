"""Whether the person looks: the keyboard belongs to one of the program's windows."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from chat_tk.ui.widgets import exists


class Attention:
    """``on_change`` hears True or False whenever it changes. Going from one of our windows to another is no change."""

    def __init__(self, root: tk.Tk, on_change: Callable[[bool], None]) -> None:
        self._root = root
        self._on_change = on_change
        self._there: bool | None = None
        self._planned = False
        for event in ("<FocusIn>", "<FocusOut>"):
            root.bind_all(event, lambda _event: self._plan(), add="+")

    def _plan(self) -> None:
        """Between two windows the focus is nowhere for a moment."""
        if not self._planned and exists(self._root):
            self._planned = True
            self._root.after_idle(self._look)

    def _look(self) -> None:
        self._planned = False
        try:
            there = bool(self._root.tk.call("focus", "-displayof", self._root))
        except tk.TclError:  # the window is going
            return
        if there is not self._there:
            self._there = there
            self._on_change(there)
