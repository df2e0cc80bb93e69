"""The columns of a table: as wide as what stands in them, as many as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from tkinter import ttk
from typing import Any, Final, Literal, NamedTuple

from chat_tk.ui.fonts import elided
from chat_tk.ui.theme import BODY, SMALL, Theme

BORDER: Final = 2
"""Of a Treeview of the theme "clam", on each side, at every scale."""
BAR: Final = 18
"""The width of a scrollbar, roughly."""
CELL_SPACE: Final = 26
"""What a cell needs beside its text, in pixels at 100 %."""
CELL_AIR: Final = 12
"""What stays free beside a text that fills its cell."""
MOST_GROWN: Final = 20
"""Letters of a cell for which a column that does not stretch becomes wider."""
MOST_MEASURED: Final = 5000


class Column(NamedTuple):
    """A column: what stands in it, how it is sorted, and the widest text that it usually holds.

    ``rank``: where there is no room for all columns, those with the highest one go first; 0 always stays.
    """

    key: str
    heading: str
    cell: Callable[[Any], str]
    order: Callable[[Any], Any]
    widest: str
    stretch: bool = False
    anchor: Literal["w", "e"] = "w"
    rank: int = 0


class Columns:
    """The columns of ``tree``, by key."""

    def __init__(self, tree: ttk.Treeview, columns: Mapping[str, Column]) -> None:
        self._tree = tree
        self._columns = columns
        self._widths: dict[str, int] = {}
        self._rooms: dict[str, int] = {}
        self._measured: dict[str, int] = {}
        self._letter, self._spare = 1, 0
        self.outgrown = False
        """Whether a cell needs a wider column than it has: ``fit`` gives it."""

    @property
    def least(self) -> int:
        """The smallest width in which nothing that always stays is cut off."""
        return 2 * BORDER + sum(self._widths[column.key] for column in self._columns.values() if not column.rank)

    def mark(self, sorted_by: str, *, descending: bool) -> None:
        """Say at the headings by which column the rows are sorted."""
        for column in self._columns.values():
            arrow = (" ▼" if descending else " ▲") if column.key == sorted_by else ""
            self._tree.heading(column.key, text=column.heading + arrow)

    def size(self, theme: Theme) -> None:
        """Make each as wide as its heading and what usually stands in it."""
        space = theme.px(CELL_SPACE)
        self._font, self._space, self._air = theme.font(BODY), space, theme.px(CELL_AIR)
        self._letter = self._font.measure("W")
        self._measured.clear()
        for column in self._columns.values():
            heading = theme.font(SMALL).measure(column.heading + " ▲") + space
            width = max(heading, theme.font(BODY).measure(column.widest) + space)
            self._widths[column.key] = width
            options: dict[str, Any] = {"stretch": column.stretch, "anchor": column.anchor}
            self._tree.column(column.key, width=width, minwidth=heading, **options)
        self.fit(self._tree.winfo_width())

    def fit(self, width: int) -> None:
        """Show as many as there is room for, so that none is cut off."""
        if width <= 1 or not self._widths:
            return
        chosen = list(self._columns.values())
        for rank in sorted({column.rank for column in chosen if column.rank}, reverse=True):
            if sum(self._widths[column.key] for column in chosen) <= width - 2 * BORDER:
                break
            chosen = [column for column in chosen if column.rank != rank]
        self._spare = width - 2 * BORDER - sum(self._widths[column.key] for column in chosen)
        keys = tuple(column.key for column in chosen)
        if keys != tuple(self._tree.cget("displaycolumns")) or self.outgrown:
            self.outgrown = False
            self._tree.configure(displaycolumns=keys)
            self._fill(chosen, width)

    def look(self) -> bool:
        """Look how wide the columns are now; whether one has another width than before."""
        rooms = {key: int(self._tree.column(key, "width")) - self._air for key in self._columns}
        changed = rooms != self._rooms
        self._rooms = rooms
        return changed

    def cut(self, values: Iterable[str]) -> list[str]:
        """The cells of a row; what does not fit ends with a sign that it goes on."""
        return [self._cut(column, text) for column, text in zip(self._columns.values(), values, strict=True)]

    def _cut(self, column: Column, text: str) -> str:
        room = self._rooms.get(column.key)
        if room is None or len(text) * self._letter <= room:  # most are short: nothing is measured
            return text
        need = self._measure(text)
        if need <= room:
            return text
        if not column.stretch and len(text) <= MOST_GROWN and self._grow(column.key, need):
            return text
        return elided(self._font, text, room)

    def _grow(self, key: str, need: int) -> bool:
        """Make a column wider, if no other one must go for it; whether that was possible."""
        more = need + self._space - self._widths[key]
        if more > self._spare:
            return False
        if more > 0:
            self._widths[key] += more
            self._spare -= more
            self.outgrown = True
        return True

    def _measure(self, text: str) -> int:
        if text not in self._measured:
            if len(self._measured) >= MOST_MEASURED:
                self._measured.clear()
            self._measured[text] = self._font.measure(text)
        return self._measured[text]

    def _fill(self, chosen: Sequence[Column], width: int) -> None:
        """Give what is left over to the columns that stretch: Tk does so only when the table itself is resized."""
        stretching = [column for column in chosen if column.stretch]
        spare = max(0, width - 2 * BORDER - sum(self._widths[column.key] for column in chosen))
        for index, column in enumerate(stretching):
            share = spare * (index + 1) // len(stretching) - spare * index // len(stretching)
            self._tree.column(column.key, width=self._widths[column.key] + share)
        for column in chosen:
            if not column.stretch:
                self._tree.column(column.key, width=self._widths[column.key])
