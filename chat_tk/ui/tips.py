"""Words that appear when the pointer has rested: below a widget, or at a place of a list or text."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme

DELAY_MS: Final = 600
WIDTH: Final = 360
"""Pixels at 100 % after which the words are wrapped."""
LONGEST: Final = 1000
"""Characters; what comes from outside may be endless."""


class Tip:
    """The words of one widget; they go when the pointer leaves it, when it is clicked, or by :meth:`hide`."""

    def __init__(self, widget: tk.Misc) -> None:
        self._widget = widget
        self._after_id: str | None = None
        self.window: tk.Toplevel | None = None
        by_key = () if widget.winfo_class() == "TLabel" else ("<Key>",)  # Tab would go where a key is bound
        for event in ("<Leave>", "<ButtonPress>", "<Destroy>", *by_key):
            widget.bind(event, lambda _event: self.hide(), add="+")

    def plan(self, text: str, x: int, y: int) -> None:
        """Show ``text`` at this place of the widget when the pointer has rested; empty: nothing."""
        self.hide()
        if text:
            self._after_id = self._widget.after(DELAY_MS, lambda: self.show(text, x, y))

    def show(self, text: str, x: int, y: int) -> None:
        """Show it now."""
        self.hide()
        theme = Theme.of(self._widget)
        self.window = window = theme.toplevel(self._widget, "")
        window.overrideredirect(boolean=True)
        words = clean(text)[:LONGEST]
        padding = (theme.px(8), theme.px(4))
        label = ttk.Label(window, text=words, style="Small.Surface.TLabel", padding=padding, wraplength=theme.px(WIDTH))
        label.pack(padx=1, pady=1)
        window.configure(background=theme.palette.border)
        left = min(self._widget.winfo_rootx() + x, window.winfo_screenwidth() - label.winfo_reqwidth())
        top = self._widget.winfo_rooty() + y
        if top + label.winfo_reqheight() > window.winfo_screenheight():
            top -= label.winfo_reqheight() + theme.px(40)
        window.geometry(f"+{max(0, left)}+{max(0, top)}")
        window.deiconify()

    def hide(self) -> None:
        """Nothing is told, and nothing will be."""
        if self._after_id is not None:
            self._widget.after_cancel(self._after_id)
            self._after_id = None
        if self.window is not None:
            self.window.destroy()
            self.window = None


class Tooltip:
    """A few words below ``widget``; ``text`` may change, and empty says nothing."""

    def __init__(self, widget: tk.Misc, text: str) -> None:
        self.text = text
        self.tip = Tip(widget)
        below = Theme.of(widget).px(4)
        widget.bind("<Enter>", lambda _event: self.tip.plan(self.text, 0, widget.winfo_height() + below), add="+")
