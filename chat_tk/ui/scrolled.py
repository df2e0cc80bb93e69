"""A frame that is scrolled when it is higher than its place; what takes the focus is always to be seen."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import AutoScrollbar

_PASSIVE: Final = frozenset({"TFrame", "TLabel", "TSeparator", "Frame", "Label", "Canvas"})
"""Classes of widgets that no key does anything in."""


class Scrolled(ttk.Frame):
    """Put things into ``inside``; it is as wide as this frame, and as high as they need."""

    def __init__(self, parent: tk.Misc, *, height: int = 120) -> None:
        super().__init__(parent, style="Surface.TFrame")
        theme = Theme.of(self)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, height=theme.px(height), width=1)
        self.canvas.grid(row=0, column=0, sticky="nsew")
        bar = AutoScrollbar(self, self.canvas.yview)
        bar.place_in_grid(0, 1)
        self.inside = ttk.Frame(self.canvas, style="Surface.TFrame", padding=(0, 0, theme.px(12), 0))
        self._item = self.canvas.create_window(0, 0, anchor="nw", window=self.inside)
        self.canvas.configure(yscrollcommand=bar.set, yscrollincrement=theme.px(24))
        self.canvas.bind("<Configure>", lambda event: self.canvas.itemconfigure(self._item, width=event.width))
        self.inside.bind("<Configure>", self._measure)
        theme.register(self.canvas, self._paint)

    def watch(self, widget: tk.Misc) -> None:
        """Let the wheel scroll over ``widget`` and what is in it, and show what of it takes the focus."""
        widget.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1), add="+")
        widget.bind("<Button-4>", lambda _event: self._scroll(-1), add="+")
        widget.bind("<Button-5>", lambda _event: self._scroll(1), add="+")
        if widget.winfo_class() not in _PASSIVE:  # to Tk's Tab, whatever has a binding for the focus wants it
            widget.bind("<FocusIn>", self._see, add="+")
        for child in widget.winfo_children():
            self.watch(child)

    def to_top(self) -> None:
        """Show the beginning."""
        self.canvas.yview_moveto(0)

    def _paint(self, theme: Theme) -> None:
        self.canvas.configure(background=theme.palette.surface)

    def _measure(self, _event: tk.Event[tk.Misc]) -> None:
        self.canvas.configure(scrollregion=(0, 0, 1, max(self.inside.winfo_reqheight(), 1)))
        self.canvas.itemconfigure(self._item, width=self.canvas.winfo_width())

    def _scroll(self, units: int) -> None:
        if self.inside.winfo_reqheight() > self.canvas.winfo_height():
            self.canvas.yview_scroll(units * 2, "units")

    def _see(self, event: tk.Event[tk.Misc]) -> None:
        widget, whole = event.widget, max(1, self.inside.winfo_reqheight())
        top = widget.winfo_rooty() - self.inside.winfo_rooty()
        bottom = top + widget.winfo_height()
        seen = self.canvas.canvasy(0)
        high = self.canvas.winfo_height()
        if top < seen:
            self.canvas.yview_moveto(max(0, top - high // 6) / whole)
        elif bottom > seen + high:
            self.canvas.yview_moveto((bottom - high * 5 // 6) / whole)
