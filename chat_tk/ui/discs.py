"""Discs for a canvas, with soft edges: its own ovals have steps. Dots, the ends of badges, the corners of a marked row.

Rule: a picture lives as long as its root; there are as many as colours and sizes that were seen, some dozens.
"""

from __future__ import annotations

import tkinter as tk

from chat_tk.ui.marks import disc


class Discs:
    """The discs of one root window. ``Discs.of(widget)`` finds them, and makes them the first time."""

    def __init__(self, root: tk.Misc) -> None:
        self._root = root
        self._drawn: dict[tuple[int, str, int], tk.PhotoImage] = {}

    @classmethod
    def of(cls, widget: tk.Misc) -> Discs:
        """The discs of the root window that ``widget`` belongs to."""
        root = widget.nametowidget(".")
        discs = getattr(root, "chat_tk_discs", None)
        if not isinstance(discs, cls):
            discs = cls(root)
            root.chat_tk_discs = discs
        return discs

    def get(self, side: int, colour: str, line: int = 0) -> tk.PhotoImage:
        """A disc that fills a square of ``side`` pixels. ``line``: only its edge, so many pixels wide."""
        picture = self._drawn.get((side, colour, line))
        if picture is None:
            picture = self._drawn[side, colour, line] = tk.PhotoImage(master=self._root, data=disc(side, colour, line))
        return picture
