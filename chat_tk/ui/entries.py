"""The keys that people expect in each field for one line: in ours, and in those of Tk's own boxes."""

from __future__ import annotations

import contextlib
import tkinter as tk

from chat_tk.ui.fonts import clean

CLASSES = ("TEntry", "TSpinbox")


def bind(root: tk.Misc) -> None:
    """Let Ctrl+A select all, and a paste replace the selection, on one line."""

    def select_all(event: tk.Event[tk.Misc]) -> str:
        root.tk.call(str(event.widget), "selection", "range", 0, "end")
        root.tk.call(str(event.widget), "icursor", "end")
        return "break"

    def paste(event: tk.Event[tk.Misc]) -> str:
        field = str(event.widget)  # of Tk's own boxes Python knows no more
        with contextlib.suppress(tk.TclError):  # nothing to paste
            pasted = clean(root.clipboard_get()).replace("\n", " ")
            if int(root.tk.call(field, "selection", "present")):
                root.tk.call(field, "delete", "sel.first", "sel.last")
            root.tk.call(field, "insert", "insert", pasted)
        return "break"

    for name in CLASSES:
        root.bind_class(name, "<Control-a>", select_all)
        root.bind_class(name, "<<Paste>>", paste)
