"""A canvas full of plots that share one axis of time: where the pointer rests, all tell their value of that moment.

Rule 1: nothing is drawn while the board is not seen; it draws what it was told last when it appears.
Rule 2: drawing is put off to the next idle moment, and done once however often the board was told.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Iterable, Sequence
from tkinter import ttk
from typing import Any, Final

from chat_tk.ui import plot, svg
from chat_tk.ui.planned import Planned
from chat_tk.ui.plot import Frame, Look, Plot
from chat_tk.ui.shapes import Area, Box, Label, Line, Shape
from chat_tk.ui.theme import SMALL, Theme
from chat_tk.ui.widgets import AutoScrollbar

LEAST_WIDTH: Final = 300
LEAST_HEIGHT: Final = 180
GAP: Final = 10
LARGEST_COLUMNS: Final = 3


class Board(ttk.Frame):
    """Plots side by side, as many in a row as there is room for; scrolled when there are too many."""

    def __init__(self, parent: tk.Misc, nothing: str) -> None:
        """``nothing`` is said in a plot that has no point yet."""
        super().__init__(parent)
        self._theme = Theme.of(self)
        self._nothing = nothing
        self._plots: Sequence[Plot] = ()
        self._span = 3600.0
        self._end = time.time()
        self._planned = Planned(self, self._draw)
        self._frames: list[Frame] = []
        self._waiting: list[int] = []
        self._drawn = 0
        self._drawing = Planned(self, self._draw_next)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        px = self._theme.px
        self.canvas = tk.Canvas(
            self, width=px(LEAST_WIDTH), height=px(LEAST_HEIGHT), highlightthickness=0, borderwidth=0, takefocus=1
        )
        self.canvas.grid(row=0, column=0, sticky="nsew")
        bar = AutoScrollbar(self, self.canvas.yview)
        bar.place_in_grid(0, 1)
        self.canvas.configure(yscrollcommand=bar.set)
        self._bind_keys()
        self._theme.register(self.canvas, self._paint)

    def show(self, plots: Sequence[Plot], span: float, end: float) -> None:
        """Show these, over ``span`` seconds up to ``end``."""
        self._plots, self._span, self._end = plots, span, end
        self._planned.at_leisure()

    def picture(self, title: str) -> str:
        """What is shown, as the text of an SVG file."""
        width, height, frames = self._layout(max(self.canvas.winfo_width(), self._theme.px(LEAST_WIDTH)))
        look = self._look()
        shapes: list[Shape] = [Box(0, 0, width, height, self._theme.palette.window)]
        for drawn, frame in zip(self._plots, frames, strict=True):
            shapes.extend(plot.draw(drawn, frame, look))
        sizes = {name: self._size(name) for name in ("ChatBody", "ChatSmall", "ChatHeading", "ChatTitle")}
        return svg.write(shapes, width, height, sizes, title)

    def hover(self, x: float, y: float) -> None:
        """Tell the values at this place of the canvas (what the pointer does)."""
        self.canvas.delete("hover")
        look = self._look()
        for drawn, frame in zip(self._plots, self._frames, strict=False):
            if frame.left <= x <= frame.right and frame.top <= y <= frame.bottom:
                at = plot.time_at(drawn, frame, look, x)
                if at is not None:
                    self._hover_all(at, look)
                return

    def _hover_all(self, at: float, look: Look) -> None:
        for drawn, frame in zip(self._plots, self._frames, strict=False):
            self._put(plot.hover(drawn, frame, look, at), "hover")

    def _size(self, name: str) -> int:
        font = self._theme.font(name)
        size = abs(int(font.cget("size")))
        return -size if font.actual("weight") == "bold" else size

    def _bind_keys(self) -> None:
        canvas = self.canvas
        canvas.bind("<Configure>", lambda _event: self._planned.at_leisure())
        canvas.bind("<Map>", lambda _event: self._planned.at_leisure())
        canvas.bind("<Motion>", lambda event: self.hover(canvas.canvasx(event.x), canvas.canvasy(event.y)))
        canvas.bind("<Leave>", lambda _event: canvas.delete("hover"))
        canvas.bind("<Up>", lambda _event: canvas.yview_scroll(-1, "units"))
        canvas.bind("<Down>", lambda _event: canvas.yview_scroll(1, "units"))
        canvas.bind("<MouseWheel>", lambda event: canvas.yview_scroll(-1 if event.delta > 0 else 1, "units"))
        canvas.bind("<Button-4>", lambda _event: canvas.yview_scroll(-1, "units"))
        canvas.bind("<Button-5>", lambda _event: canvas.yview_scroll(1, "units"))

    def _paint(self, theme: Theme) -> None:
        self.canvas.configure(background=theme.palette.window, yscrollincrement=theme.px(40))
        self._planned.at_leisure()

    def _draw(self) -> None:
        canvas = self.canvas
        if not canvas.winfo_viewable():
            return
        width, height, self._frames = self._layout(canvas.winfo_width())
        canvas.configure(scrollregion=(0, 0, width, height))
        self._drawing.cancel()
        self._waiting = list(range(len(self._plots)))
        for surplus in range(len(self._plots), self._drawn):
            canvas.delete(f"plot{surplus}")
        self._drawn = len(self._plots)
        self._draw_next()

    def _draw_next(self) -> None:
        """One plot at a time: a key is answered between two of them."""
        if not self._waiting or not self.canvas.winfo_viewable():
            return
        index = self._waiting.pop(0)
        self.canvas.delete(f"plot{index}")
        for shape in plot.draw(self._plots[index], self._frames[index], self._look()):
            _PUT[type(shape)](self.canvas, shape, ("plot", f"plot{index}"))
        if self._waiting:
            self._drawing.later(1)
        else:
            self._hover_again()

    def _hover_again(self) -> None:
        canvas = self.canvas
        x, y = canvas.winfo_pointerx() - canvas.winfo_rootx(), canvas.winfo_pointery() - canvas.winfo_rooty()
        self.hover(canvas.canvasx(x), canvas.canvasy(y))

    def _look(self) -> Look:
        theme = self._theme
        zoom = theme.zoom
        return Look(theme.palette, lambda size: theme.px(size * zoom), theme.font(SMALL).measure, self._nothing)

    def _layout(self, width: int) -> tuple[int, int, list[Frame]]:
        """Width and height of all, and each one's place."""
        theme = self._theme
        gap, least = theme.px(GAP), theme.px(LEAST_WIDTH * theme.zoom)
        columns = max(1, min(LARGEST_COLUMNS, (width + gap) // (least + gap), len(self._plots) or 1))
        rows = -(-len(self._plots) // columns)
        free = self.canvas.winfo_height() - gap * (rows - 1)
        each = max(theme.px(LEAST_HEIGHT * theme.zoom), free // max(1, rows))
        wide = (width - gap * (columns - 1)) / columns
        frames = [
            self._frame(index, columns, wide + gap, each + gap, gap) for index in range(len(self._plots))
        ]  # fmt: skip
        return width, rows * (each + gap) - gap, frames

    def _frame(self, index: int, columns: int, across: float, down: float, gap: int) -> Frame:
        row, column = divmod(index, columns)
        left, top = column * across, row * down
        return Frame(left, top, left + across - gap - 1, top + down - gap - 1, self._end - self._span, self._end)

    def _put(self, shapes: Iterable[Shape], tag: str) -> None:
        for shape in shapes:
            _PUT[type(shape)](self.canvas, shape, (tag,))


def _put_box(canvas: tk.Canvas, box: Box, tag: tuple[str, ...]) -> None:
    canvas.create_rectangle(box.left, box.top, box.right, box.bottom, fill=box.fill, outline=box.edge, tags=tag)


def _put_line(canvas: tk.Canvas, line: Line, tag: tuple[str, ...]) -> None:
    dash: Any = (3, 3) if line.dashed else ()
    canvas.create_line(*line.points, fill=line.colour, width=line.width, dash=dash, joinstyle="round", tags=tag)


def _put_area(canvas: tk.Canvas, area: Area, tag: tuple[str, ...]) -> None:
    canvas.create_polygon(*area.points, fill=area.fill, outline="", tags=tag)


def _put_label(canvas: tk.Canvas, label: Label, tag: tuple[str, ...]) -> None:
    canvas.create_text(
        label.x, label.y, text=label.text, fill=label.colour, font=label.font, anchor=label.where, tags=tag
    )


_PUT: Final[dict[type, Any]] = {Box: _put_box, Line: _put_line, Area: _put_area, Label: _put_label}
