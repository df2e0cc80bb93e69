"""The keys of the chat window that hold wherever the focus is."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chat_tk.client.view.chat import ChatWindow

CONTROL_OR_ALT = 0x0004 | 0x0008 | 0x20000


def bind(window: ChatWindow) -> None:
    """Alt+Up, Alt+Down, Ctrl+Tab: rooms. Ctrl+W: closes a private chat. Ctrl+Q: ends. Letters: into the composer."""
    does: dict[str, Callable[[], None]] = {
        "<Alt-Up>": lambda: window.choose_beside(-1),
        "<Alt-Down>": lambda: window.choose_beside(1),
        "<Control-Tab>": lambda: window.choose_beside(1),
        "<Control-Shift-Tab>": lambda: window.choose_beside(-1),
        "<Control-w>": window.leave_conversation,
        "<Control-W>": window.leave_conversation,
        "<Control-q>": window.quit,
        "<Control-Q>": window.quit,
    }
    if window.root.tk.call("tk", "windowingsystem") == "x11":  # there Shift+Tab is a key of its own
        does["<Control-ISO_Left_Tab>"] = does["<Control-Shift-Tab>"]
    # A Text would take some of these keys for itself, so they are bound to the Texts too, before their class.
    for widget in (window.root, window.compose.composer.text, window.area.rich.text):
        for key, do in does.items():
            _on(widget, key, do)
    for chosen in ("<ButtonRelease-1>", "<Return>", "<KP_Enter>"):  # arrow keys stay in the list, a choice leaves it
        window.sidebar.tree.bind(chosen, lambda _event: window.compose.composer.focus_set(), add="+")
    window.area.rich.text.bind("<Key>", lambda event: _type(window, event), add="+")


def _on(widget: tk.Misc, key: str, do: Callable[[], None]) -> None:
    def pressed(_event: tk.Event[tk.Misc]) -> str:
        do()
        return "break"

    widget.bind(key, pressed)


def _type(window: ChatWindow, event: tk.Event[tk.Misc]) -> str | None:
    """Whoever types while reading means the composer."""
    if not event.char or not event.char.isprintable() or int(event.state) & CONTROL_OR_ALT:
        return None
    window.compose.composer.focus_set()
    window.compose.composer.insert(event.char)
    return "break"
