"""Above the composer: which message the next one answers. Each room has its own; Escape takes it back."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from chat_tk.client.values import Line
from chat_tk.i18n import _
from chat_tk.irc.markup import plain
from chat_tk.ui.fonts import clean, elided
from chat_tk.ui.pictured import in_words
from chat_tk.ui.theme import SMALL, Theme
from chat_tk.ui.tips import Tooltip

LONGEST: Final = 200
"""Characters of the message that are shown; the window cuts them where it ends."""


class Replies(ttk.Frame):
    """``line_id`` is what the next message of the room that is shown answers; 0: nothing."""

    def __init__(self, parent: tk.Misc, composer: tk.Text) -> None:
        super().__init__(parent, style="Surface.TFrame")
        px = Theme.of(self).px
        self._answers: dict[str, Line] = {}
        self._room = self._whole = ""
        self.columnconfigure(0, weight=1)
        self.words = ttk.Label(self, style="Small.Surface.TLabel", width=1, padding=(px(10), px(4)))
        self.words.grid(row=0, column=0, sticky="ew")
        self.words.bind("<Configure>", lambda _event: self._fit())
        style = "Link.Surface.TButton"
        self.cancel_button = ttk.Button(self, text="\N{MULTIPLICATION SIGN}", style=style, command=self.cancel)
        self.cancel_button.grid(row=0, column=1)
        Tooltip(self.cancel_button, _("Answer nothing (Esc)"))
        for widget in (composer, self.cancel_button):
            widget.bind("<Escape>", lambda _event: self.cancel(), add="+")

    @property
    def line_id(self) -> int:
        """The line that the next message answers."""
        return self._answers[self._room].id if self._room in self._answers else 0

    def answer(self, line: Line) -> None:
        """The next message of its room answers this line."""
        self._answers[self._room or line.room] = line  # it was drawn, maybe, when its room was called something else
        self._show()

    def cancel(self) -> None:
        """It answers nothing after all."""
        self.sent(self._room)

    def sent(self, room: str) -> None:
        """The answer is under way."""
        self._answers.pop(room, None)
        self._show()

    def moved(self, old: str, new: str) -> None:
        """A room has another key."""
        if (line := self._answers.pop(old, None)) is not None:
            self._answers[new] = line
        self._room = new if self._room == old else self._room

    def show_room(self, key: str) -> None:
        """Another room is shown."""
        self._room = key
        self._show()

    def _show(self) -> None:
        line = self._answers.get(self._room)
        if line is None:
            self.grid_remove()
            return
        text = " ".join(plain(part) for part in line.text.split("\n"))[:LONGEST]
        self._whole = in_words(self, clean(_("Answer to {name}: {text}").format(name=line.who, text=text)))
        self._fit()
        self.grid()

    def _fit(self) -> None:
        theme = Theme.of(self)
        self.words.configure(text=elided(theme.font(SMALL), self._whole, self.words.winfo_width() - theme.px(20)))
