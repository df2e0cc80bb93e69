"""The bar above the lines in which one searches: what is shown, while one types, and what is older by a button."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat_tk.client.view.finding import Finder
from chat_tk.i18n import _
from chat_tk.ui.entryhint import EntryHint
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import BODY, Theme
from chat_tk.ui.tips import Tooltip


class FindBar(ttk.Frame):
    """Enter and Up go to the line before, Shift+Enter and Down to the next, Escape ends.

    ``on_older`` gets a text that is to be searched in what is not shown, too; ``on_close``: the bar has done its work.
    """

    def __init__(
        self, parent: tk.Misc, finder: Finder, on_older: Callable[[str], None], on_close: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        px = Theme.of(self).px
        self._finder, self._on_close = finder, on_close
        self._wanted = tk.StringVar(self)
        self.columnconfigure(0, weight=1)
        self.entry = ttk.Entry(self, textvariable=self._wanted, font=BODY, width=8)
        self.entry.grid(row=0, column=0, sticky="ew")
        EntryHint(self.entry, self._wanted, _("Search here"))
        self.count = ttk.Label(self, style="Small.TLabel", anchor="e")
        self.count.grid(row=0, column=1, padx=px(8))
        self.up = self._button(2, "\N{UPWARDS ARROW}", lambda: self._step(-1))
        Tooltip(self.up, _("The one before (Enter)"))
        self.down = self._button(3, "\N{DOWNWARDS ARROW}", lambda: self._step(1))
        Tooltip(self.down, _("The next one (Shift+Enter)"))
        self.older = self._button(4, _("Older"), lambda: on_older(self.text))
        self._older_tip = Tooltip(self.older, "")
        Tooltip(self._button(5, "\N{MULTIPLICATION SIGN}", self.close), _("Close (Esc)"))
        self._bind_keys(on_older)

    @property
    def text(self) -> str:
        """What is searched."""
        return clean(self._wanted.get()).strip()

    def open(self, selected: str = "", *, on_server: bool = False) -> None:
        """Type here; ``selected``: what one has marked is what one looks for. ``on_server``: what is older is there."""
        self._older_tip.text = (
            _("Search everything that was ever said here, on the server (Ctrl+Enter)")
            if on_server
            else _("Search everything of this conversation that is kept on this computer (Ctrl+Enter)")
        )
        if selected and "\n" not in selected:
            self._wanted.set(selected)
        self.entry.focus_set()
        self.entry.select_range(0, "end")
        self._search()

    def close(self) -> None:
        """Nothing is searched any more."""
        self._finder.end()
        self._on_close()

    def _bind_keys(self, on_older: Callable[[str], None]) -> None:
        entry = self.entry
        self._wanted.trace_add("write", lambda *_args: self._search())
        for key in ("<Return>", "<KP_Enter>", "<Up>"):
            entry.bind(key, lambda _event: self._step(-1))
        for key in ("<Shift-Return>", "<Shift-KP_Enter>", "<Down>"):
            entry.bind(key, lambda _event: self._step(1))
        entry.bind("<Control-Return>", lambda _event: on_older(self.text))
        self._bind_escape()

    def _bind_escape(self) -> None:
        """Escape ends the search wherever in the bar the keys go."""
        for widget in (self.entry, *self.winfo_children()):
            widget.bind("<Escape>", lambda _event: self.close())

    def _button(self, column: int, text: str, do: Callable[[], object]) -> ttk.Button:
        button = ttk.Button(self, text=text, style="Tool.TButton", command=do)
        button.grid(row=0, column=column)
        return button

    def _step(self, step: int) -> str:
        self._finder.step(step)
        self._tell()
        return "break"

    def _search(self) -> None:
        self._finder.search(self.text)
        self._tell()

    def _tell(self) -> None:
        found = len(self._finder.found)
        words = _("{place} of {count}").format(place=self._finder.place + 1, count=found)
        if not found:
            words = _("Nothing found here") if self.text else ""
        self.count.configure(text=words)
        self.entry.state(["invalid" if self.text and not found else "!invalid"])
