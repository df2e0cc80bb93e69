"""Tables of many live rows."""

from __future__ import annotations

import time
import tkinter as tk
from typing import NamedTuple

import pytest

from chat_tk.ui import table
from chat_tk.ui.table import DataTable
from chat_tk.ui.tablecolumns import Column
from chat_tk.ui.theme import Theme


class Row(NamedTuple):
    """A row."""

    number: int
    name: str
    count: int = 0


COLUMNS = [
    Column("number", "No.", lambda r: str(r.number), lambda r: r.number, "888", anchor="e"),
    Column("name", "Name", lambda r: r.name, lambda r: r.name.casefold(), "x" * 12, stretch=True),
    Column("count", "Count", lambda r: str(r.count), lambda r: r.count, "8888", rank=1),
]


@pytest.fixture
def made(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> DataTable[Row]:
    monkeypatch.setattr(table, "ORDER_MS", 1)
    data: DataTable[Row] = DataTable(root, COLUMNS, lambda row: str(row.number), empty="Nobody")
    data.pack(fill="both", expand=True)
    root.geometry("500x300")
    root.update()
    return data


def names(data: DataTable[Row]) -> list[str]:
    return [str(data.tree.set(row, "name")) for row in data.tree.get_children()]


def fill(data: DataTable[Row], *given: str) -> None:
    data.put(Row(number, name) for number, name in enumerate(given, 1))
    data.settle()


def test_rows_come_change_and_go(made: DataTable[Row], until) -> None:
    """By themselves soon, in the order of the first column."""
    made.put([Row(2, "Bob"), Row(1, "Ann")])
    until(lambda: names(made) == ["Ann", "Bob"])
    made.put([Row(2, "Robert")])
    until(lambda: names(made) == ["Ann", "Robert"])
    made.drop(["1", "77"])
    until(lambda: names(made) == ["Robert"])
    made.replace([Row(5, "Eve")])
    until(lambda: names(made) == ["Eve"])


def test_only_rows_that_changed_are_touched(made: DataTable[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample of thousands in which nothing has changed costs no call of Tk."""
    fill(made, "Ann", "Bob")
    touched = []
    real = made.tree.item
    monkeypatch.setattr(made.tree, "item", lambda key, **more: (touched.append(key), real(key, **more))[1])
    made.put([Row(1, "Ann"), Row(2, "Bob", 3)])
    made.settle()
    assert touched == ["2"]


def test_a_click_on_a_heading_sorts_and_a_second_turns_it_round(made: DataTable[Row]) -> None:
    """By value, not by what is written."""
    fill(made, "bob", "Ann", "Carl")
    made.sort_by("name")
    assert names(made) == ["Ann", "bob", "Carl"]
    assert made.tree.heading("name", "text") == "Name ▲"
    made.sort_by("name")
    assert names(made) == ["Carl", "bob", "Ann"]


def test_the_filter_hides_and_shows_again(made: DataTable[Row]) -> None:
    """All words, in any cell, in any case; rows that come later are filtered too."""
    fill(made, "Ann", "Anton", "Bob")
    made.filter("an")
    made.settle()
    assert names(made) == ["Ann", "Anton"]
    made.filter("an 2")
    made.settle()
    assert names(made) == ["Anton"]
    made.put([Row(22, "Hanna"), Row(3, "Ban 2")])
    made.settle()
    assert names(made) == ["Anton", "Ban 2", "Hanna"]
    made.filter("")
    made.settle()
    assert len(names(made)) == 4


def test_selection_survives_updates_and_ends_with_its_row(made: DataTable[Row]) -> None:
    """Whoever was chosen stays so while the list lives on."""
    fill(made, *"abcdef")
    made.tree.selection_set("2", "4")
    made.put([Row(2, "z"), Row(9, "n")])
    made.sort_by("name")
    assert {row.number for row in made.selected()} == {2, 4}
    made.drop(["2"])
    assert [row.number for row in made.selected()] == [4]


def test_what_one_looks_at_stays_in_its_place(made: DataTable[Row], root: tk.Tk) -> None:
    """Rows that come above move nothing under the eyes; at the very top one sees what comes."""
    made.put(Row(number, f"n{number}") for number in range(100, 300))
    made.settle()
    root.update()
    made.tree.yview_moveto(0.5)
    root.update()
    first = made._top_row()
    made.put(Row(number, "new") for number in range(20))
    made.settle()
    root.update()
    assert made._top_row() == first
    made.tree.yview_moveto(0)
    made.put([Row(-1, "newest")])
    made.settle()
    root.update()
    assert made._top_row() == "-1"


def test_thousands_of_rows_leave_time_for_keys(made: DataTable[Row], root: tk.Tk, until) -> None:
    """Work is done in slices: a timer meanwhile comes in time, again and again, until all is drawn."""
    ticks = []

    def tick() -> None:
        ticks.append(time.monotonic())
        root.after(5, tick)

    made.put(Row(number, f"n{number}") for number in range(3000))
    tick()
    until(lambda: len(made.tree.get_children()) == 3000)
    assert len(ticks) > 2


def test_columns_that_have_no_room_go_and_come_back(made: DataTable[Row], root: tk.Tk, until) -> None:
    """Those of the highest rank first; none is ever cut off."""
    until(lambda: len(made.tree["displaycolumns"]) == 3)
    root.geometry(f"{made.columns.least + 20}x300")
    until(lambda: tuple(made.tree["displaycolumns"]) == ("number", "name"))
    widths = sum(made.tree.column(key, "width") for key in ("number", "name"))
    assert abs(widths - made.tree.winfo_width()) <= 4, "no gap is left at the right"
    root.geometry("700x300")
    until(lambda: len(made.tree["displaycolumns"]) == 3)


def test_nothing_there_is_said(made: DataTable[Row], root: tk.Tk, until) -> None:
    """An empty list tells what it would hold."""
    until(made.empty.winfo_ismapped)
    assert made.empty.cget("text") == "Nobody"
    fill(made, "Ann")
    until(lambda: not made.empty.winfo_ismapped())
    made.filter("xyz")
    until(made.empty.winfo_ismapped)
    assert made.empty.cget("text") == "Nothing here has these words."


def test_rows_that_come_are_not_said_to_be_missing(made: DataTable[Row], root: tk.Tk, until) -> None:
    """They wait to be drawn: nobody has filtered them out; drawn, no sentence stands over them."""
    until(made.empty.winfo_ismapped)
    made.put([Row(1, "Ann")])
    made._order()
    assert made.empty.winfo_manager() == ""
    made.drop(["1"])
    made._order()
    made.empty.place(relx=0.5, rely=0.5)
    made.put([Row(2, "Bob")])
    made._work()
    assert made.empty.winfo_manager() == ""


def test_what_a_cell_has_no_room_for_is_seen_to_go_on(made: DataTable[Row], root: tk.Tk, until) -> None:
    """A sign stands where it is cut, as wide as the column is now; a number is never cut: its column grows."""
    root.geometry("260x300")
    until(lambda: made.tree.winfo_width() <= 260)
    name = "a name that is longer than this table is wide"
    made.put([Row(1, name, 10**11)])
    until(lambda: names(made) and names(made)[0].endswith("\N{HORIZONTAL ELLIPSIS}"))
    assert [row.name for row in made.shown()] == [name]
    until(lambda: made.tree.set("1", "count").endswith("\N{HORIZONTAL ELLIPSIS}"))  # no other column goes for it
    root.geometry("900x300")
    until(lambda: names(made) == [name])
    until(lambda: made.tree.column("count", "width") > Theme.of(root).font("ChatBody").measure(str(10**11)))
    until(lambda: made.tree.set("1", "count") == str(10**11))


def test_cells_fit_at_twice_the_size(made: DataTable[Row], root: tk.Tk) -> None:
    """Columns grow with the letters."""
    before = made.tree.column("count", "width")
    Theme.of(root).set_zoom(2.0)
    root.update()
    assert made.tree.column("count", "width") > before * 1.3


def test_names_from_outside_are_data(made: DataTable[Row]) -> None:
    """Braces, brackets, dollars and lone surrogates reach no interpreter."""
    fill(made, "{[exit] $x \ud800")
    assert names(made) == ["{[exit] $x \ufffd"]


def test_rows_out_of_sight_are_drawn_when_they_come_into_it(made: DataTable[Row], root: tk.Tk, until) -> None:
    """A sample that changes thousands of rows costs what the few that are seen cost."""
    made.put(Row(number, "old") for number in range(500))
    until(lambda: len(made.tree.get_children()) == 500)
    made.put(Row(number, "new") for number in range(500))
    until(lambda: not made._dirty)
    root.update()
    assert made.tree.set("0", "name") == "new"
    assert made.tree.set("400", "name") == "old"
    assert made.get("400") == Row(400, "new")
    made.tree.see("400")
    until(lambda: made.tree.set("400", "name") == "new")
    made.settle()
    assert made.tree.set("250", "name") == "new"


def test_a_row_is_chosen_as_soon_as_it_stands_there(made: DataTable[Row]) -> None:
    """It alone is selected then, and seen; what was selected before is not any more."""
    made.put([Row(1, "Ann"), Row(2, "Bob")])
    made.settle()
    made.tree.selection_set("1")
    made.choose("300")
    made.settle()
    assert [row.number for row in made.selected()] == [1]
    made.put(Row(number, "More") for number in range(3, 301))
    made.settle()
    assert [row.number for row in made.selected()] == [300]
    made.update()
    assert made.tree.bbox("300")
