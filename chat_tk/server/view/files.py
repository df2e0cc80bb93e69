"""Asking where a file is to be written, or which one is meant."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from pathlib import Path
from tkinter import filedialog


def ask_save(parent: tk.Misc, title: str, name: str, kinds: Sequence[tuple[str, str]]) -> str:
    """The path of a file to write; empty when the person thought better of it. ``kinds``: words and ending."""
    chosen = filedialog.asksaveasfilename(
        parent=parent,
        title=title,
        initialfile=name,
        initialdir=str(Path.home()),
        defaultextension=kinds[0][1],
        filetypes=[(said, "*" + ending) for said, ending in kinds],
    )
    return str(chosen or "")


def ask_open(parent: tk.Misc, title: str, *, folder: bool) -> str:
    """The path of a file (or ``folder``) that exists; empty when the person thought better of it."""
    ask = filedialog.askdirectory if folder else filedialog.askopenfilename
    return str(ask(parent=parent, title=title) or "")
