"""Who is writing at the moment, below the lines. It always takes its height, so that nothing jumps."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from chat_tk.client.view.phrases import who_writes
from chat_tk.ui.fonts import clean


class TypingLine(ttk.Label):
    """One muted line."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, style="Small.TLabel", width=1, text=" ")

    def show(self, names: Sequence[str]) -> None:
        """These people are writing."""
        self.configure(text=clean(who_writes(names)) or " ")
