"""Words in an empty entry that say what it is for; they go with the first letter."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat_tk.ui.theme import BODY, Theme


class EntryHint:
    """The words ``text`` in ``entry``, whose text is in ``variable``."""

    def __init__(self, entry: ttk.Entry, variable: tk.StringVar, text: str) -> None:
        theme = Theme.of(entry)
        self._variable = variable
        self._left = theme.px(9)
        self.label = tk.Label(entry, text=text, font=BODY, borderwidth=0, padx=0, pady=0, cursor="xterm")
        self.label.bind("<Button-1>", lambda _event: entry.focus_set())
        theme.register(self.label, self._paint)
        variable.trace_add("write", lambda *_args: self._show())
        self._show()

    def _show(self) -> None:
        if self._variable.get():
            self.label.place_forget()
        else:
            self.label.place(x=self._left, rely=0.5, anchor="w")

    def _paint(self, theme: Theme) -> None:
        self.label.configure(background=theme.palette.surface, foreground=theme.palette.muted)
