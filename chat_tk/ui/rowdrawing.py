"""How a row of a ``RowList`` is drawn on its canvas."""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont
from typing import TYPE_CHECKING, Final

from chat_tk.ui.discs import Discs
from chat_tk.ui.fonts import clean, elided
from chat_tk.ui.pictured import in_words
from chat_tk.ui.theme import BODY, SMALL, Theme

if TYPE_CHECKING:
    from chat_tk.ui.rows import Row

LEAST_CUT: Final = 8
"""Characters of a word, with what divides it from the one before, below which it is not worth to be cut."""


class Drawing:
    """Draws rows on ``canvas`` in the look of ``theme``."""

    def __init__(self, canvas: tk.Canvas, theme: Theme) -> None:
        self._canvas, self._theme = canvas, theme
        self._discs = Discs.of(canvas)

    def row(self, row: Row, *, top: int, height: int, chosen: bool, pointed: bool, focused: bool) -> None:
        """Draw one row. ``pointed``: the pointer is on it; ``focused``: the keys go to the list."""
        palette, px = self._theme.palette, self._theme.px
        ink, quiet = (palette.on_accent, palette.on_accent) if chosen else (palette.text, palette.muted)
        if chosen or (pointed and not row.heading):
            self._ground(top, height, palette.accent if chosen else palette.hover)
        if chosen and focused:
            self._ring(top, height, palette.text)
        middle = top + height // 2
        if row.heading:
            self._text(
                px(12), middle, elided(self._theme.font(SMALL), self._said(row.text), self._room(row)), SMALL, quiet
            )
            return
        right = self._badge(row, middle, chosen=chosen)
        self._sign(row.sign, middle, ink if row.look != "muted" else quiet, quiet, chosen=chosen)
        name = elided(self._font(row), self._said(row.text), right - px(32))
        self._text(px(32), middle, name, self._font_name(row), quiet if row.look == "muted" else ink)
        self._note(row, middle, px(32) + self._font(row).measure(name) + px(8), right, quiet)

    def _said(self, text: str) -> str:
        return in_words(self._canvas, clean(text))

    def is_cut(self, row: Row) -> bool:
        """Whether the name is longer than the row."""
        return self._font(row).measure(self._said(row.text)) > self._room(row)

    def left_out(self, row: Row) -> list[str]:
        """The words of the note that have no room behind the name."""
        room = self._room(row) - self._font(row).measure(self._said(row.text)) - self._theme.px(8)
        return self._said(row.note).split(", ")[len(self._whole(row, room)) :] if row.note else []

    def _room(self, row: Row) -> int:
        px = self._theme.px
        badge = self._theme.font(SMALL).measure(row.badge) + px(24) if row.badge else px(8)
        return self._canvas.winfo_width() - px(32) - badge

    def _font_name(self, row: Row) -> str:
        return self._theme.variant(bold=True) if row.look == "strong" else BODY

    def _font(self, row: Row) -> tkfont.Font:
        return self._theme.font(self._font_name(row))

    def _ground(self, top: int, height: int, colour: str) -> None:
        px, canvas = self._theme.px, self._canvas
        left, right = px(4), canvas.winfo_width() - px(4)
        upper, lower = top + px(1), top + height - px(1)
        corner, half = px(8), px(4)
        canvas.create_rectangle(left + half, upper, right - half, lower, fill=colour, width=0)
        canvas.create_rectangle(left, upper + half, right, lower - half, fill=colour, width=0)
        for x in (left, right - corner):
            for y in (upper, lower - corner):
                canvas.create_image(x, y, image=self._discs.get(corner, colour), anchor="nw")

    def _ring(self, top: int, height: int, colour: str) -> None:
        px = self._theme.px
        edge = (px(6), top + px(3), self._canvas.winfo_width() - px(6), top + height - px(3))
        self._canvas.create_rectangle(*edge, outline=colour, dash=(2, 2))

    def _text(self, x: int, middle: int, text: str, font: str, colour: str) -> None:
        self._canvas.create_text(x, middle, text=text, font=font, fill=colour, anchor="w")

    def _sign(self, sign: str, middle: int, ink: str, quiet: str, *, chosen: bool) -> None:
        px = self._theme.px
        if sign in ("here", "away", "unknown"):
            palette = self._theme.palette
            colour = ink if chosen else palette.success if sign == "here" else quiet
            colour = palette.thumb if sign == "unknown" else colour
            picture = self._discs.get(px(9), colour, px(1.5) if sign == "away" else 0)
            self._canvas.create_image(px(19), middle, image=picture)
        elif sign:
            self._canvas.create_text(px(19), middle, text=sign, font=BODY, fill=quiet)

    def _badge(self, row: Row, middle: int, *, chosen: bool) -> int:
        """Draw the badge; where the room for the name ends."""
        px, palette = self._theme.px, self._theme.palette
        right = self._canvas.winfo_width() - px(8)
        if not row.badge:
            return right
        width = max(px(8), self._theme.font(SMALL).measure(row.badge))
        ground = palette.on_accent if chosen else palette.danger if row.loud else palette.thumb
        ink = palette.accent if chosen else palette.window if row.loud else palette.text
        end = right - px(12)
        thick = self._theme.font(SMALL).metrics("linespace") + px(3)
        upper, half = middle - thick // 2, thick // 2
        self._canvas.create_rectangle(end - width, upper, end, upper + thick, fill=ground, width=0)
        for x in (end - width - half, end - (thick - half)):
            self._canvas.create_image(x, upper, image=self._discs.get(thick, ground), anchor="nw")
        self._canvas.create_text(end - width // 2, middle, text=row.badge, font=SMALL, fill=ink)
        return end - width - px(14)

    def _note(self, row: Row, middle: int, left: int, right: int, quiet: str) -> None:
        """Words are left out rather than cut, but for one of which enough is seen to be read."""
        if not row.note or right - left <= self._theme.px(16):
            return
        whole, note = self._whole(row, right - left), self._said(row.note)
        cut = elided(self._theme.font(SMALL), note, right - left)
        enough = cut == note or len(cut) > len(", ".join(whole)) + LEAST_CUT
        self._text(left, middle, cut if enough else ", ".join(whole), SMALL, quiet)

    def _whole(self, row: Row, room: int) -> list[str]:
        """The words of the note, from its beginning, that stand whole in so many pixels."""
        font, words = self._theme.font(SMALL), self._said(row.note).split(", ")
        return next(
            (words[:end] for end in range(len(words), 0, -1) if font.measure(", ".join(words[:end])) <= room), []
        )
