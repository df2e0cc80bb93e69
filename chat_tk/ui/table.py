"""A table of many live rows: sorted by any column, filtered by words, several selected, at every scale.

Rule 1: a row comes, changes and goes by :meth:`DataTable.put` and :meth:`drop` alone.
Rule 2: work is done in slices of a few milliseconds; with thousands of rows, keys are answered all the same.
Rule 3: an update touches the rows that changed and are seen; the others are drawn when they come into sight. (Each call
of Tk lets other threads run, and may wait for them.) Selection, focus and the place that one looks at stay.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from tkinter import ttk
from typing import Final, Generic, TypeVar

from chat_tk.i18n import _
from chat_tk.ui.planned import Planned
from chat_tk.ui.tablecolumns import BAR, Column, Columns
from chat_tk.ui.tablerows import TableRows
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import Table

R = TypeVar("R")

SLICE_SECONDS: Final = 0.006
PAUSE_MS: Final = 4
"""Between two slices: long enough for a key."""
ORDER_MS: Final = 400
"""Rows are put in order at most this often: nothing jumps about under the pointer."""
AROUND: Final = 5
"""Rows above and below those that are seen, which are drawn too."""


class DataTable(ttk.Frame, Generic[R]):
    """Rows of values ``R``, each with a key of its own."""

    def __init__(
        self,
        parent: tk.Misc,
        columns: Sequence[Column],
        key: Callable[[R], str],
        *,
        empty: str,
        height: int = 3,
        descending: bool = False,
    ) -> None:
        """``empty`` is said where no row is; at first the first column sorts."""
        super().__init__(parent, style="Surface.TFrame")
        self._theme = Theme.of(self)
        self._columns = {column.key: column for column in columns}
        self._rows = TableRows(self._columns, key, descending=descending)
        self._shown: set[str] = set()
        self._children: list[str] = []
        self._stale: set[str] = set()
        self._dirty: dict[str, None] = {}
        self._everything = False
        self._awaited = ""
        self._working = Planned(self, self._work)
        self._ordering = Planned(self, self._order)
        self._cutting = Planned(self, self._cut_anew)
        self._ordered_at = 0.0
        self.changed: Callable[[], object] = lambda: None
        """Called when the selection or the number of rows is another."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._height = height
        self.grid_propagate(flag=False)  # else it would ask for the width of all columns
        self.tree = self._make_tree(height)
        self._theme.register(self.tree, self._size)
        self._empty_text = empty
        self.empty = self._make_note()
        self._mark_column()
        self._tell_empty()

    # --- rows --------------------------------------------------------------------------------------------------------

    def put(self, rows: Iterable[R]) -> None:
        """These rows appear or change."""
        self._dirty.update(dict.fromkeys(self._rows.put(rows)))
        self._plan_work()

    def drop(self, keys: Iterable[str]) -> None:
        """These rows go."""
        gone = self._rows.drop(keys)
        for key in gone:
            self._dirty.pop(key, None)
        hidden = [key for key in gone if key in self._shown]
        if hidden:
            self._hide(hidden)
        self._plan_order()

    def replace(self, rows: Iterable[R]) -> None:
        """These rows are all that there are from now on."""
        rows = list(rows)
        self.drop(self._rows.others(rows))
        self.put(rows)

    def get(self, key: str) -> R | None:
        """The row with this key; None when it has gone."""
        return self._rows.get(key)

    def rows(self) -> list[R]:
        """All rows, those that the filter hides too."""
        return self._rows.all

    def shown(self) -> list[R]:
        """The rows that are to be seen, in the order in which they stand."""
        return [self._rows[key] for key in self._children]

    def selected(self) -> list[R]:
        """The rows that are selected, from the top."""
        rows = (self._rows.get(key) for key in self.tree.selection())
        return [row for row in rows if row is not None]

    def choose(self, key: str) -> None:
        """Select this row alone, and show it, as soon as it stands here."""
        self._awaited = key
        self._plan_order()

    # --- order and filter --------------------------------------------------------------------------------------------

    def sort_by(self, key: str) -> None:
        """Sort by this column; a second time: the other way round."""
        self._rows.sort_by(key)
        self._mark_column()
        self._ordering.now()

    def filter(self, text: str) -> None:
        """Show only rows in whose cells all these words stand, somewhere, in any case."""
        if self._rows.filter(text):
            self._dirty.update(dict.fromkeys(self._rows.keys))
            self._plan_work()

    def settle(self) -> None:
        """Do all work that waits now, out of sight too."""
        self._dirty.update(dict.fromkeys(self._stale))
        self._everything = True
        while self._dirty:
            self._working.now()
        self._everything = False
        self._ordering.now()

    # --- work in slices ----------------------------------------------------------------------------------------------

    def _plan_work(self) -> None:
        if self._dirty:
            self._working.later(1)

    def _work(self) -> None:
        until = time.perf_counter() + SLICE_SECONDS
        seen = set(self._rows.keys) if self._everything else self._in_sight()
        while self._dirty and time.perf_counter() < until:
            key = next(iter(self._dirty))
            del self._dirty[key]
            self._draw(key, in_sight=key in seen)
        if self._dirty:
            self._working.later(PAUSE_MS)
        if self._shown:
            self.empty.place_forget()
        if self.columns.outgrown:
            self._fit()
        self._plan_order()

    def _draw(self, key: str, *, in_sight: bool) -> None:
        if not in_sight and key in self._shown and not self._rows.filtered:
            self._stale.add(key)
            return
        self._stale.discard(key)
        values = self._rows.cells(key)
        fits = self._rows.fits(values)
        if key not in self._shown:
            if fits:
                self._shown.add(key)
                self._children.append(key)
                self.tree.insert("", "end", iid=key, values=self.columns.cut(values))
        elif fits:
            self.tree.item(key, values=self.columns.cut(values))
        else:
            self._hide([key])

    def _hide(self, keys: list[str]) -> None:
        self._shown.difference_update(keys)
        self._stale.difference_update(keys)
        self._children = [key for key in self._children if key in self._shown]
        self.tree.delete(*keys)

    def _in_sight(self) -> set[str]:
        """The rows that are seen now, and a few around them."""
        if not self.tree.winfo_viewable():
            return set()
        first, last = self.tree.yview()
        count = len(self._children)
        return set(self._children[max(0, int(first * count) - AROUND) : int(last * count) + AROUND])

    def _freshen(self) -> None:
        """Other rows have come into sight."""
        if self._stale and (late := self._stale & self._in_sight()):
            self._dirty.update(dict.fromkeys(late))
            self._plan_work()

    def _plan_order(self) -> None:
        since = (time.monotonic() - self._ordered_at) * 1000
        self._ordering.later(max(1, int(ORDER_MS - since)))

    def _order(self) -> None:
        self._ordered_at = time.monotonic()
        wanted = self._rows.ordered(self._shown)
        if wanted != self._children:
            self._put_in_order(wanted)
        if self._awaited in self._shown:
            self.tree.selection_set(self._awaited)
            self.tree.focus(self._awaited)
            self.tree.see(self._awaited)
            self._awaited = ""
        self._freshen()
        self._tell_empty()
        self.changed()

    def _put_in_order(self, wanted: list[str]) -> None:
        """Put the rows in this order; the row at the top of what one sees stays there, unless it is the very first."""
        tree = self.tree
        first = "" if tree.yview()[0] <= 0.0 else self._top_row()
        tree.set_children("", *wanted)
        self._children = wanted
        if first in self._shown and len(wanted) > 0:
            tree.yview_moveto(wanted.index(first) / len(wanted))

    def _top_row(self) -> str:
        heading = int(str(ttk.Style(self).lookup("Treeview", "rowheight") or 20))
        return str(self.tree.identify_row(heading + heading // 2))

    def _tell_empty(self) -> None:
        if self._shown or self._dirty:  # what waits to be drawn may fit
            self.empty.place_forget()
        else:
            self.empty.configure(text=_("Nothing here has these words.") if self._rows else self._empty_text)
            self.empty.place(in_=self.tree, relx=0.5, rely=0.6, relwidth=0.9, anchor="center")

    # --- how it is made ----------------------------------------------------------------------------------------------

    def _make_note(self) -> ttk.Label:
        note = ttk.Label(self, style="Muted.Surface.TLabel", justify="center", anchor="center")
        note.bind("<Configure>", lambda event: note.configure(wraplength=max(1, event.width)))
        return note

    def _make_tree(self, height: int) -> ttk.Treeview:
        names = [(column.key, column.heading, 0) for column in self._columns.values()]
        table = Table(self, names, selectmode="extended", height=height)
        table.grid(row=0, column=0, sticky="nsew")
        tree = table.tree
        self.columns = Columns(tree, self._columns)
        for column in self._columns.values():
            tree.heading(column.key, anchor=column.anchor, command=partial(self.sort_by, column.key))
        tree.bind("<Configure>", lambda _event: self._fit())
        tree.bind("<ButtonRelease-1>", lambda _event: self._cutting.at_leisure(), add="+")  # of a border, perhaps
        tree.bind("<<TreeviewSelect>>", lambda _event: self.changed())
        tree.bind("<Map>", lambda _event: self.after_idle(self._freshen))

        def scrolled(first: float, last: float) -> None:
            table.scrollbar.set(first, last)
            self._freshen()

        tree.configure(yscrollcommand=scrolled)
        tree.bind("<FocusIn>", lambda _event: self._choose_first())
        tree.bind("<Control-a>", lambda _event: tree.selection_set(tree.get_children()))
        return tree

    def _fit(self) -> None:
        """The table has another width, or a column needs one."""
        self.columns.fit(self.tree.winfo_width())
        self._cutting.at_leisure()

    def _cut_anew(self) -> None:
        """Where columns have other widths, other cells are cut."""
        if self.columns.look():
            self._dirty.update(dict.fromkeys(self._shown))
            self._plan_work()

    def _mark_column(self) -> None:
        self.columns.mark(self._rows.sorted_by, descending=self._rows.descending)

    def _size(self, theme: Theme) -> None:
        row = int(str(ttk.Style(self).lookup("Treeview", "rowheight") or 20))
        self.columns.size(theme)
        self.configure(width=self.columns.least + theme.px(BAR), height=row * (self._height + 1) + theme.px(8))

    def _choose_first(self) -> None:
        """Where nothing is chosen, the arrow keys would do nothing."""
        rows = self.tree.get_children()
        if rows and not self.tree.focus() and not self.tree.selection():
            self.tree.focus(rows[0])
            self.tree.selection_set(rows[0])
