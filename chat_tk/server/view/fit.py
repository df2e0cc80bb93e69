"""How large the host's window is: never smaller than what is in it, at whatever width, language and size of letters.

Rule: what all of it needs is asked of Tk, not computed; and only when something has another size, once for each case.
"""

from __future__ import annotations

import tkinter as tk
from typing import Final

from chat_tk.server.view.header import Header
from chat_tk.ui.theme import Theme

WIDTH: Final = 980
HEIGHT: Final = 720


class Fit:
    """Keeps ``root`` large enough; where it is too low for all of the header, the header tells less."""

    def __init__(self, root: tk.Tk, header: Header) -> None:
        """Show the window, in its usual size where the screen has room for that."""
        self._root = root
        self._header = header
        self._planned = False
        self._fitted: tuple[int, ...] = ()
        self._fit()
        theme = Theme.of(root)
        least_width, least_height = root.minsize()
        width = min(max(theme.px(WIDTH), least_width), root.winfo_screenwidth())
        height = min(max(theme.px(HEIGHT), least_height), root.winfo_screenheight())
        root.geometry(f"{width}x{height}")
        root.deiconify()
        root.bind("<Configure>", self._resized)
        theme.register(header, lambda _theme: self.plan())

    @property
    def done(self) -> bool:
        """Whether the window has been looked at as it is now."""
        return not self._planned and self._case() == self._fitted

    def plan(self) -> None:
        """Something in the window may need more room, or less: look at it when nothing else is to be done."""
        if not self._planned:
            self._planned = True
            self._root.after_idle(self._fit)

    def _resized(self, _event: tk.Event[tk.Misc]) -> None:
        if not self.done:
            self.plan()

    def _case(self) -> tuple[int, ...]:
        root = self._root
        return root.winfo_width(), root.winfo_height(), root.winfo_reqwidth(), root.winfo_reqheight()

    def _fit(self) -> None:
        """What is needed depends on the width, for texts and buttons wrap."""
        root = self._root
        whole = self._needed(compact=False)
        needed = self._needed(compact=True)
        least = min(needed[0], root.winfo_screenwidth()), min(needed[1], root.winfo_screenheight())
        width, height = max(root.winfo_width(), least[0]), max(root.winfo_height(), least[1])
        if root.minsize() != least:
            root.minsize(*least)
        if root.winfo_viewable() and (root.winfo_width() < width or root.winfo_height() < height):
            root.geometry(f"{width}x{height}")
        if height >= whole[1] or not root.winfo_viewable():
            self._header.compact(on=False)
        root.update_idletasks()
        self._fitted = self._case()
        self._planned = False

    def _needed(self, *, compact: bool) -> tuple[int, int]:
        """Width and height that the window needs when its header tells all, or less."""
        self._header.compact(on=compact)
        self._root.update_idletasks()
        return self._root.winfo_reqwidth(), self._root.winfo_reqheight()
