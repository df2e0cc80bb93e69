"""Emoji in rows below headings, to be picked by pointer or arrow keys. Only what is seen is drawn.

Rule 1: two thousand pictures cost a quarter of a second, one page of them some milliseconds: a row is drawn when it
    comes into sight, and its items go when it leaves.
Rule 2: one emoji is the current one whenever there is any; who sees it marked can pick it with Enter.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final, NamedTuple

from chat_tk.ui.emoji import Emoji
from chat_tk.ui.emoji_pictures import Pictures
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import AutoScrollbar

GAP: Final = 10
"""Pixels at 100 % between two pictures."""


class Row(NamedTuple):
    """A line of the grid: a heading, or emoji from the place ``first`` of all on."""

    title: str
    emoji: Sequence[Emoji] = ()
    first: int = 0


def rows_of(sections: Sequence[tuple[str, Sequence[Emoji]]], columns: int) -> list[Row]:
    """The lines of all sections; a section without emoji has none."""
    rows: list[Row] = []
    first = 0
    for title, emoji in sections:
        if emoji and title:
            rows.append(Row(title))
        starts = range(0, len(emoji), columns)
        rows.extend(Row("", emoji[start : start + columns], first + start) for start in starts)
        first += len(emoji)
    return rows


def beside(rows: Sequence[Row], current: int, right: int, down: int) -> int:
    """The place of the emoji so many to the right and rows down from ``current``, kept within what there is."""
    lines = [row for row in rows if row.emoji]
    if not lines:
        return -1
    if not down:
        last = lines[-1]
        return min(last.first + len(last.emoji) - 1, max(0, current + right))
    here = next((number for number, row in enumerate(lines) if row.first <= current < row.first + len(row.emoji)), 0)
    there = lines[min(len(lines) - 1, max(0, here + down))]
    return there.first + min(len(there.emoji) - 1, max(0, current - lines[here].first))


class EmojiGrid(ttk.Frame):
    """``on_pick`` gets the emoji that was clicked; ``on_current`` the one that is marked now (None: there is none)."""

    def __init__(self, parent: tk.Misc, columns: int, lines: int) -> None:
        super().__init__(parent, style="Surface.TFrame")
        self._theme = theme = Theme.of(self)
        self._pictures = Pictures.of(self)
        self.on_pick: Callable[[Emoji], None] = lambda _emoji: None
        self.on_current: Callable[[Emoji | None], None] = lambda _emoji: None
        self._columns = columns
        self._side = self._pictures.get("\U0001f600").width() + theme.px(GAP)
        self._rows: list[Row] = []
        self._drawn: dict[int, list[int]] = {}
        self._current = -1
        self.canvas = tk.Canvas(
            self, width=columns * self._side, height=lines * self._side, highlightthickness=0, takefocus=0,
            yscrollincrement=self._side // 2,
        )  # fmt: skip
        self.canvas.grid(row=0, column=0, sticky="nsew")
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self._bar = AutoScrollbar(self, self._scroll)
        self._bar.place_in_grid(0, 1)
        self.canvas.configure(yscrollcommand=self._scrolled)
        self.canvas.bind("<Button-1>", self._click)
        self.canvas.bind("<Motion>", self._point)
        for event, step in (("<MouseWheel>", 0), ("<Button-4>", -2), ("<Button-5>", 2)):
            self.canvas.bind(event, lambda event, step=step: self._wheel(event, step))  # type: ignore[misc]
        theme.register(self.canvas, self._paint)

    @property
    def current(self) -> Emoji | None:
        """The one that is marked."""
        return self._at_place(self._current)

    def show(self, sections: Sequence[tuple[str, Sequence[Emoji]]]) -> None:
        """Show these emoji below these headings, from the top; the first is marked."""
        self._rows = rows_of(sections, self._columns)
        self.canvas.configure(scrollregion=(0, 0, self._columns * self._side, len(self._rows) * self._side))
        self.canvas.yview_moveto(0)
        self._redraw()
        self._mark(0 if self._rows else -1, see=False)

    def go_to(self, title: str) -> None:
        """Bring the heading into sight, and mark what stands first below it."""
        for number, row in enumerate(self._rows):
            if row.title == title:
                self.canvas.yview_moveto(number / len(self._rows))
                self._mark(self._rows[number + 1].first, see=False)
                return

    def move(self, right: int, down: int) -> None:
        """Mark another one."""
        self._mark(beside(self._rows, self._current, right, down), see=True)

    # Inside

    def _paint(self, theme: Theme) -> None:
        self.canvas.configure(background=theme.palette.surface)
        self._redraw()

    def _scroll(self, *where: str) -> None:
        self.canvas.tk.call(self.canvas, "yview", *where)

    def _scrolled(self, first: float, last: float) -> None:
        self._bar.set(first, last)
        self._draw()

    def _redraw(self) -> None:
        self.canvas.delete("all")
        self._drawn.clear()
        self._draw()

    def _draw(self) -> None:
        """Draw the rows that are seen and not drawn; take away those that have gone far."""
        top = int(self.canvas.canvasy(0)) // self._side
        seen = range(max(0, top - 1), min(len(self._rows), top + self._lines_seen() + 2))
        for number in [number for number in self._drawn if number not in seen]:
            self.canvas.delete(*self._drawn.pop(number))
        for number in seen:
            if number not in self._drawn:
                self._drawn[number] = self._draw_row(number, self._rows[number])
        self._draw_mark()

    def _lines_seen(self) -> int:
        return max(self.canvas.winfo_height(), int(self.canvas.cget("height"))) // self._side + 1

    def _draw_row(self, number: int, row: Row) -> list[int]:
        middle = number * self._side + self._side // 2
        if row.title:
            colour = self._theme.palette.muted
            left = self._theme.px(6)
            return [self.canvas.create_text(left, middle, text=row.title, anchor="w", font="ChatSmall", fill=colour)]
        return [
            self.canvas.create_image(place * self._side + self._side // 2, middle, image=self._pictures.get(one.text))
            for place, one in enumerate(row.emoji)
        ]

    def _mark(self, place: int, *, see: bool) -> None:
        if place != self._current or not see:
            self._current = place
            self.on_current(self.current)
        if see:
            self._see(place)
        self._draw_mark()

    def _draw_mark(self) -> None:
        self.canvas.delete("mark")
        where = self._where(self._current)
        if where is not None:
            left, top = where[1] * self._side, where[0] * self._side
            palette = self._theme.palette
            box = (left + 1, top + 1, left + self._side - 1, top + self._side - 1)
            self.canvas.create_rectangle(*box, fill=palette.selection, outline=palette.accent, tags="mark")
            self.canvas.tag_lower("mark")

    def _where(self, place: int) -> tuple[int, int] | None:
        """Row and column of an emoji."""
        for number, row in enumerate(self._rows):
            if row.emoji and row.first <= place < row.first + len(row.emoji):
                return number, place - row.first
        return None

    def _at_place(self, place: int) -> Emoji | None:
        where = self._where(place)
        return self._rows[where[0]].emoji[where[1]] if where is not None else None

    def _see(self, place: int) -> None:
        where = self._where(place)
        if where is None:
            return
        top, height = self.canvas.canvasy(0), self.canvas.winfo_height()
        above, below = where[0] * self._side, (where[0] + 1) * self._side
        whole = len(self._rows) * self._side
        if above < top:
            heading = where[0] > 0 and bool(self._rows[where[0] - 1].title)
            self.canvas.yview_moveto((above - (self._side if heading else 0)) / whole)
        elif below > top + height:
            self.canvas.yview_moveto((below - height + self._side // 2) / whole)

    def _place_at(self, event: tk.Event[tk.Misc]) -> int:
        number, column = int(self.canvas.canvasy(event.y)) // self._side, event.x // self._side
        row = self._rows[number] if 0 <= number < len(self._rows) else Row("")
        return row.first + column if column < len(row.emoji) else -1

    def _click(self, event: tk.Event[tk.Misc]) -> None:
        one = self._at_place(self._place_at(event))
        if one is not None:
            self.on_pick(one)

    def _point(self, event: tk.Event[tk.Misc]) -> None:
        place = self._place_at(event)
        if place >= 0 and place != self._current:
            self._current = place
            self.on_current(self.current)
            self._draw_mark()

    def _wheel(self, event: tk.Event[tk.Misc], step: int) -> None:
        steps = step or (-1 if event.delta > 0 else 1) * max(1, abs(event.delta) // 60)
        self.canvas.yview_scroll(steps, "units")
