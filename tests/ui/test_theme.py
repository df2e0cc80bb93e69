"""The theme: sizes, live switching, painters."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

import pytest

from chat_tk.ui import titlebar
from chat_tk.ui.colours import DARK, ENOUGH, LIGHT, contrast
from chat_tk.ui.theme import BODY, Theme


@pytest.mark.parametrize(("dpi", "pixels"), [(96, 14), (144, 21), (192, 28)])
def test_every_size_follows_the_scale(dpi: int, pixels: int) -> None:
    """px and fonts are twice as large at 200 %; a line of a list has room for its text."""
    root = tk.Tk()
    root.tk.call("tk", "scaling", dpi / 72)
    theme = Theme.of(root)
    try:
        assert theme.px(14) == pixels
        assert theme.px(0) == 0
        assert theme.px(0.1) == 1
        assert theme.font(BODY).cget("size") == -pixels
        height = int(ttk.Style(root).lookup("Treeview", "rowheight"))
        assert height >= theme.font(BODY).metrics("linespace") + theme.px(4)
    finally:
        root.destroy()


def test_the_look_changes_live(root: tk.Tk) -> None:
    """ttk styles, toplevels and registered widgets become dark, and light again; a destroyed one is forgotten."""
    theme = Theme.of(root)
    assert Theme.of(tk.Frame(root)) is theme
    text, gone = tk.Text(root), tk.Text(root)
    theme.register(text, lambda theme: text.configure(background=theme.palette.surface))
    theme.register(gone, lambda theme: gone.configure(background=theme.palette.surface))
    gone.destroy()
    theme.use("dark")
    assert text.cget("background") == DARK.surface
    assert root.cget("background") == DARK.window
    assert ttk.Style(root).lookup("TButton", "background") == DARK.surface
    theme.use("light")
    assert text.cget("background") == LIGHT.surface
    assert str(theme.menu(root).cget("background")) == LIGHT.surface


def test_a_list_that_was_folded_out_follows(root: tk.Tk, until: Callable[[Callable[[], object]], None]) -> None:
    """The list of a combobox is made once; it is dark when the window is, and so is the field of its arrow."""
    theme = Theme.of(root)
    box = ttk.Combobox(root, values=["a", "b"])
    box.pack()
    root.update()
    listbox = f"{root.tk.call('ttk::combobox::PopdownWindow', box)}.f.l"
    assert root.tk.call(listbox, "cget", "-background") == LIGHT.surface
    theme.use("dark")
    until(lambda: root.tk.call(listbox, "cget", "-background") == DARK.surface)
    assert root.tk.call(listbox, "cget", "-foreground") == DARK.text
    assert ttk.Style(root).lookup("TCombobox", "background", ["active"]) == DARK.hover


def test_zoom_changes_all_text_within_bounds(root: tk.Tk) -> None:
    """Ctrl +/- reach 60 % to 300 %, for variants too."""
    theme = Theme.of(root)
    bold = theme.variant(bold=True)
    theme.set_zoom(2)
    assert theme.font(BODY).cget("size") == -theme.px(28)
    assert theme.font(bold).cget("size") == -theme.px(28)
    assert theme.font(bold).actual("weight") == "bold"
    theme.set_zoom(100)
    assert theme.zoom == 3
    theme.set_zoom(0)
    assert theme.zoom == 0.6


def test_enter_presses_a_button(root: tk.Tk) -> None:
    """Everything is reachable by keyboard: Enter presses what has the focus."""
    pressed: list[int] = []
    button = ttk.Button(root, text="x", command=lambda: pressed.append(1))
    button.pack()
    root.update()
    button.focus_force()
    button.event_generate("<Return>")
    assert pressed == [1]


def test_the_bar_of_a_window_is_painted_when_it_is_there(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows makes it when the window appears; a look that changes paints it again."""
    painted: list[tuple[str, bool]] = []
    monkeypatch.setattr(titlebar, "_PLATFORM", "win32")
    monkeypatch.setattr(titlebar, "paint", lambda window, *, dark: painted.append((str(window), dark)))
    theme = Theme.of(root)
    window = theme.toplevel(root, "x")
    tk.Frame(window).pack()
    painted.clear()
    window.deiconify()
    window.update()
    assert [dark for name, dark in painted if name == str(window)] == [False]
    theme.use("dark")
    assert (str(window), True) in painted


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("states", [(), ("focus",), ("readonly",), ("readonly", "focus"), ("readonly", "active")])
def test_what_stands_in_a_field_is_read_in_every_state(root: tk.Tk, mode: str, states: tuple[str, ...]) -> None:
    """Also in a list to choose from that has the keyboard, where clam would have it white."""
    Theme.of(root).use(mode)
    style = ttk.Style(root)
    for name in ("TEntry", "TCombobox", "TSpinbox"):
        text, behind = (style.lookup(name, option, states) for option in ("foreground", "fieldbackground"))
        assert contrast(text, behind) >= ENOUGH, (name, text, behind)
