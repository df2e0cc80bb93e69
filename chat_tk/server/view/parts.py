"""Small things that every part of the host's window is made of."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk


def wrap_to_width(label: ttk.Label | tk.Label, width: int) -> None:
    """Break the label's text at the width it is given, at first ``width`` pixels: then no text asks for more."""
    label.configure(wraplength=width)
    label.bind("<Configure>", lambda event: label.configure(wraplength=max(width, event.width)), add="+")


def copy(widget: tk.Misc, text: str) -> None:
    """Put ``text`` on the clipboard."""
    widget.clipboard_clear()
    widget.clipboard_append(text)
