"""Asking where a file is to be written, or which one is meant."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Sequence
from pathlib import Path
from tkinter import filedialog


def ask_save(parent: tk.Misc, title: str, name: str, kinds: Sequence[tuple[str, str]]) -> str:
    """The path of a file to write; empty when the person thought better of it. ``kinds``: words and ending."""
    _hide_hidden(parent)
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
    _hide_hidden(parent)
    ask = filedialog.askdirectory if folder else filedialog.askopenfilename
    return str(ask(parent=parent, title=title) or "")


def _hide_hidden(parent: tk.Misc) -> None:
    """Tk's own box, on X11, lists folders that begin with a dot, and offers to hide them only when told to.

    Tk Wiki "tk_getOpenFile": both variables exist once the box's library is loaded, which a wrong option does.
    """
    with contextlib.suppress(tk.TclError):
        parent.tk.call("tk_getOpenFile", "-load")
    with contextlib.suppress(tk.TclError):  # the boxes of Windows and macOS know neither
        parent.tk.call("set", "::tk::dialog::file::showHiddenBtn", "1")
        parent.tk.call("set", "::tk::dialog::file::showHiddenVar", "0")
