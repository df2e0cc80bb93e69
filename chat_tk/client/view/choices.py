"""The list of chats to choose from, in the dialog before the chat.

Rule 1: until the person chooses, the best row is chosen; from then on the choice stays where they put it, whatever
comes and goes.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _, ngettext
from chat_tk.ui.theme import BODY, Theme
from chat_tk.ui.widgets import CELL_AIR, Table, focused

ROWS: Final = 5
NAME: Final = 215
OTHERS: Final = 110
"""Pixels at 100 % that the columns have before anything stands in them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A chat. ``people``: None when that is not known; ``last``: the one of the last time; ``known``: of some time."""

    key: str
    name: str
    people: int | None = None
    password: bool = False
    last: bool = False
    known: bool = False


class Choices(ttk.Frame):
    """``on_choose``: the person has put the choice somewhere; ``on_join``: and wants to go there, by a double click."""

    def __init__(self, parent: tk.Misc, on_choose: Callable[[], None], on_join: Callable[[], None]) -> None:
        super().__init__(parent)
        self._on_choose = on_choose
        self._touched = False
        self._showing = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        columns = (("name", "", NAME), ("people", "", OTHERS), ("note", "", OTHERS))
        self.table = Table(self, columns, height=ROWS)
        self.table.configure(style="TFrame")
        self.table.grid(sticky="nsew")
        self.tree = self.table.tree
        self.tree.configure(show="")
        self.tree.bind("<<TreeviewSelect>>", lambda _event: self._selected())
        self.tree.bind("<Double-Button-1>", lambda event: on_join() if self.tree.identify_row(event.y) else None)

    def show(self, choices: Sequence[Choice]) -> None:
        """These are there now, in this order."""
        before = self.chosen
        self._showing = True
        rows = {choice.key: (choice.name, _people(choice.people), _note(choice)) for choice in choices}
        self._give_room(rows.values())
        self.table.fill(rows)
        keys = [choice.key for choice in choices]
        if self._touched and before in keys:
            self._choose(before)
        elif keys and (before or not self._touched):
            self._choose(keys[0])
        self.update_idletasks()
        self._showing = False

    def _give_room(self, rows: Collection[tuple[str, str, str]]) -> None:
        """Number and note get what they need, the name all the rest."""
        theme = Theme.of(self)
        left = self.tree.winfo_width() - theme.px(4)
        for place, column in enumerate(("people", "note"), 1):
            needed = max((theme.font(BODY).measure(row[place]) for row in rows), default=0) + theme.px(CELL_AIR + 8)
            self.tree.column(column, width=needed, stretch=False)
            left -= needed
        if left > theme.px(NAME) // 2:
            self.tree.column("name", width=left)

    @property
    def chosen(self) -> str:
        """The key of the row that is chosen; empty: none is."""
        selected = self.tree.selection()
        return str(selected[0]) if selected else ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to choose from."""
        return not self.tree.get_children()

    @property
    def alone(self) -> bool:
        """Whether there is one chat, and no other."""
        return len(self.tree.get_children()) == 1

    def clear(self) -> None:
        """Nothing is chosen: the person types an address."""
        self._showing = self._touched = True
        self.tree.selection_set(())
        self.update_idletasks()
        self._showing = False

    def offer_best(self) -> None:
        """The address is empty again: the first row is chosen, if none is."""
        self._touched = False
        rows = self.tree.get_children()
        if rows and not self.chosen:
            self._showing = True
            self._choose(rows[0])
            self.update_idletasks()
            self._showing = False

    def move(self, step: int) -> None:
        """Choose the row below (1) or above (-1): an arrow key in a field of the dialog."""
        rows = self.tree.get_children()
        if rows:
            place = rows.index(self.chosen) + step if self.chosen else 0
            self._choose(rows[max(0, min(place, len(rows) - 1))])
            self._touched = True
            self._on_choose()

    def _choose(self, key: str) -> None:
        self.tree.selection_set(key)
        self.tree.focus(key)
        self.tree.see(key)

    def _selected(self) -> None:
        """By a click or a key in the list itself."""
        if not self._showing and self.chosen and focused(self) is self.tree:
            self._touched = True
            self._on_choose()


def _people(count: int | None) -> str:
    if count is None:
        return ""
    return ngettext("{count} person", "{count} people", count).format(count=count) if count else _("nobody yet")


def _note(choice: Choice) -> str:
    words = [
        _("last used") if choice.last else "" if choice.known else _("new"),
        _("password") if choice.password else "",
    ]
    return " \N{MIDDLE DOT} ".join(filter(None, words))
