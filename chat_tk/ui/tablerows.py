"""The rows of a table: what stands in their cells, which of them fit the words of the filter, and in which order. Pure.

``table.py`` shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from chat_tk.ui.fonts import clean
from chat_tk.ui.tablecolumns import Column

R = TypeVar("R")


class TableRows(Generic[R]):
    """Rows by their keys; ``sorted_by`` is the key of a column, ``descending`` the other way round."""

    def __init__(self, columns: Mapping[str, Column], key: Callable[[R], str], *, descending: bool) -> None:
        """At first the first column sorts."""
        self._columns, self._key = columns, key
        self._rows: dict[str, R] = {}
        self._words: list[str] = []
        self.sorted_by = next(iter(columns))
        self.descending = descending

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, key: str) -> R:
        return self._rows[key]

    def get(self, key: str) -> R | None:
        """The row with this key; None: there is none."""
        return self._rows.get(key)

    @property
    def keys(self) -> list[str]:
        """Of all rows."""
        return list(self._rows)

    @property
    def all(self) -> list[R]:
        """All rows."""
        return list(self._rows.values())

    def put(self, rows: Iterable[R]) -> list[str]:
        """These appear or change; the keys of those that did."""
        changed = [(self._key(row), row) for row in rows]
        changed = [(key, row) for key, row in changed if self._rows.get(key) != row]
        self._rows.update(changed)
        return [key for key, _row in changed]

    def drop(self, keys: Iterable[str]) -> list[str]:
        """These go; the keys of those that were there."""
        return [key for key in keys if self._rows.pop(key, None) is not None]

    def others(self, rows: Iterable[R]) -> list[str]:
        """The keys of all rows that are not among these."""
        these = {self._key(row) for row in rows}
        return [key for key in self._rows if key not in these]

    def sort_by(self, column: str) -> None:
        """Sort by this column; a second time: the other way round."""
        self.descending = column == self.sorted_by and not self.descending
        self.sorted_by = column

    def ordered(self, keys: Iterable[str]) -> list[str]:
        """Keys of rows, in their order."""
        by = self._columns[self.sorted_by].order
        return sorted(keys, key=lambda key: by(self._rows[key]), reverse=self.descending)

    @property
    def filtered(self) -> bool:
        """Whether there are words that a row must have."""
        return bool(self._words)

    def filter(self, text: str) -> bool:
        """Only rows fit in whose cells all these words stand, somewhere, in any case. False: it was so before."""
        words = text.casefold().split()
        other = words != self._words
        self._words = words
        return other

    def cells(self, key: str) -> list[str]:
        """What stands in the cells of a row."""
        return [clean(column.cell(self._rows[key])) for column in self._columns.values()]

    def fits(self, cells: Iterable[str]) -> bool:
        """Whether a row with these cells has all words."""
        text = "\n".join(cells).casefold() if self._words else ""
        return all(word in text for word in self._words)
