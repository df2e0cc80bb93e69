"""The menu of a table's rows: by the right button, Shift+F10 and the key for it."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat_tk.ui.keys import MENU_KEYS, bind_if_known


def bind_menu(tree: ttk.Treeview, menu: tk.Menu) -> None:
    """Open ``menu`` on the rows that are selected; the right button selects the one below it."""

    def at_pointer(event: tk.Event[tk.Misc]) -> None:
        row = tree.identify_row(event.y)
        if row and row not in tree.selection():
            tree.selection_set(row)
        tree.focus_set()
        _open(event.x_root, event.y_root)

    def at_focus(_event: tk.Event[tk.Misc]) -> None:
        rows = tree.selection()
        box = tree.bbox(rows[0]) if rows else ""
        x, y = (box[0], box[1] + box[3]) if box else (0, 0)
        _open(tree.winfo_rootx() + x, tree.winfo_rooty() + y)

    def _open(x: int, y: int) -> None:
        if tree.selection():
            try:
                menu.tk_popup(x, y)
            finally:
                menu.grab_release()

    windows = tree.tk.call("tk", "windowingsystem")
    tree.bind("<Button-2>" if windows == "aqua" else "<Button-3>", at_pointer)
    for keys in MENU_KEYS:
        bind_if_known(tree, keys, at_focus)
