"""The button "3 new messages below", for who has scrolled up."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat_tk.i18n import ngettext
from chat_tk.ui.theme import Theme


class Missed:
    """``button`` floats at the lower edge of ``area`` while ``count`` is more than 0; ``on_press`` leads to the end."""

    def __init__(self, area: tk.Misc, on_press: Callable[[], object]) -> None:
        self._air = Theme.of(area).px(10)
        self.count = 0
        self.button = ttk.Button(area, style="Primary.TButton", command=on_press, takefocus=False)

    def add(self, count: int) -> None:
        """So many more."""
        if count > 0:
            self.count += count
            words = ngettext("{count} new message below", "{count} new messages below", self.count)
            self.button.configure(text=words.format(count=self.count))
            self.button.place(relx=0.5, rely=1.0, y=-self._air, anchor="s")

    def clear(self) -> None:
        """All have been seen."""
        if self.count:
            self.count = 0
            self.button.place_forget()
