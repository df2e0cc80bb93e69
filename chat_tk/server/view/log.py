"""The tab with the log: a bounded list of lines, the newest at the end.

Rule: lines are inserted as text and nothing else; what people write can neither be executed nor drawn here.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Final

from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import MONO, Theme
from chat_tk.ui.widgets import AutoScrollbar, bind_text

MOST_LINES: Final = 5000


class LogTab(ttk.Frame):
    """The log. It follows its end, unless the person has scrolled up to read."""

    def __init__(self, parent: tk.Misc) -> None:
        theme = Theme.of(parent)
        super().__init__(parent, style="Surface.TFrame")
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.text = tk.Text(self, width=20, height=4, wrap="word", borderwidth=0, highlightthickness=0, undo=False)
        self.text.grid(row=0, column=0, sticky="nsew")
        scrollbar = AutoScrollbar(self, self.text.yview)
        scrollbar.place_in_grid(0, 1)
        self.text.configure(state="disabled", yscrollcommand=scrollbar.set)
        self.text.bind("<Button-1>", lambda _event: self.text.focus_set(), add="+")  # disabled: it would not take it
        bind_text(self.text)
        self._following = True
        self.text.bind("<Map>", lambda _event: self.after_idle(self._show_end))  # a hidden Text cannot scroll
        theme.register(self.text, self._paint)

    def add(self, lines: Sequence[str]) -> None:
        """Append ``lines``; the oldest go when there are too many."""
        if not lines:
            return
        if self.text.winfo_viewable():
            self._following = self.text.yview()[1] >= 1.0
        self.text.configure(state="normal")
        self.text.insert("end", "".join(clean(line) + "\n" for line in lines[-MOST_LINES:]), "line")
        surplus = int(self.text.index("end-1c").split(".")[0]) - 1 - MOST_LINES
        if surplus > 0:
            self.text.delete("1.0", f"{surplus + 1}.0")
        self.text.configure(state="disabled")
        self._show_end()

    def _show_end(self) -> None:
        if self._following:
            self.text.see("end")

    def _paint(self, theme: Theme) -> None:
        palette = theme.palette
        self.text.configure(
            font=MONO,
            padx=theme.px(10),
            pady=theme.px(8),
            background=palette.surface,
            foreground=palette.text,
            selectbackground=palette.selection,
            selectforeground=palette.text,
            inactiveselectbackground=palette.selection,
        )
        self.text.tag_configure("line", lmargin2=theme.font(MONO).measure("2026-11-20 20:10:05 "))
