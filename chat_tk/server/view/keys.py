"""The keys of the whole window; those of a list belong to its page. ``shortcuts`` tells them all."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from chat_tk.server.view.shortcuts import KeysWindow
from chat_tk.ui.keys import on_this_system
from chat_tk.ui.theme import Theme

if TYPE_CHECKING:
    from chat_tk.server.view.window import HostWindow

ZOOM_STEP = 1.1


def bind(window: HostWindow) -> None:
    """Bind all keys of the window."""
    root = window.root
    theme = Theme.of(root)

    def on(sequence: str, do: Callable[[], object]) -> None:
        for one in on_this_system(root, sequence):
            root.bind(one, lambda event: do() if event.widget.winfo_toplevel() is root else None)

    on("<F1>", lambda: _show_keys(window))
    on("<F11>", window.show_big)
    on("<Control-p>", window.pause)
    on("<Control-A>", window.ask_announce)  # the capital: with Shift
    on("<Control-j>", window.header.chat_button.invoke)
    on("<Control-q>", window.ask_close)
    on("<Control-f>", lambda: _find(window))
    for keys in ("plus", "equal", "KP_Add"):
        on(f"<Control-{keys}>", lambda: theme.set_zoom(theme.zoom * ZOOM_STEP))
    for keys in ("minus", "KP_Subtract"):
        on(f"<Control-{keys}>", lambda: theme.set_zoom(theme.zoom / ZOOM_STEP))
    on("<Control-Key-0>", lambda: theme.set_zoom(1.0))
    for number in range(1, 8):
        on(f"<Control-Key-{number}>", lambda number=number: _go_to(window, number))  # type: ignore[misc]
    for step, keys_of_tabs in ((1, ("Tab", "Next")), (-1, ("Shift-Tab", "ISO_Left_Tab", "Prior"))):
        for key in keys_of_tabs:
            if key != "ISO_Left_Tab" or root.tk.call("tk", "windowingsystem") == "x11":
                on(f"<Control-{key}>", lambda step=step: _go_on(window, step))  # type: ignore[misc]


def _show_keys(window: HostWindow) -> None:
    """The list of keys, or the one that is open already."""
    if window.key_list is not None and window.key_list.is_open:
        window.key_list.lift()
    else:
        window.key_list = KeysWindow(window.root)


def _find(window: HostWindow) -> None:
    """The field for words of the tab that is seen; where it has none, that of the people."""
    page = window.selected
    if page is window.log_page:
        window.log_page.words.entry.focus_set()
        return
    found = getattr(page, "filter", None)
    if found is None:
        window.select(window.people)
        found = window.people.filter
    if found is not None:
        found.entry.focus_set()


def _go_to(window: HostWindow, number: int) -> None:
    """The tab with this number: they stand in one order always, and the last one, Hands, is not always there."""
    tabs = window.tabs.tabs()  # type: ignore[no-untyped-call]
    if number <= len(tabs) and str(window.tabs.tab(tabs[number - 1], "state")) != "hidden":  # type: ignore[no-untyped-call]
        page = window.root.nametowidget(tabs[number - 1])
        window.select(page)
        _focus_first(page)


def _go_on(window: HostWindow, step: int) -> str:
    """The tab beside the one that is seen, round the ends; the answer keeps Tk from making a Tab of the key."""
    tabs = [tab for tab in window.tabs.tabs() if str(window.tabs.tab(tab, "state")) != "hidden"]  # type: ignore[no-untyped-call]
    page = window.root.nametowidget(tabs[(tabs.index(str(window.selected)) + step) % len(tabs)])
    window.select(page)
    _focus_first(page)
    return "break"


def _focus_first(page: tk.Misc) -> None:
    table = getattr(page, "table", None)
    page.update_idletasks()  # Tk goes to nothing that is not seen yet
    first = table.tree if table is not None else page.tk_focusNext()
    (first or page).focus_set()
