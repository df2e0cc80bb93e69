"""Above the composer, after many lines were pasted: send them as one message, line by line, or take them out again."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _, ngettext
from chat_tk.ui.composer import Composer
from chat_tk.ui.flow import Flow
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import exists

MANY: Final = 4
"""Lines from which on it is asked; who pastes two knows what they do."""
MOST_MESSAGES: Final = 30
"""Lines that may go as messages of their own; more would be a flood."""


class PastedStrip(ttk.Frame):
    """It stands there while what was pasted stands in ``composer``. What was pasted is in the composer all the time."""

    def __init__(self, parent: tk.Misc, composer: Composer, send_line: Callable[[str], str]) -> None:
        super().__init__(parent, style="Surface.TFrame")
        px = Theme.of(self).px
        self._composer, self._send_line = composer, send_line
        self._pasted = ""
        self._row = row = Flow(self, style="Surface.TFrame", gap=12)
        row.pack(fill="x", padx=px(10), pady=px(2))
        self.words = ttk.Label(row, style="Small.Surface.TLabel")
        row.add(self.words)
        does = (
            (_("As one message"), composer.submit),
            (_("Line by line"), self.send_lines),
            (_("Take out"), self.take_out),
        )
        self.buttons = [ttk.Button(row, text=text, style="Link.Surface.TButton", command=do) for text, do in does]
        for button in self.buttons:
            row.add(button, end=True)

    def pasted(self, text: str) -> None:
        """Something was pasted into the composer."""
        if len(lines_of(text)) >= MANY:
            self._pasted = text
            self.look()

    def look(self) -> None:
        """Show or go: after each change of the composer."""
        lines = lines_of(self._pasted)
        if not self._pasted or self._pasted not in self._composer.get():
            self._pasted = ""
            self.grid_remove()
            return
        words = ngettext("You have pasted {count} line.", "You have pasted {count} lines.", len(lines))
        self.words.configure(text=words.format(count=len(lines)))
        self._row.show(self.buttons[1], shown=len(lines) <= MOST_MESSAGES)
        self.grid()

    def send_lines(self) -> None:
        """Each line in the composer becomes a message; what is not taken stays, with what follows."""
        lines = lines_of(self._composer.get())
        while lines:
            left = self._send_line(lines[0])
            if not exists(self):
                return
            if left:
                break
            lines.pop(0)
        self._composer.set("\n".join(lines))
        self._composer.focus_set()
        self.look()

    def take_out(self) -> None:
        """What was pasted goes; what was typed round it stays. Ctrl+Z brings it back."""
        self._composer.remove(self._pasted)
        self._composer.focus_set()


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [line for line in text.split("\n") if line.strip()]
