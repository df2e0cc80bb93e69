"""The keys of the host's window, and the window that lists them (F1)."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat_tk.i18n import _
from chat_tk.ui.keylist import KeyList
from chat_tk.ui.keys import in_words
from chat_tk.ui.sheet import Sheet


def rows() -> list[tuple[str, str]]:
    """Keys and what they do, as they are told; without words it is where the next ones hold."""
    return [row for title, told in sections() for row in ((title, ""), *told)]


def sections() -> list[tuple[str, list[tuple[str, str]]]]:
    """Where keys hold, and the keys."""
    return [
        (_("Everywhere"), _everywhere()),
        (
            _("In the list of people"),
            _told(
                ("Control-Return", _("message")),
                ("Control-m", _("mute, or let write")),
                ("Delete", _("remove")),
                ("Control-b", _("ban")),
                ("Control-o", _("make helper, or no more")),
                ("Control-a", _("select all")),
                ("Shift-F10", _("menu")),
            ),
        ),
        (
            _("In the list of rooms"),
            _told(
                ("Insert", _("new room")),
                ("F2", _("rename")),
                ("Control-t", _("topic")),
                ("Control-r", _("read-only")),
                ("Delete", _("close the room")),
            ),
        ),
        (
            _("In the other lists"),
            _told(
                ("Delete", _("lower the hand; undo the ban")),
                ("space", _("the next hand")),
                ("Shift-Delete", _("lower all hands")),
                ("Insert", _("ban somebody by name or address")),
            ),
        ),
    ]


def _everywhere() -> list[tuple[str, str]]:
    return _told(
        ("F1", _("these keys")),
        ("Control-1 \N{HORIZONTAL ELLIPSIS} Control-7", _("go to a tab")),
        ("Control-Tab  Control-Shift-Tab", _("the next tab, the one before")),
        ("Control-f", _("filter or search")),
        ("F11", _("show the address big; Esc closes it")),
        ("Control-p", _("pause the chat, or let everyone write")),
        ("Control-Shift-a", _("announce to everyone")),
        ("Control-j", _("chat myself")),
        ("Control-q", _("close the chat")),
        ("Control-plus  Control-minus  Control-0", _("larger, smaller, usual letters")),
    )


def _told(*rows: tuple[str, str]) -> list[tuple[str, str]]:
    """``rows``: sequences of Tk, with blanks between them, and what they do."""
    return [(" ".join(map(in_words, keys.split(" "))), about) for keys, about in rows]


class KeysWindow(Sheet):
    """The list. ``rows`` are the keys that are told, with their words."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, _("Keys"), (520, 480))
        self.rows: list[tuple[str, str]] = []
        page = KeyList(self.body)
        page.pack(fill="both", expand=True)
        for title, told in sections():
            page.heading(title)
            page.pairs(told)
            self.rows += told
        self.close_button = ttk.Button(self.body, text=_("Close"), style="Primary.TButton", command=self.close)
        self.close_button.pack(anchor="e", pady=(self.theme.px(12), 0))
        page.scroll_in(self.window)
        self.appear(self.close_button)
