"""The page of keys (F1), made from the tables that bind them, and the page about the program with its licences."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk
from typing import Final

import chat_tk
from chat_tk.client.view.keys import table
from chat_tk.i18n import _
from chat_tk.ui.emoji import FOLDER
from chat_tk.ui.keylist import KeyList, Rows
from chat_tk.ui.keys import in_words
from chat_tk.ui.sheet import Sheet

WRITING: Final[tuple[tuple[str, Callable[[], str]], ...]] = (
    ("Return", lambda: _("send (or a new line, as the settings say)")),
    ("Control-Return", lambda: _("send")),
    ("Shift-Return", lambda: _("a new line")),
    ("Tab", lambda: _("complete a name, a /command or an :emoji:")),
    ("Up", lambda: _("in an empty field: what you wrote before")),
    ("Control-b", lambda: _("bold")),
    ("Control-i", lambda: _("italic")),
    ("Control-u", lambda: _("underlined")),
    ("Control-e", lambda: _("code")),
    ("Control-z", lambda: _("undo")),
    ("Control-y", lambda: _("redo")),
    ("Control-a", lambda: _("select all")),
    ("Escape", lambda: _("answer nothing, take Tab back")),
    ("Control-Up", lambda: _("to the last message, to do something with it")),
)
"""Keys of the composer, by their sequences."""

READING: Final[tuple[tuple[str, Callable[[], str]], ...]] = (
    ("Up", lambda: _("from message to message")),
    ("Return", lambda: _("what can be done with the message")),
    ("Delete", lambda: _("take the message back")),
    ("End", lambda: _("to the newest message")),
    ("Escape", lambda: _("back to writing")),
)
"""Keys of the chat area."""


class ShortcutsWindow(Sheet):
    """Two pages: keys and about. ``rows`` are the keys that are told, with their words."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, _("Keys"), (520, 480))
        self.rows: list[tuple[str, str]] = []
        book = ttk.Notebook(self.body)
        book.pack(fill="both", expand=True)
        book.enable_traversal()
        keys, about = KeyList(book), KeyList(book)
        book.add(keys, text=_("Keys"))
        book.add(about, text=_("About"))
        self._fill_keys(keys)
        _fill_about(about)
        self.close_button = ttk.Button(self.body, text=_("Close"), style="Primary.TButton", command=self.close)
        self.close_button.pack(anchor="e", pady=(self.theme.px(12), 0))
        for page in (keys, about):
            page.scroll_in(self.window)
        self.appear(self.close_button)

    def _fill_keys(self, page: KeyList) -> None:
        everywhere = [(key.shown, key.about()) for key in table()]
        for title, rows in (
            (_("Everywhere"), everywhere),
            (_("While writing"), [(in_words(key), about()) for key, about in WRITING]),
            (_("While reading"), [(in_words(key), about()) for key, about in READING]),
        ):
            page.heading(title)
            page.pairs(rows)
            self.rows += rows


def _fill_about(page: KeyList) -> None:
    page.heading(f"ChatClient {chat_tk.__version__}")
    page.words(_("A chat for a room, a school, an office or a ship, without internet and without accounts."))
    for title, words in licences():
        page.heading(title)
        page.words(words)


def licences() -> Rows:
    """What the program is made of, and under which terms."""
    yield "chat_tk", _("Free software under the MIT licence: you may use, copy, change and pass it on.")
    yield (
        _("Emoji"),
        _("The pictures are Noto Emoji, © Google LLC, under the Apache Licence 2.0; their names are from emoji-data, "
          "© Cal Henderson, under the MIT licence. Both licences: {folder}").format(folder=shown(FOLDER)),
    )  # fmt: skip
    yield (
        "python-zeroconf",
        _("Finds the chats on this network, where it is installed; under the LGPL 2.1 or later. Its source: {address}")
        .format(address="https://github.com/python-zeroconf/python-zeroconf"),
    )  # fmt: skip
    yield (
        "cryptography, segno",
        _("The one makes the chat's certificate, the other the code to scan, where they are installed; "
          "under the Apache Licence 2.0 or the BSD licence, and under the BSD licence."),
    )  # fmt: skip
    yield "Python, Tcl/Tk", _("Under their own licences; their texts come with them.")


def shown(path: Path) -> str:
    """A folder inside the program, from the program's own on."""
    return path.relative_to(Path(chat_tk.__file__).parent.parent).as_posix()
