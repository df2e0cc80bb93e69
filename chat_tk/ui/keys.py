"""What differs between systems in keys, and in the menu of the program on macOS; how keys are called."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable

from chat_tk.i18n import _

MENU_KEYS = ("<Menu>", "<App>", "<Shift-F10>")
"""The key for a menu: ``Menu`` on X11, ``App`` on Windows; what does the same where a keyboard has none."""


def bind_if_known(widget: tk.Misc, sequence: str, do: Callable[[tk.Event[tk.Misc]], object]) -> None:
    """Bind a key that not every system has a name for."""
    with contextlib.suppress(tk.TclError):
        widget.bind(sequence, do)


def on_this_system(widget: tk.Misc, sequence: str) -> list[str]:
    """``<Control-b>``, and on macOS ``<Command-b>`` as well, which people there press."""
    aqua = widget.tk.call("tk", "windowingsystem") == "aqua"
    return [sequence, sequence.replace("Control-", "Command-")] if aqua and "Control-" in sequence else [sequence]


def in_words(sequence: str) -> str:
    """``Control-Shift-l`` -> ``Ctrl+Shift+L``, as it stands on a keyboard of the person's language."""
    names = {
        "Control": _("Ctrl"), "Shift": _("Shift"), "Alt": _("Alt"), "Return": _("Enter"), "Escape": _("Esc"),
        "Tab": _("Tab"), "Prior": _("Page Up"), "Next": _("Page Down"), "Home": _("Home"), "End": _("End"),
        "Delete": _("Del"), "Insert": _("Ins"), "space": _("Space"), "Menu": _("Menu"),
        "Up": "\N{UPWARDS ARROW}", "Down": "\N{DOWNWARDS ARROW}",
        "plus": "+", "minus": "\N{MINUS SIGN}", "comma": ",", "period": ".",
    }  # fmt: skip
    return "+".join(names.get(part) or (part.upper() if len(part) == 1 else part) for part in sequence.split("-"))


def quit_like_closing(root: tk.Tk) -> None:
    """Let Quit in the menu of the program (macOS, Command-Q) do what closing its window does.

    Tk's own Quit would end the process at once: nobody would be told, and nothing finished. While a box waits for an
    answer it waits too.
    """

    def asked() -> None:
        if root.tk.call("grab", "current"):
            root.bell()
        else:
            root.tk.eval(root.tk.call("wm", "protocol", root, "WM_DELETE_WINDOW"))

    root.createcommand("tk::mac::Quit", asked)
