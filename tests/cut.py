"""Whether words in a window are cut off: what a designer would see on a screenshot, in whichever language."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator
from tkinter import ttk

WORDS = {"TLabel", "TButton", "TCheckbutton", "TRadiobutton"}


def cut(window: tk.Misc) -> list[str]:
    """The texts of all widgets within ``window`` that are seen and have no room for them; a sign at the end is fair."""
    window.update()
    return [str(widget.cget("text")) for widget in _within(window) if widget.winfo_viewable() and _is_cut(widget)]


def _is_cut(widget: tk.Misc) -> bool:
    if widget.winfo_class() not in WORDS:
        return False
    text = str(widget.cget("text"))
    if not text.strip() or text.endswith("\N{HORIZONTAL ELLIPSIS}"):
        return False
    if widget.winfo_class() == "TLabel" and str(widget.cget("wraplength")) not in ("", "0"):
        return widget.winfo_height() < widget.winfo_reqheight()
    return max(_wide(widget, line) for line in text.split("\n")) > widget.winfo_width()


def _wide(widget: tk.Misc, text: str) -> int:
    own = str(widget.cget("font")) if widget.winfo_class() == "TLabel" else ""
    style = str(widget.cget("style")) or widget.winfo_class()
    return int(widget.tk.call("font", "measure", own or ttk.Style(widget).lookup(style, "font"), text))


def _within(widget: tk.Misc) -> Iterator[tk.Misc]:
    for child in widget.winfo_children():
        yield child
        yield from _within(child)
