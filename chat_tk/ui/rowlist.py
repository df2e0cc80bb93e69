"""A list of rooms or people: a name with a sign before it, words or a badge behind it, drawn only where it is seen.

Rule 1: what is shown is what :meth:`RowList.show` was given last; the list itself changes nothing.
Rule 2: only the rows on the screen are drawn, so that 5,000 people cost no more than 30.
Rule 3: whatever the pointer can do, keys can: arrows, Page, Home and End choose, Enter opens, Menu and Shift+F10 show
    the menu, Delete asks to remove, letters go to the next name that begins so.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.ui.fonts import clean
from chat_tk.ui.keys import MENU_KEYS, bind_if_known
from chat_tk.ui.planned import Planned
from chat_tk.ui.rowdrawing import Drawing
from chat_tk.ui.rows import Letters, Row
from chat_tk.ui.theme import BODY, Theme
from chat_tk.ui.tips import Tip
from chat_tk.ui.widgets import AutoScrollbar, focused

AIR: Final = 10
"""Pixels at 100 % that a row is higher than its text."""


class RowList(ttk.Frame):
    """``chosen`` is the key of the row that is marked; ``canvas`` takes the keys.

    ``on_choose``  another row is chosen, by key or click     ``on_open``    Enter or a double click
    ``on_menu``    key and place on the screen of a menu      ``on_delete``  the Delete key
    """

    def __init__(self, parent: tk.Misc, width: int) -> None:
        """``width``: pixels at 100 %."""
        super().__init__(parent)
        self._theme = Theme.of(self)
        self.rows: Sequence[Row] = ()
        self.chosen = ""
        self.on_choose: Callable[[str], None] = lambda _key: None
        self.on_open: Callable[[str], None] = lambda _key: None
        self.on_menu: Callable[[str, int, int], None] = lambda _key, _x, _y: None
        self.on_delete: Callable[[str], None] = lambda _key: None
        self._places: dict[str, int] = {}
        self._first = 0  # pixels of the list above what is seen
        self._pointed = -1
        self._letters = Letters()
        self.canvas = self._make_canvas(width)
        self._redrawing = Planned(self.canvas, self.redraw)
        self._drawing = Drawing(self.canvas, self._theme)
        self._bind_keys()
        self._tip = Tip(self.canvas)  # after it, for it adds to the same events
        self._theme.register(self.canvas, lambda _theme: self._redrawing.at_leisure())

    def show(self, rows: Sequence[Row], keys: Sequence[str] | None = None) -> None:
        """These rows, in this order; what is chosen and seen stays, as far as it is still there.

        ``keys``: those of the rows, where each row is made only when it is looked at (:class:`Made`).
        """
        self.rows = rows
        wanted = keys if keys is not None else [row.key for row in rows]
        self._places = dict(zip(wanted, range(len(wanted)), strict=True))
        self._redrawing.at_leisure()

    def renew(self, was: str = "", key: str = "") -> None:
        """The rows say something else, in the same order; the one with the key ``was`` has another ``key``."""
        if was in self._places and key != was:
            self._places[key] = self._places.pop(was)
            self.chosen = key if self.chosen == was else self.chosen
        self._redrawing.at_leisure()

    def choose(self, key: str) -> None:
        """Mark a row (nobody is told), and bring it into sight; empty: none."""
        self.chosen = key
        if key in self._places:
            self._see(self._places[key])
        self._redrawing.at_leisure()

    def place_of(self, key: str) -> tuple[int, int, int, int] | None:
        """Left, top, width and height of a row within the canvas; None: it is not there or not in sight."""
        if key not in self._places:
            return None
        top = self._places[key] * self._height - self._first
        inside = -self._height < top < self.canvas.winfo_height()
        return (0, top, self.canvas.winfo_width(), self._height) if inside else None

    def has_focus(self) -> bool:
        """Whether the keys go to this list."""
        return focused(self) is self.canvas

    def redraw(self) -> None:
        """Draw what is seen now; by itself it happens as soon as there is time."""
        self._redrawing.cancel()
        self.canvas.configure(background=self._theme.palette.window)
        self._first = max(0, min(self._first, len(self.rows) * self._height - self.canvas.winfo_height()))
        self._tell_scrollbar()
        self.canvas.delete("all")
        first = self._first // self._height
        for place in range(first, min(len(self.rows), first + self.canvas.winfo_height() // self._height + 2)):
            self._drawing.row(
                self.rows[place],
                top=place * self._height - self._first,
                height=self._height,
                chosen=self.rows[place].key == self.chosen and not self.rows[place].heading,
                pointed=place == self._pointed,
                focused=self.has_focus(),
            )

    # --- inside -----------------------------------------------------------------------------------------------------

    @property
    def _height(self) -> int:
        return int(self._theme.font(BODY).metrics("linespace")) + self._theme.px(AIR)

    def _make_canvas(self, width: int) -> tk.Canvas:
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        canvas = tk.Canvas(self, width=self._theme.px(width), height=1, borderwidth=0, highlightthickness=0)
        canvas.configure(takefocus=True)
        canvas.grid(row=0, column=0, sticky="nsew")
        self._scrollbar = AutoScrollbar(self, self._on_scrollbar)
        self._scrollbar.place_in_grid(0, 1)
        return canvas

    def _bind_keys(self) -> None:
        canvas = self.canvas
        canvas.bind("<Configure>", lambda _event: self._redrawing.at_leisure())
        for key, step in (("Up", -1), ("Down", 1), ("Prior", -10), ("Next", 10), ("Home", -(10**9)), ("End", 10**9)):
            canvas.bind(f"<{key}>", lambda _event, step=step: self._step(step))  # type: ignore[misc]
        for key in ("<Return>", "<KP_Enter>"):
            canvas.bind(key, lambda _event: self._open())
        canvas.bind("<Delete>", lambda _event: self.chosen and self.on_delete(self.chosen))
        for key in MENU_KEYS:
            bind_if_known(canvas, key, lambda _event: self._menu_by_key())
        canvas.bind("<Key>", self._type)
        self._bind_pointer()
        for event in ("<FocusIn>", "<FocusOut>"):
            canvas.bind(event, lambda _event: self._focus_changed(), add="+")

    def _bind_pointer(self) -> None:
        canvas = self.canvas
        canvas.bind("<Button-1>", self._click)
        canvas.bind("<Double-Button-1>", lambda event: self._open_at(event.y))
        for button in ("<Button-3>", "<Button-2>", "<Control-Button-1>"):
            canvas.bind(button, self._menu_by_click)
        canvas.bind("<Motion>", lambda event: self._point(event.y))
        canvas.bind("<Leave>", lambda _event: self._point(-1))
        canvas.bind("<MouseWheel>", lambda event: self._scroll(-self._height * (1 if event.delta > 0 else -1) * 2))
        if canvas.tk.call("tk", "windowingsystem") == "x11":
            canvas.bind("<Button-4>", lambda _event: self._scroll(-2 * self._height))
            canvas.bind("<Button-5>", lambda _event: self._scroll(2 * self._height))

    def _see(self, place: int) -> None:
        top = place * self._height
        if top < self._first:
            self._first = top
        elif top + self._height > self._first + self.canvas.winfo_height() > 1:
            self._first = top + self._height - self.canvas.winfo_height()

    def _scroll(self, pixels: int) -> str:
        self._first += pixels
        self.redraw()
        return "break"

    def _on_scrollbar(self, what: str, number: str, *unit: str) -> None:
        if what == "moveto":
            self._first = int(float(number) * len(self.rows) * self._height)
            self.redraw()
        else:
            self._scroll(int(number) * (self._height if unit == ("units",) else self.canvas.winfo_height()))

    def _tell_scrollbar(self) -> None:
        whole = max(1, len(self.rows) * self._height)
        self._scrollbar.set(self._first / whole, min(1.0, (self._first + self.canvas.winfo_height()) / whole))

    def _at(self, y: int) -> int:
        """The place of the row at this height; -1: there is none."""
        place = (self._first + y) // self._height
        return place if 0 <= place < len(self.rows) and y >= 0 else -1

    # Choosing

    def _step(self, step: int) -> str:
        place = self._places.get(self.chosen, -1 if step > 0 else len(self.rows))
        self._choose_from(max(0, min(len(self.rows) - 1, place + step)), 1 if step > 0 else -1)
        return "break"

    def _choose_from(self, place: int, step: int) -> None:
        """Choose this row, or, where it is a heading, the next one that is none, in this direction or the other."""
        for way in (step, -step):
            at = place
            while 0 <= at < len(self.rows):
                if not self.rows[at].heading:
                    self._choose(self.rows[at].key)
                    return
                at += way

    def _choose(self, key: str) -> None:
        if key != self.chosen:
            self.choose(key)
            self.on_choose(key)

    def _click(self, event: tk.Event[tk.Misc]) -> None:
        self.canvas.focus_set()
        place = self._at(event.y)
        if place >= 0 and not self.rows[place].heading:
            self._choose(self.rows[place].key)

    def _open(self) -> str:
        if self.chosen in self._places:
            self.on_open(self.chosen)
        return "break"

    def _open_at(self, y: int) -> None:
        place = self._at(y)
        if place >= 0 and not self.rows[place].heading:
            self.on_open(self.rows[place].key)

    def _type(self, event: tk.Event[tk.Misc]) -> str | None:
        if not event.char or not event.char.isprintable() or int(event.state) & 0x2000C:
            return None
        place = self._letters.typed(event.char, self.rows, self._places.get(self.chosen, -1))
        if place >= 0:
            self._choose(self.rows[place].key)
        return "break"

    def _focus_changed(self) -> None:
        if self.has_focus() and self.chosen not in self._places:
            self._choose_quietly()
        self._redrawing.at_leisure()

    def _choose_quietly(self) -> None:
        """Who comes by Tab stands on something, but has not asked for it."""
        first = next((row.key for row in self.rows if not row.heading), "")
        self.choose(first)

    # Menu and tip

    def _menu_by_key(self) -> str:
        place = self.place_of(self.chosen)
        if place is not None:
            x, y, _width, height = place
            self.on_menu(self.chosen, self.canvas.winfo_rootx() + x + height, self.canvas.winfo_rooty() + y + height)
        return "break"

    def _menu_by_click(self, event: tk.Event[tk.Misc]) -> str:
        place = self._at(event.y)
        if place >= 0 and not self.rows[place].heading:
            self.on_menu(self.rows[place].key, event.x_root, event.y_root)
        return "break"

    def _point(self, y: int) -> None:
        place = self._at(y)
        if place == self._pointed:
            return
        self._pointed = place
        self._redrawing.at_leisure()
        if place < 0:
            self._tip.hide()
            return
        row = self.rows[place]
        cut = self._drawing.is_cut(row)
        told = [clean(row.text)] if cut else []
        told += [
            ", ".join(word for word in self._drawing.left_out(row) if len(word) > 1 and word not in row.tip),
            clean(row.tip),
        ]
        self._tip.plan("\n".join(filter(None, told)), 0, place * self._height - self._first + self._height)
