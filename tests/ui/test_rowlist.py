"""The list of rooms or people: what is chosen, by pointer and by key, and that its length costs nothing."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable

import pytest

from chat_tk.ui.rowlist import RowList
from chat_tk.ui.rows import Made, Row
from chat_tk.ui.theme import Theme


@pytest.fixture
def listing(root: tk.Tk) -> RowList:
    root.geometry("220x300")
    made = RowList(root, 180)
    made.pack(fill="both", expand=True)
    made.show([Row("head", "Rooms", heading=True), *(Row(name.lower(), name) for name in ("Ann", "Bob", "Bea", "Zoë"))])
    root.update()
    return made


def press(listing: RowList, *keys: str) -> None:
    listing.canvas.focus_force()
    listing.update()
    for key in keys:
        listing.canvas.event_generate(key)
    listing.update()


def texts(listing: RowList) -> list[str]:
    """What is drawn."""
    listing.update()
    canvas = listing.canvas
    return [canvas.itemcget(item, "text") for item in canvas.find_all() if canvas.type(item) == "text"]


def test_keys_choose_and_pass_over_headings(listing: RowList) -> None:
    """Arrows, Home and End; the heading cannot be chosen."""
    chosen: list[str] = []
    listing.on_choose = chosen.append
    press(listing, "<Down>", "<Down>", "<Up>", "<Up>", "<End>", "<Home>")
    assert chosen == ["bob", "bea", "bob", "ann", "zoë", "ann"]


def test_a_heading_never_looks_chosen(listing: RowList) -> None:
    """Its key is empty, and so is the choice where nothing is chosen."""
    plain = len(listing.canvas.find_all())
    listing.show([Row("", "2 people found", heading=True), *listing.rows[1:]])
    texts(listing)
    assert len(listing.canvas.find_all()) == plain


def test_letters_go_to_a_name(listing: RowList) -> None:
    """The first letter to the next name that begins so, the second makes it more precise."""
    press(listing, "<Key-b>")
    assert listing.chosen == "bob"
    press(listing, "<Key-e>")
    assert listing.chosen == "bea"


def test_enter_delete_and_menu_tell_what_is_chosen(listing: RowList) -> None:
    """Each by its callable."""
    told: list[object] = []
    listing.on_open = lambda key: told.append(("open", key))
    listing.on_delete = lambda key: told.append(("delete", key))
    listing.on_menu = lambda key, _x, _y: told.append(("menu", key))
    listing.choose("bob")
    press(listing, "<Return>", "<Delete>", "<Shift-F10>")
    assert told == [("open", "bob"), ("delete", "bob"), ("menu", "bob")]


def test_clicks(listing: RowList) -> None:
    """Left chooses, twice opens, right shows the menu of what is below, not of what is chosen."""
    told: list[object] = []
    listing.on_choose = lambda key: told.append(("choose", key))
    listing.on_open = lambda key: told.append(("open", key))
    listing.on_menu = lambda key, _x, _y: told.append(("menu", key))
    _left, top, _width, height = listing.place_of("bea") or (0, 0, 0, 0)
    for event in ("<Button-1>", "<ButtonRelease-1>") * 2:
        listing.canvas.event_generate(event, x=40, y=top + height // 2)
    listing.canvas.event_generate("<Button-3>", x=40, y=(listing.place_of("zoë") or (0, 0))[1] + 3)
    listing.canvas.event_generate("<Button-1>", x=40, y=3)  # the heading
    assert told == [("choose", "bea"), ("open", "bea"), ("menu", "zoë")]


def test_long_names_are_cut_with_a_sign_and_told_whole(listing: RowList, until: Callable[..., None]) -> None:
    """And broken characters hurt nobody."""
    name = "A very long name that cannot stand here \ud800 in any case"
    listing.show([Row("long", name, badge="12", tip="and more")])
    assert any(text.endswith("…") for text in texts(listing))
    listing.canvas.event_generate("<Motion>", x=40, y=8)
    until(lambda: listing._tip.window)
    label = listing._tip.window.winfo_children()[0]  # type: ignore[union-attr]
    assert label.cget("text").startswith("A very long name")
    assert label.cget("text").endswith("and more")
    listing.canvas.event_generate("<Leave>")
    assert listing._tip.window is None


def test_words_behind_a_name_are_left_out_rather_than_cut(listing: RowList, until: Callable[..., None]) -> None:
    """The pointer tells them; and what is long enough to be read in part is seen in part."""
    mine = [Row("me", "x" * length, note="host, you") for length in range(1, 60)]
    tight = next(row for row in mine if listing._drawing.left_out(row) == ["you"])
    listing.show([tight, Row("long", "Bob", note="away, gone out to lunch with Carl and Dora and many others")])
    assert texts(listing)[:2] == [tight.text, "host"]
    assert any(text.startswith("away, gone") and text.endswith("…") for text in texts(listing))
    listing.canvas.event_generate("<Motion>", x=40, y=8)
    until(lambda: listing._tip.window)
    assert listing._tip.window.winfo_children()[0].cget("text") == "you"  # type: ignore[union-attr]


def test_five_thousand_cost_what_thirty_cost(listing: RowList) -> None:
    """Rows are made only where they are seen, and the last can be reached."""
    made: list[int] = []

    def make(number: int) -> Row:
        made.append(number)
        return Row(str(number), f"person {number}")

    began = time.perf_counter()
    listing.show(Made(range(5000), make), [str(number) for number in range(5000)])
    listing.update()
    assert time.perf_counter() - began < 20, "some milliseconds; this machine may be busy"
    assert len(set(made)) < 60
    press(listing, "<End>")
    assert listing.chosen == "4999"
    assert "person 4999" in texts(listing)


def test_what_is_seen_stays_when_rows_come_and_go(listing: RowList) -> None:
    """The chosen row stays chosen; a list that has become short is not scrolled beyond its end."""
    rows = [Row(str(number), f"row {number}") for number in range(200)]
    listing.show(rows)
    listing.choose("150")
    assert "row 150" in texts(listing)
    listing.show(rows[100:])
    assert listing.chosen == "150"
    listing.show(rows[:3])
    assert texts(listing) == ["row 0", "row 1", "row 2"]


def test_it_follows_the_look(listing: RowList, root: tk.Tk) -> None:
    """Dark is dark at once, larger text makes higher rows."""
    _left, _top, _width, height = listing.place_of("ann") or (0, 0, 0, 0)
    Theme.of(root).use("dark")
    Theme.of(root).set_zoom(2)
    root.update()
    assert listing.canvas["background"] == Theme.of(root).palette.window
    assert (listing.place_of("ann") or (0, 0, 0, 0))[3] > 1.5 * height
