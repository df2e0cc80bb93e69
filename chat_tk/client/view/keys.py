"""The keys of the chat window that hold wherever the focus is: one table, which binds them and tells of them.

Rule: a key stands here, or in the table of the part that has it (``shortcuts.py`` tells of all of them); nowhere else.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chat_tk.i18n import _
from chat_tk.ui.keys import in_words

if TYPE_CHECKING:
    from chat_tk.client.view.chat import ChatWindow

CONTROL_OR_ALT = 0x0004 | 0x0008 | 0x20000
ALT_GR = 0x0004 | 0x20000
"""What Windows makes of it; with it ``@`` and others are written."""


@dataclass(frozen=True, slots=True)
class Key:
    """``sequences`` as Tk has them, without brackets, the usual one first; ``about`` says in words what ``do`` does."""

    sequences: tuple[str, ...]
    about: Callable[[], str]
    do: Callable[[ChatWindow], object]

    @property
    def shown(self) -> str:
        """As it stands on a keyboard."""
        return in_words(self.sequences[0])


def table() -> tuple[Key, ...]:
    """All of them."""
    return (
        Key(("Control-f",), lambda: _("search"), lambda window: window.wishes.find()),
        Key(("Alt-Up", "Control-Shift-Tab"), lambda: _("the room above"), lambda window: window.choose_beside(-1)),
        Key(("Alt-Down", "Control-Tab"), lambda: _("the room below"), lambda window: window.choose_beside(1)),
        Key(
            ("Alt-Shift-Up",),
            lambda: _("the next room above with something unread"),
            lambda window: window.choose_room(window.sidebar.unread(-1)),
        ),
        Key(
            ("Alt-Shift-Down",),
            lambda: _("the next room below with something unread"),
            lambda window: window.choose_room(window.sidebar.unread(1)),
        ),
        Key(("Control-w",), lambda: _("close the private conversation"), lambda window: window.leave_conversation()),
        Key(("Control-period",), lambda: _("pick an emoji"), lambda window: window.wishes.write_emoji()),
        Key(
            ("Control-plus", "Control-equal", "Control-KP_Add"),
            lambda: _("larger text"),
            lambda window: window.wishes.on_zoom(1),
        ),
        Key(
            ("Control-minus", "Control-KP_Subtract"),
            lambda: _("smaller text"),
            lambda window: window.wishes.on_zoom(-1),
        ),
        Key(
            ("Control-0", "Control-KP_0"), lambda: _("text of the usual size"), lambda window: window.wishes.on_zoom(0)
        ),
        Key(("Control-comma",), lambda: _("settings"), lambda window: window.wishes.open_settings()),
        Key(("F1",), lambda: _("these keys"), lambda window: window.wishes.open_shortcuts()),
        Key(("F10",), lambda: _("the menu"), lambda window: window.header.press_menu()),
        Key(("Control-Shift-l",), lambda: _("network log"), lambda window: window.wishes.toggle_wire()),
        Key(("Control-q",), lambda: _("quit"), lambda window: window.quit()),
    )


def bind(window: ChatWindow) -> None:
    """All of them, and what a key does in one part alone."""
    composer, area = window.compose.composer.text, window.area.rich.text
    # A Text would take some of these keys for itself, so they are bound to the Texts too, before their class.
    for widget in (window.root, composer, area):
        for key in table():
            for sequence in _all(key, widget):
                _on(widget, sequence, lambda do=key.do: do(window))  # type: ignore[misc]
    _bind_menu_of_macos(window)
    _on(composer, "Control-Up", lambda: _read(window))
    _on(composer, "Prior", lambda: window.area.rich.page(-1))  # who writes can read back without leaving the field
    _on(composer, "Next", lambda: window.area.rich.page(1))
    for chosen in ("<ButtonRelease-1>", "<Return>", "<KP_Enter>"):  # arrow keys stay in the list, a choice leaves it
        window.sidebar.listing.canvas.bind(chosen, lambda _event: window.compose.composer.focus_set(), add="+")
    area.bind("<Key>", lambda event: _type(window, event), add="+")
    area.bind("<Escape>", lambda _event: window.compose.composer.focus_set())


def _all(key: Key, widget: tk.Misc) -> list[str]:
    """Also with Caps Lock on; on X11, Shift+Tab is a key of its own; on macOS, Command does what Control does."""
    windows = widget.tk.call("tk", "windowingsystem")
    found = list(key.sequences)
    for sequence in key.sequences:
        before, dash, last = sequence.rpartition("-")
        if len(last) == 1 and last.isalpha():
            found.append(f"{before}{dash}{last.upper()}")
        if sequence.endswith("Shift-Tab") and windows == "x11":
            found.append(sequence.replace("Shift-Tab", "ISO_Left_Tab"))
    if windows == "aqua":
        found += [sequence.replace("Control-", "Command-") for sequence in found if "Control-" in sequence]
    return found


def _bind_menu_of_macos(window: ChatWindow) -> None:
    """What the menu of the program asks for; without this, Quit would end it in the middle of things."""
    if window.root.tk.call("tk", "windowingsystem") == "aqua":
        window.root.createcommand("tk::mac::Quit", window.quit)
        window.root.createcommand("tk::mac::ShowPreferences", window.wishes.open_settings)


def _read(window: ChatWindow) -> None:
    """From the composer to the last line: what can be done with it is one Enter away."""
    window.area.rich.walker.leave()
    window.area.rich.text.focus_set()
    window.area.rich.text.event_generate("<Up>")


def _on(widget: tk.Misc, sequence: str, do: Callable[[], object]) -> None:
    def pressed(_event: tk.Event[tk.Misc]) -> str:
        do()
        return "break"

    widget.bind(f"<{sequence}>", pressed)


def _type(window: ChatWindow, event: tk.Event[tk.Misc]) -> str | None:
    """Whoever types while reading means the composer."""
    if not event.char or not event.char.isprintable() or int(event.state) & CONTROL_OR_ALT not in (0, ALT_GR):
        return None
    window.compose.composer.focus_set()
    window.compose.composer.insert(event.char)
    return "break"
