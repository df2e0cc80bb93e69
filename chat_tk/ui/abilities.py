"""What this program can do with windows, found by doing it: for ``--self-test`` (see ``chat_tk.selftest``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from chat_tk.ui.start import make_root


def window() -> str:
    """The version of Tk, when a window of ours was really shown. Raises CannotOpenWindowError or TclError."""
    root = make_root("Chat", "Chat")
    try:
        root.deiconify()
        root.wait_visibility()
        return str(root.tk.call("info", "patchlevel"))
    finally:
        root.destroy()


PARTS: Final[Mapping[str, Callable[[], str]]] = {"window": window}
"""Name -> what tries it."""
