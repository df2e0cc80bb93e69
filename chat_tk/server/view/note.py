"""The line at the foot of the window: what was done, perhaps with a way to undo it; it goes away by itself."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _
from chat_tk.server.view.parts import wrap_to_width
from chat_tk.ui.fonts import clean
from chat_tk.ui.planned import Planned
from chat_tk.ui.theme import BODY, Theme

SHOWN_MS: Final = 8000
TEXT_PX: Final = 240
ROOM_PX: Final = 22
"""What a line needs beside its letters, at 100 %."""


class Note(ttk.Frame):
    """Hidden until it is told something; then it stands at the foot of ``parent``, over everything else there.

    Its owner keeps ``room`` pixels free for it: nothing moves under the pointer when it comes or goes, and a text
    of one line covers nothing.
    """

    def __init__(self, parent: tk.Misc) -> None:
        self._theme = Theme.of(parent)
        px = self._theme.px
        super().__init__(parent, padding=(px(20), px(4), px(20), px(6)))
        self.columnconfigure(0, weight=1)
        self.label = ttk.Label(self, justify="left")
        self.label.grid(row=0, column=0, sticky="ew")
        wrap_to_width(self.label, px(TEXT_PX))
        self.undo = ttk.Button(self, text=_("Undo"), style="Link.TButton", command=self._press)
        self._action: Callable[[], object] | None = None
        self._hiding = Planned(self, self.hide)

    @property
    def room(self) -> int:
        """The height that it needs for one line, in pixels."""
        return self._theme.font(BODY).metrics("linespace") + self._theme.px(ROOM_PX)

    def show(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say this for some seconds; ``undo`` takes it back."""
        self.label.configure(text=clean(text))
        self._action = undo
        if undo is None:
            self.undo.grid_remove()
        else:
            self.undo.grid(row=0, column=1)
        self.place(relx=0, rely=1, relwidth=1, anchor="sw")
        self.lift()
        self._hiding.not_before(SHOWN_MS)

    def hide(self) -> None:
        """Say nothing more."""
        self.place_forget()

    def _press(self) -> None:
        action = self._action
        self.hide()
        if action is not None:
            action()
