"""The rows of a table, without a window."""

from __future__ import annotations

from chat_tk.ui.tablecolumns import Column
from chat_tk.ui.tablerows import TableRows

Row = tuple[str, int]
COLUMNS = {
    "name": Column("name", "Name", lambda row: row[0], lambda row: row[0], "Maria"),
    "count": Column("count", "Count", lambda row: str(row[1]), lambda row: row[1], "100"),
}


def rows() -> TableRows[Row]:
    made: TableRows[Row] = TableRows(COLUMNS, lambda row: row[0], descending=False)
    made.put([("bob", 3), ("anna", 20), ("carl", 1)])
    return made


def test_only_what_changed_is_told() -> None:
    """A row that comes as it was is no news; one that was never there is none when it goes."""
    table = rows()
    assert table.put([("bob", 3), ("anna", 21), ("dora", 0)]) == ["anna", "dora"]
    assert table.drop(["carl", "zoe"]) == ["carl"]
    assert table.others([("bob", 9)]) == ["anna", "dora"]
    assert (len(table), table.get("carl"), table["anna"]) == (3, None, ("anna", 21))


def test_a_column_sorts_and_the_other_way_round() -> None:
    """By what stands behind the cell, not by its text; another column begins anew."""
    table = rows()
    assert table.ordered(table.keys) == ["anna", "bob", "carl"]
    table.sort_by("count")
    assert table.ordered(table.keys) == ["carl", "bob", "anna"]
    table.sort_by("count")
    assert table.ordered(table.keys) == ["anna", "bob", "carl"]
    table.sort_by("name")
    assert not table.descending


def test_all_words_must_stand_in_a_row() -> None:
    """Somewhere, in any case; the same words again are no news."""
    table = rows()
    assert table.filter("AN 2")
    assert not table.filter(" an  2")
    assert [key for key in table.keys if table.fits(table.cells(key))] == ["anna"]
    assert table.filter("")
    assert not table.filtered
