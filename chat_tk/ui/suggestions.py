"""The small list above a field that shows what Tab goes through."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Final

from chat_tk.ui.completing import Candidate
from chat_tk.ui.emoji_pictures import Pictures
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme

MOST: Final = 8
LONGEST: Final = 70


class Suggestions:
    """The list of one field; it takes no focus, and no room from anything."""

    def __init__(self, field: tk.Misc) -> None:
        self._field = field
        self._frame: ttk.Frame | None = None
        self._labels: list[ttk.Label] = []
        self._first = 0
        field.bind("<Destroy>", lambda _event: self.hide(), add="+")

    def show(self, candidates: Sequence[Candidate], chosen: int) -> None:
        """Show up to eight around ``chosen`` (-1: none of them), which stands out."""
        self.hide()
        if len(candidates) < 2:
            return
        theme = Theme.of(self._field)
        frame = ttk.Frame(
            self._field.winfo_toplevel(), style="Surface.TFrame", padding=1, relief="solid", borderwidth=1
        )
        self._first = min(max(0, chosen - MOST // 2), max(0, len(candidates) - MOST))
        for place, candidate in enumerate(candidates[self._first : self._first + MOST], self._first):
            style = "Chosen.Surface.TLabel" if place == chosen else "Surface.TLabel"
            shown = candidate.shown if len(candidate.shown) <= LONGEST else candidate.shown[: LONGEST - 1] + "\u2026"
            label = ttk.Label(frame, text=clean(shown), style=style, padding=(theme.px(8), theme.px(3)))
            if candidate.key:
                label.configure(image=Pictures.of(frame).get(candidate.key), compound="left")
            label.pack(fill="x")
        frame.place(in_=self._field, x=0, y=-theme.px(4), anchor="sw", bordermode="outside")
        frame.lift()
        self._frame = frame

    def hide(self) -> None:
        """Take it away; can be called twice."""
        if self._frame is not None:
            self._frame.destroy()
            self._frame = None

    @property
    def shown(self) -> list[str]:
        """The lines of the list, for tests."""
        labels = self._frame.winfo_children() if self._frame is not None else []
        return [str(label.cget("text")) for label in labels if isinstance(label, ttk.Label)]
