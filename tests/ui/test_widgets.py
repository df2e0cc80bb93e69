"""Fields, tables, scrollbars and tooltips."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

import pytest

from chat_tk.ui import dialogs, tips
from chat_tk.ui.composer import Composer
from chat_tk.ui.menus import AIR
from chat_tk.ui.rowlist import RowList
from chat_tk.ui.rows import Row
from chat_tk.ui.sheet import Sheet
from chat_tk.ui.theme import Theme
from chat_tk.ui.tips import Tooltip
from chat_tk.ui.widgets import Field, Table, bind_text, focused, leave_keyboard


@pytest.fixture
def folded_out(root: tk.Tk, until: Callable[[Callable[[], object]], None]) -> ttk.Combobox:
    """One whose list stands below it and has the keyboard."""
    box = ttk.Combobox(root, values=["one", "two"])
    box.pack()
    root.update()
    root.tk.call("ttk::combobox::Post", box)
    until(lambda: "popdown" in str(root.tk.call("focus")))
    return box


def test_while_a_list_is_folded_out_nobody_of_ours_has_the_keyboard(
    root: tk.Tk, folded_out: ttk.Combobox, until: Callable[[Callable[[], object]], None]
) -> None:
    """It is Tcl's own, and tkinter raises when it is asked. Rows are drawn, windows and boxes open all the same."""
    assert focused(root) is None
    rows = RowList(root, 100)
    rows.pack()
    rows.show([Row("a", "a")])
    rows.redraw()
    composer = Composer(root, lambda _text: "")
    composer.pack()
    sheet = Sheet(root, "A window", (100, 100))
    sheet.appear()
    sheet.close()
    root.after(20, lambda: dialogs.dismiss(root))
    dialogs.show(root, "A box", "It is over.")
    root.tk.call("ttk::combobox::Unpost", folded_out)
    composer.text.focus_force()
    until(lambda: focused(root) is composer.text)


def test_a_field_complains_below_itself(root: tk.Tk) -> None:
    """get strips; complain shows a sentence and a red edge, and takes both back."""
    field = Field(root, "Your name", " Maria ")
    assert field.get() == "Maria"
    field.complain("No spaces, please.")
    assert field.problem == "No spaces, please."
    assert field.entry.instate(["invalid"])
    field.complain("")
    assert field.problem == ""
    assert not field.entry.instate(["invalid"])


def test_ctrl_a_and_paste_in_a_field(root: tk.Tk) -> None:
    """A paste replaces the selection and stays on one line."""
    field = Field(root, "Address", "old")
    field.pack()
    root.update()
    root.clipboard_clear()
    root.clipboard_append("new\nline")
    field.entry.focus_force()
    field.entry.event_generate("<Control-a>")
    assert field.entry.selection_get() == "old"
    field.entry.event_generate("<<Paste>>")
    assert field.get() == "new line"


def test_a_table_scrolls_only_when_it_must(root: tk.Tk) -> None:
    """The scrollbar comes with the rows that do not fit; until then they have the whole width."""
    table = Table(root, [("name", "Name", 120), ("address", "Address", 120)], height=3)
    table.pack(fill="both", expand=True)
    root.geometry("500x200")
    root.update()
    assert not table.scrollbar.winfo_ismapped()
    assert table.tree.winfo_width() == table.winfo_width() > 0
    for number in range(50):
        table.tree.insert("", "end", values=(f"Person {number}", "::1"))
    root.update()
    assert table.scrollbar.winfo_ismapped()
    assert table.tree.winfo_width() == table.winfo_width() - table.scrollbar.winfo_width()


