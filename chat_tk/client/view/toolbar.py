"""What can be put into a message by pointer: bold, italic, underlined, struck, code."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat_tk.i18n import _
from chat_tk.ui.theme import Theme
from chat_tk.ui.tips import Tooltip


class Toolbar(ttk.Frame):
    """A row of buttons; ``on_tag`` gets the HTML tag. ``buttons`` by tag."""

    def __init__(self, parent: tk.Misc, on_tag: Callable[[str], None]) -> None:
        super().__init__(parent)
        theme = Theme.of(self)
        self.buttons: dict[str, ttk.Button] = {}
        for tag, sign, cut, about in (
            ("b", "B", "Bold", _("Bold (Ctrl+B)")),
            ("i", "I", "Italic", _("Italic (Ctrl+I)")),
            ("u", "U", "Underline", _("Underlined (Ctrl+U)")),
            ("s", "S", "Strike", _("Struck through")),
            ("code", "</>", "Mono", _("Code (Ctrl+E)")),
        ):
            button = ttk.Button(self, text=sign, style=f"{cut}.Tool.TButton", takefocus=False)
            button.configure(command=lambda tag=tag: on_tag(tag))  # type: ignore[misc]
            button.pack(side="left", padx=(0, theme.px(2)))
            Tooltip(button, about)
            self.buttons[tag] = button
