"""A row of buttons that goes on in a next row where it is too narrow, so that nothing is ever cut off.

Rule: a ``Flow`` asks for the width of its widest child only; its height follows from the width that it is given.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from chat_tk.ui.theme import Theme

MARGIN: Final = 80
"""What usually stands beside a row in its window."""


class Flow(ttk.Frame):
    """Give it children with :meth:`add`; those added with ``end=True`` stand at the right while there is one row."""

    def __init__(self, parent: tk.Misc, *, style: str = "TFrame", gap: int = 8) -> None:
        super().__init__(parent, style=style)
        self._gap = Theme.of(self).px(gap)
        self._margin = Theme.of(self).px(MARGIN)
        self._parts: list[tuple[tk.Widget, bool]] = []
        self._width = 0
        self._planned = False
        self.bind("<Configure>", self._resized)
        self.bind("<Map>", lambda _event: self._plan())
        self.bind("<<ThemeChanged>>", lambda _event: self._plan())

    def add(self, part: tk.Widget, *, end: bool = False) -> None:
        """Let a child of this frame stand behind the others."""
        self._parts.append((part, end))
        part.bind("<Configure>", lambda _event: self._plan(), add="+")
        self._plan()

    def show(self, part: tk.Widget, *, shown: bool) -> None:
        """Whether a child that was added is to be seen."""
        hidden = getattr(part, "hidden_in_flow", False)
        if hidden == shown:
            part.hidden_in_flow = not shown  # type: ignore[attr-defined]  # a widget bears what concerns it
            self._plan()

    @property
    def least(self) -> int:
        """The smallest width in which no child is cut off."""
        return max((part.winfo_reqwidth() for part, _end in self._seen()), default=1)

    @property
    def whole(self) -> int:
        """The width in which all children stand in one row."""
        widths = [part.winfo_reqwidth() for part, _end in self._seen()]
        return sum(widths) + self._gap * max(0, len(widths) - 1)

    def _seen(self) -> list[tuple[tk.Widget, bool]]:
        return [(part, end) for part, end in self._parts if not getattr(part, "hidden_in_flow", False)]

    def _resized(self, event: tk.Event[tk.Misc]) -> None:
        if event.width != self._width:
            self._width = event.width
            self.arrange()

    def _plan(self) -> None:
        if not self._planned:
            self._planned = True
            self.after_idle(self.arrange)

    def _rows(self, width: int) -> list[list[tuple[tk.Widget, bool]]]:
        rows: list[list[tuple[tk.Widget, bool]]] = []
        used = width + 1
        for part, end in self._seen():
            wide = part.winfo_reqwidth()
            if used + wide > width:
                rows.append([])
                used = 0
            rows[-1].append((part, end))
            used += wide + self._gap
        return rows

    def _height(self, row: list[tuple[tk.Widget, bool]]) -> int:
        return max(part.winfo_reqheight() for part, _end in row)

    def arrange(self) -> None:
        """Put the children where they belong, now (it happens by itself in the next idle moment)."""
        self._planned = False
        width = self._width if self._width > 1 and self.winfo_viewable() else self._guess()
        rows = self._rows(width)
        for part, _end in self._parts:
            if getattr(part, "hidden_in_flow", False):
                part.place_forget()
        top = 0
        for row in rows:
            self._place(row, top, width, alone=len(rows) == 1)
            top += self._height(row) + self._gap
        self.configure(width=self.least, height=max(1, top - self._gap))

    def _guess(self) -> int:
        """The width while it is not seen (in a tab that is behind others): about that of its window."""
        top = self.winfo_toplevel()
        return max(self.least, top.winfo_width() - self._margin) if top.winfo_viewable() else self.whole

    def _place(self, row: list[tuple[tk.Widget, bool]], top: int, width: int, *, alone: bool) -> None:
        height = self._height(row)
        taken = sum(part.winfo_reqwidth() + self._gap for part, _end in row) - self._gap
        left = 0
        moved = not alone
        for part, end in row:
            if end and not moved:
                left += max(0, width - taken)
                moved = True
            wide, high = part.winfo_reqwidth(), part.winfo_reqheight()
            part.place(x=left, y=top + (height - high) // 2, width=wide, height=high)
            left += wide + self._gap
