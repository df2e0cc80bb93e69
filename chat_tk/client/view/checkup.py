"""The window of "Check my network": one line for each thing that can be in the way, with one remedy."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import exists

WIDTH: Final = 470
MARKS: Final = {"good": ("\N{CHECK MARK}", "success"), "doubtful": ("?", "muted"), "bad": ("!", "danger")}
"""How a line begins, and in which colour of the palette."""


class CheckupWindow:
    """Shows lines as they come; ``on_close`` hears that it was closed."""

    def __init__(self, parent: tk.Misc, on_close: Callable[[], None]) -> None:
        self._theme = Theme.of(parent)
        self._on_close = on_close
        self.window = self._theme.toplevel(parent, _("Check my network"))
        self.lines: list[str] = []
        px = self._theme.px
        body = ttk.Frame(self.window, padding=px(24))
        body.pack(fill="both", expand=True)
        ttk.Label(body, text=_("Check my network"), style="Title.TLabel").pack(anchor="w")
        self._list = ttk.Frame(body)
        self._list.columnconfigure(1, weight=1)
        ttk.Frame(self._list, width=px(WIDTH)).grid(row=0, column=1)  # as wide as it will be, before the first line
        self._list.pack(fill="both", expand=True, pady=(px(10), 0))
        self.status = ttk.Label(body, text=_("Looking …"), style="Muted.TLabel")
        self.status.pack(anchor="w", pady=(px(8), 0))
        self.button = ttk.Button(body, text=_("Close"), style="Primary.TButton", command=self.close)
        self.button.pack(anchor="e", pady=(px(10), 0))
        self.window.protocol("WM_DELETE_WINDOW", self.close)
        self.window.bind("<Escape>", lambda _event: self.close())
        if parent.winfo_viewable():
            self.window.transient(parent.winfo_toplevel())
        self._fit()
        self.window.deiconify()
        self.button.focus_set()

    def show(self, title: str, verdict: str, seen: str, remedy: str) -> None:
        """One more line; ``verdict`` is one of ``MARKS``."""
        px = self._theme.px
        row = len(self.lines) * 2 + 1
        self.lines.append(f"{title}: {seen} {remedy}".strip())
        mark, colour = MARKS[verdict]
        sign = ttk.Label(self._list, text=mark, style="Heading.TLabel", width=2, anchor="center")
        sign.grid(row=row, column=0, sticky="n", padx=(0, px(8)), pady=(px(8), 0))
        self._theme.register(sign, lambda theme: _paint(sign, getattr(theme.palette, colour)))
        text = ttk.Label(self._list, text=clean(f"{title}: {seen}"), wraplength=px(WIDTH), justify="left")
        text.grid(row=row, column=1, sticky="w", pady=(px(8), 0))
        if remedy:
            advice = ttk.Label(self._list, text=clean(remedy), style="Small.TLabel", wraplength=px(WIDTH))
            advice.grid(row=row + 1, column=1, sticky="w")
        self._fit()

    def finish(self) -> None:
        """All has been looked at."""
        self.status.configure(text="")
        self.status.pack_forget()

    def close(self) -> None:
        """Go away; may be called twice."""
        if exists(self.window):
            self.window.destroy()
            self._on_close()

    def _fit(self) -> None:
        self.window.update_idletasks()
        self.window.minsize(self.window.winfo_reqwidth(), self.window.winfo_reqheight())


def _paint(sign: ttk.Label, colour: str) -> None:
    sign.configure(foreground=colour)
