"""A window of its own beside the main one, that hinders nobody: Escape closes it, and the focus goes back.

Opened twice, it is the same window, brought to the front.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from tkinter import ttk
from typing import Final

from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import exists, focused

DECORATIONS: Final = 60
"""Pixels at 100 % that the desktop's bars and the window's own title take of the screen's height."""


class Sheet:
    """``body`` is the frame to fill, then call :meth:`appear`. ``window`` is its Toplevel."""

    def __init__(self, parent: tk.Misc, title: str, size: tuple[int, int]) -> None:
        """``size``: pixels at 100 %, also the least unless the contents need more."""
        self.theme = Theme.of(parent)
        self._parent = parent.winfo_toplevel()
        self._focus_before = focused(self._parent)
        self._size = size
        self.window = self.theme.toplevel(parent, clean(title))
        self._first: tk.Misc = self.window
        self.body = ttk.Frame(self.window, padding=self.theme.px(14))
        self.body.pack(fill="both", expand=True)
        self.window.bind("<Escape>", lambda _event: self.close())
        self.window.protocol("WM_DELETE_WINDOW", self.close)

    @property
    def is_open(self) -> bool:
        """Whether it is still there."""
        return exists(self.window)

    def appear(self, focus: tk.Misc | None = None) -> None:
        """Show it in the middle of its parent, within the screen; the keys go to ``focus``."""
        window, px = self.window, self.theme.px
        window.update_idletasks()
        width = min(max(px(self._size[0]), window.winfo_reqwidth()), window.winfo_screenwidth())
        room = window.winfo_screenheight() - px(DECORATIONS)
        height = min(max(px(self._size[1]), window.winfo_reqheight()), room)
        left = self._parent.winfo_rootx() + (self._parent.winfo_width() - width) // 2
        top = self._parent.winfo_rooty() + (self._parent.winfo_height() - height) // 3
        left = max(0, min(left, window.winfo_screenwidth() - width))
        top = max(0, min(top, room - height))
        window.minsize(min(width, max(window.winfo_reqwidth(), px(self._size[0]) // 2)), min(height, px(160)))
        window.geometry(f"{width}x{height}+{left}+{top}")
        window.deiconify()
        window.update_idletasks()  # its parts are there before the first key is
        self._first = focus or window
        self.lift()

    def lift(self) -> None:
        """To the front; the keys go to where they were in this window, at first to what ``appear`` was told."""
        self.window.lift()
        last = self.window.focus_lastfor()
        (self._first if last is None or last is self.window else last).focus_set()

    def close(self) -> None:
        """Go away; twice is once."""
        if not self.is_open:
            return
        self.window.destroy()
        with contextlib.suppress(tk.TclError):  # that widget may be gone by now
            (self._focus_before or self._parent).focus_set()
