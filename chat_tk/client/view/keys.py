"""The keys of the chat window that hold wherever the focus is."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chat_tk.client.view.chat import ChatWindow

CONTROL_OR_ALT = 0x0004 | 0x0008 | 0x20000


def bind(window: ChatWindow) -> None:
    """The keys; ``shortcuts`` in the window's help tells them to people."""
    composer, area = window.compose.composer.text, window.area.rich.text
    does = _everywhere(window)
    if window.root.tk.call("tk", "windowingsystem") == "x11":  # there Shift+Tab is a key of its own
        does["<Control-ISO_Left_Tab>"] = does["<Control-Shift-Tab>"]
    # A Text would take some of these keys for itself, so they are bound to the Texts too, before their class.
    for widget in (window.root, composer, area):
        for key, do in does.items():
            _on(widget, key, do)
    _on(composer, "<Control-Up>", lambda: _read(window))
    for chosen in ("<ButtonRelease-1>", "<Return>", "<KP_Enter>"):  # arrow keys stay in the list, a choice leaves it
        window.sidebar.listing.canvas.bind(chosen, lambda _event: window.compose.composer.focus_set(), add="+")
    area.bind("<Key>", lambda event: _type(window, event), add="+")
    area.bind("<Escape>", lambda _event: window.compose.composer.focus_set())


def _everywhere(window: ChatWindow) -> dict[str, Callable[[], object]]:
    """Alt+Up, Alt+Down, Ctrl+Tab: rooms; with Shift: the next with something unread. Ctrl+W: closes a private chat."""
    wishes, sidebar = window.wishes, window.sidebar
    does: dict[str, Callable[[], object]] = {
        "<Alt-Up>": lambda: window.choose_beside(-1),
        "<Alt-Down>": lambda: window.choose_beside(1),
        "<Alt-Shift-Up>": lambda: window.choose_room(sidebar.unread(-1)),
        "<Alt-Shift-Down>": lambda: window.choose_room(sidebar.unread(1)),
        "<Control-Tab>": lambda: window.choose_beside(1),
        "<Control-Shift-Tab>": lambda: window.choose_beside(-1),
        "<F10>": window.header.press_menu,
    }
    for letter, do in (("w", window.leave_conversation), ("q", window.quit), ("f", wishes.find)):
        does[f"<Control-{letter}>"] = does[f"<Control-{letter.upper()}>"] = do
    does["<Control-Shift-l>"] = does["<Control-Shift-L>"] = wishes.toggle_wire
    return does


def _read(window: ChatWindow) -> None:
    """From the composer to the last line: what can be done with it is one Enter away."""
    window.area.rich.text.focus_set()
    window.area.rich.text.event_generate("<Up>")


def _on(widget: tk.Misc, key: str, do: Callable[[], object]) -> None:
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
