"""A tab with a list: filter above, the table, buttons below; what a button does, menu and key do too.

Rule: a row comes, changes and goes by what the core reported, never by a click.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Any, Generic, NamedTuple, TypeVar

from chat_tk.i18n import _
from chat_tk.server.view.parts import Filter
from chat_tk.ui.flow import Flow
from chat_tk.ui.keys import on_this_system
from chat_tk.ui.table import DataTable
from chat_tk.ui.tablecolumns import Column
from chat_tk.ui.tablemenu import bind_menu
from chat_tk.ui.theme import Theme

R = TypeVar("R")


class Deed(NamedTuple):
    """Something that can be done with the selected rows.

    ``possible`` gives whether it can be done with these now; ``always``: with none selected too. ``keys`` are Tk's, for
    the table. ``says`` gives what its button says for the selected rows, where that changes.
    """

    key: str
    label: str
    do: Callable[[], object]
    keys: tuple[str, ...] = ()
    possible: Callable[[Sequence[Any]], bool] = bool
    always: bool = False
    says: Callable[[Sequence[Any]], str] | None = None
    end: bool = False
    style: str = "TButton"


class ListPage(ttk.Frame, Generic[R]):
    """The tab. Give it its ``deeds`` with :meth:`offer`, once."""

    def __init__(
        self,
        parent: tk.Misc,
        columns: Sequence[Column],
        key: Callable[[R], str],
        *,
        empty: str,
        filtered: bool = True,
    ) -> None:
        self._theme = Theme.of(parent)
        px = self._theme.px
        super().__init__(parent, style="Surface.TFrame", padding=px(10))
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self.table: DataTable[R] = DataTable(self, columns, key, empty=empty)
        self.table.grid(row=1, column=0, sticky="nsew")
        self.filter: Filter | None = None
        if filtered:
            self.filter = Filter(self, _("Filter"), self.table.filter)
            self.filter.grid(row=0, column=0, sticky="w", pady=(0, px(8)))
            self.filter.lift()  # the tab key reaches it first
            self.filter.entry.bind("<Down>", lambda _event: self.table.tree.focus_set())
        self.row = Flow(self, style="Surface.TFrame")
        self.row.grid(row=2, column=0, sticky="ew", pady=(px(10), 0))
        self.menu = self._theme.menu(self)
        self.buttons: dict[str, ttk.Button] = {}
        self._deeds: dict[str, Deed] = {}
        self._enabled = True
        self.counted: Callable[[], object] = lambda: None
        """Called when rows came or went."""
        self.table.changed = self._changed
        bind_menu(self.table.tree, self.menu)

    def offer(self, deeds: Sequence[Deed]) -> None:
        """A button, an entry of the menu and keys for each."""
        for deed in deeds:
            self._deeds[deed.key] = deed
            button = ttk.Button(self.row, text=deed.label, command=deed.do, style=deed.style)
            self.row.add(button, end=deed.end)
            self.buttons[deed.key] = button
            self.menu.add_command(label=deed.label, command=deed.do)
            for key in (one for name in deed.keys for one in on_this_system(self, name)):
                self.table.tree.bind(key, lambda _event, deed=deed: self._by_key(deed))  # type: ignore[misc]
        self.show_what_can_be_done()

    def add_to_menu(self, label: str, do: Callable[[], object]) -> None:
        """An entry of the menu that is no button."""
        self.menu.add_command(label=label, command=do)

    def selected(self) -> list[R]:
        """The rows that are selected."""
        return self.table.selected()

    def set_enabled(self, *, enabled: bool) -> None:
        """Whether anything can be done here at all."""
        self._enabled = enabled
        self.show_what_can_be_done()

    def show_what_can_be_done(self) -> None:
        """Let buttons and menu say what holds for the selected rows."""
        rows = self.selected()
        for index, (key, deed) in enumerate(self._deeds.items()):
            possible = self._possible(deed, rows)
            self.buttons[key].state(["!disabled" if possible else "disabled"])
            self.menu.entryconfigure(index, state="normal" if possible else "disabled")
            if deed.says is not None:
                label = deed.says(rows)
                if label != str(self.buttons[key].cget("text")):
                    self.buttons[key].configure(text=label)
                    self.menu.entryconfigure(index, label=label)

    def _possible(self, deed: Deed, rows: Sequence[R]) -> bool:
        return self._enabled and (deed.always or (bool(rows) and deed.possible(rows)))

    def _by_key(self, deed: Deed) -> str:
        if self._possible(deed, self.selected()):
            deed.do()
        return "break"

    def _changed(self) -> None:
        self.show_what_can_be_done()
        self.counted()