def test_what_a_cell_has_no_room_for_is_seen_to_go_on(
    root: tk.Tk, until: Callable[[Callable[[], object]], None]
) -> None:
    """A sign stands where it is cut; with more room it stands whole."""
    table = Table(root, [("name", "Name", 100), ("count", "Count", 80)])
    table.pack(fill="both", expand=True)
    root.geometry("200x200")
    root.update()
    name = "a room with a long name"
    table.fill({"r": (name, 7)})
    until(lambda: table.tree.set("r", "name").endswith("\N{HORIZONTAL ELLIPSIS}"))
    assert table.tree.set("r", "count") == "7"
    root.geometry("700x200")
    until(lambda: table.tree.set("r", "name") == name)


def test_a_menu_gives_pictures_and_keys_room(root: tk.Tk) -> None:
    """A picture of its own is no nearer to the edge than words are; nor is the key at the right."""
    menu = Theme.of(root).menu(root)
    picture = tk.PhotoImage(master=root, width=10, height=10)
    menu.add_command(label="a", image=picture)
    menu.add_command(label="b", accelerator="F1")
    wide = root.tk.call("image", "width", menu.entrycget(0, "image"))
    assert wide == 10 + 2 * Theme.of(root).px(AIR[0])
    assert menu.entrycget(1, "accelerator").startswith("F1 ")
    menu.delete(0, "end")
    assert menu.index("end") is None


def test_a_tooltip_comes_and_goes(
    root: tk.Tk, until: Callable[[Callable[[], object]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It appears after a rest of the pointer, leaves with it, and leaves no timer."""
    button = ttk.Button(root, text="B")
    button.pack()
    tip = Tooltip(button, "Bold (Ctrl+B)").tip
    monkeypatch.setattr(tips, "DELAY_MS", 1)
    button.event_generate("<Enter>")
    until(lambda: tip.window is not None)
    button.event_generate("<Leave>")
    assert tip.window is None
    button.event_generate("<Enter>")
    button.destroy()
    assert tip._after_id is None


def test_a_text_has_the_keys_people_know(root: tk.Tk) -> None:
    """Ctrl+A selects all, Ctrl+K eats nothing."""
    text = tk.Text(root)
    bind_text(text)
    text.pack()
    text.insert("1.0", "some words")
    text.mark_set("insert", "1.0")
    root.update()
    text.focus_force()
    text.event_generate("<Control-k>")
    text.event_generate("<Control-a>")
    assert text.get("sel.first", "sel.last") == "some words"


def test_a_click_on_a_button_leaves_the_keyboard_where_it_was(root: tk.Tk) -> None:
    """It is pressed all the same, unless it is disabled."""
    pressed: list[int] = []
    field, button = ttk.Entry(root), ttk.Button(root, text="Emoji", command=lambda: pressed.append(1))
    field.pack()
    button.pack()
    leave_keyboard(button)
    root.update()
    field.focus_force()
    root.update()
    _click(button)
    assert root.focus_lastfor() is field
    assert pressed == [1]
    button.state(["disabled"])
    _click(button)
    assert pressed == [1]


def _click(button: ttk.Button) -> None:
    for event in ("<Enter>", "<Button-1>", "<ButtonRelease-1>"):
        button.event_generate(event, x=3, y=3)
    button.update()


@pytest.mark.parametrize("kind", ["ttk::entry", "ttk::spinbox"])
def test_every_field_has_the_keys_of_this_century(root: tk.Tk, kind: str) -> None:
    """One of Tk's own boxes, too, of which Python knows nothing: Ctrl+A selects all, a paste takes its place."""
    Theme.of(root)
    field = root.tk.call(kind, ".field")
    root.tk.call("pack", field)
    root.tk.call(field, "insert", 0, "some words")
    root.clipboard_clear()
    root.clipboard_append("one\nline")
    root.update()
    root.tk.call("focus", "-force", field)
    root.update()
    root.tk.call("event", "generate", field, "<Control-a>")
    assert root.tk.call(field, "selection", "present")
    root.tk.call("event", "generate", field, "<<Paste>>")
    assert root.tk.call(field, "get") == "one line"
    root.tk.call("event", "generate", field, "<<Paste>>")
    assert root.tk.call(field, "get") == "one lineone line"
