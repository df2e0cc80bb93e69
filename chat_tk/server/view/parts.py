"""Small things that every part of the host's window is made of."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import BODY, Theme
from chat_tk.ui.widgets import exists

COPIED_MS: Final = 1500


def wrap_to_width(label: ttk.Label | tk.Label, width: int) -> None:
    """Break the label's text at the width it is given, at first ``width`` pixels: then no text asks for more."""
    label.configure(wraplength=width)
    label.bind("<Configure>", lambda event: label.configure(wraplength=max(width, event.width)), add="+")


def copy(widget: tk.Misc, text: str) -> None:
    """Put ``text`` on the clipboard."""
    widget.clipboard_clear()
    widget.clipboard_append(clean(text))


def copy_button(parent: tk.Misc, text: str) -> ttk.Button:
    """A button that copies ``text`` and says that it did."""

    def press() -> None:
        copy(made, text)
        made.configure(text=_("Copied"))
        made.after(COPIED_MS, lambda: made.configure(text=_("Copy")) if exists(made) else None)

    made = ttk.Button(parent, text=_("Copy"), style="Link.Surface.TButton", command=press)
    return made


def amber(parent: tk.Misc, text: str, width: int) -> tk.Label:
    """A sentence that must not be overlooked."""
    theme = Theme.of(parent)
    label = tk.Label(
        parent, text=clean(text), font=BODY, anchor="w", justify="left", padx=theme.px(10), pady=theme.px(6)
    )
    wrap_to_width(label, width)
    theme.register(label, partial(_paint_amber, label))
    return label


def _paint_amber(label: tk.Label, theme: Theme) -> None:
    palette = theme.palette
    label.configure(background=palette.mention, foreground=palette.text, padx=theme.px(10), pady=theme.px(6))


class Filter(ttk.Frame):
    """A field for words by which a list is filtered; Escape empties it."""

    def __init__(self, parent: tk.Misc, label: str, changed: Callable[[str], object], *, width: int = 18) -> None:
        super().__init__(parent, style="Surface.TFrame")
        px = Theme.of(self).px
        ttk.Label(self, text=label, style="Muted.Surface.TLabel").pack(side="left", padx=(0, px(6)))
        self.text = tk.StringVar(self)
        self.entry = ttk.Entry(self, font=BODY, width=width, textvariable=self.text)
        self.entry.pack(side="left")
        self.entry.bind("<Escape>", lambda _event: self.text.set(""))
        self.text.trace_add("write", lambda *_names: changed(clean(self.text.get()).strip()))

    def get(self) -> str:
        """The words."""
        return clean(self.text.get()).strip()
