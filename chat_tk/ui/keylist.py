"""A page of headings and words that is scrolled: keys and what they do, or what a program is made of."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable
from functools import partial
from tkinter import ttk

from chat_tk.ui.scrolled import Scrolled
from chat_tk.ui.theme import Theme

Rows = Iterable[tuple[str, str]]


class KeyList(Scrolled):
    """Fill it with the methods, from top to bottom, then :meth:`scroll_in` the window that it stands in."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, height=400)
        self._theme = Theme.of(self)
        self._page = ttk.Frame(self.inside, style="Surface.TFrame", padding=self._theme.px(14))
        self._page.pack(fill="both", expand=True)
        self._page.columnconfigure(1, weight=1)

    def heading(self, text: str) -> None:
        """What follows belongs to this."""
        px = self._theme.px
        row = self._page.grid_size()[1]
        label = ttk.Label(self._page, text=text, style="Heading.Surface.TLabel")
        label.grid(row=row, column=0, columnspan=2, sticky="w", pady=(px(14) if row else 0, px(4)))

    def words(self, text: str) -> None:
        """A paragraph."""
        label = ttk.Label(self._page, text=text, style="Surface.TLabel", justify="left")
        label.grid(column=0, columnspan=2, sticky="ew")
        _wrap(label)

    def pairs(self, rows: Rows) -> None:
        """Keys at the left, at the right what each of them does."""
        px = self._theme.px
        for key, about in rows:
            row = self._page.grid_size()[1]
            ttk.Label(self._page, text=key, style="Surface.TLabel").grid(row=row, column=0, sticky="nw", pady=px(2))
            label = ttk.Label(self._page, text=about, style="Muted.Surface.TLabel", justify="left")
            label.grid(row=row, column=1, sticky="ew", padx=(px(24), 0), pady=px(2))
            _wrap(label)

    def scroll_in(self, window: tk.Misc) -> None:
        """Let the wheel and the keys of reading scroll this page while it is seen."""
        self.watch(self.inside)
        for key, units in (("<Up>", -2), ("<Down>", 2), ("<Prior>", -12), ("<Next>", 12)):
            window.bind(key, partial(self._move, units), add="+")

    def _move(self, units: int, _event: tk.Event[tk.Misc]) -> None:
        if self.winfo_viewable() and self.inside.winfo_reqheight() > self.canvas.winfo_height():
            self.canvas.yview_scroll(units, "units")


def _wrap(label: ttk.Label) -> None:
    """Let it be as wide as its place, and as high as its words need there."""
    label.bind("<Configure>", lambda event: label.configure(wraplength=max(1, event.width)))
