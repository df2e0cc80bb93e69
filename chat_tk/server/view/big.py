"""The chat's name and address over the whole screen, for a projector, with a code for telephones to look at.

The code needs the library segno; without it there is none, and a line says so.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont
from typing import Final

from chat_tk.i18n import _
from chat_tk.server.values import Invitation, Place
from chat_tk.server.view.header import shown
from chat_tk.ui.fonts import clean, wrapped_lines
from chat_tk.ui.theme import Theme

QUIET: Final = 4
"""Modules of white around a code (ISO/IEC 18004, "quiet zone")."""
SMALLEST: Final = 12
WRAPPED: Final = 0.5
"""To this part of its size a text of several words is made smaller, before it goes on below."""

_Line = tuple[str, float, str, str]
"""A text, its height as a share of the screen's, its weight, its colour."""


class Big(tk.Toplevel):
    """Escape, a click or F11 closes it; the arrow keys go from one address to the next."""

    def __init__(self, parent: tk.Misc, invitation: Invitation) -> None:
        super().__init__(parent)
        self.withdraw()
        self.title(invitation.network)
        self._invitation = invitation
        self._theme = theme = Theme.of(self)
        self._index = 0
        self._planned = False
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0)
        self.canvas.pack(fill="both", expand=True)
        self.canvas.bind("<Configure>", lambda _event: self._plan())
        self.canvas.bind("<Button-1>", lambda _event: self.destroy())
        for key in ("<Escape>", "<F11>", "<space>", "<Return>"):
            self.bind(key, lambda _event: self.destroy())
        self.bind("<Right>", lambda _event: self._turn(1))
        self.bind("<Left>", lambda _event: self._turn(-1))
        theme.register(self.canvas, self._paint)
        self.geometry(f"{self.winfo_screenwidth()}x{self.winfo_screenheight()}+0+0")
        self.attributes("-fullscreen", 1)
        self.deiconify()
        self.lift()
        self.focus_set()

    def show(self, invitation: Invitation) -> None:
        """The name or an address is another."""
        self._invitation = invitation
        self._index = 0
        self._plan()

    def _turn(self, by: int) -> None:
        if self._invitation.places:
            self._index = (self._index + by) % len(self._invitation.places)
            self._plan()

    def _paint(self, theme: Theme) -> None:
        self.canvas.configure(background=theme.palette.surface)
        self._plan()

    def _plan(self) -> None:
        if not self._planned:
            self._planned = True
            self.after_idle(self._draw)

    def _draw(self) -> None:
        self._planned = False
        canvas = self.canvas
        canvas.delete("all")
        width, height = canvas.winfo_width(), canvas.winfo_height()
        place = self._invitation.places[self._index] if self._invitation.places else None
        code = modules(place.link) if place else []
        margin = min(width, height) // 16
        side = min(height - 4 * margin, (width - 3 * margin) * 2 // 5)
        across = width - 3 * margin - side if code else width - 2 * margin
        if code:
            self._draw_code(code, width - margin - side, (height - side) // 2, side)
        self._draw_lines(self._lines(place), margin, across, height)
        hint = _("Esc closes")
        if not code and place is not None:
            hint = _("Esc closes. A code to scan needs the library segno: python3 -m pip install segno")
        font, right, bottom = self._font(0.02 * height, "normal"), width - margin // 2, height - margin // 2
        canvas.create_text(right, bottom, text=hint, font=font, fill=self._theme.palette.muted, anchor="se")

    def _lines(self, place: Place | None) -> list[_Line]:
        palette = self._theme.palette
        lines = [
            (clean(self._invitation.network), 0.16, "bold", palette.text),
            (_("Open ChatClient and type this address"), 0.05, "normal", palette.muted),
            (shown(place.address) if place else "–", 0.12, "bold", palette.accent),
        ]
        if self._invitation.found:
            lines[1] = (_("or type this address"), 0.05, "normal", palette.muted)
            lines.insert(0, (_("Open ChatClient and pick"), 0.05, "normal", palette.muted))
        if self._invitation.password:
            lines.append((_("The host tells you the password."), 0.04, "normal", palette.muted))
        return lines

    def _draw_lines(self, lines: list[_Line], left: int, across: int, height: int) -> None:
        fonts = [self._fitting(text, share * height, weight, across) for text, share, weight, _colour in lines]
        heights = [
            font.metrics("linespace") * wrapped_lines(font, text, across)
            for (text, *_look), font in zip(lines, fonts, strict=True)
        ]
        gap = height // 40
        top = max(0, (height - sum(heights) - gap * len(heights)) // 2)
        for (text, _share, _weight, colour), font, high in zip(lines, fonts, heights, strict=True):
            item = self.canvas.create_text(left, top, text=text, font=font, fill=colour, anchor="nw", tags="line")
            self.canvas.itemconfigure(item, width=across)
            top += high + gap

    def _fitting(self, text: str, size: float, weight: str, across: int) -> tkfont.Font:
        """As large as fits; several words rather go on below than become tiny, but each of them stays whole."""
        font = self._font(size, weight)
        wide, widest = font.measure(text), max(map(font.measure, text.split() or [""]))
        if wide <= across:
            return font
        share = max(across / wide, min(WRAPPED, across / max(1, widest)))
        return self._font(max(SMALLEST, size * share * 0.98), weight)

    def _font(self, size: float, weight: str) -> tkfont.Font:
        family = self._theme.font("ChatBody").actual("family")
        bold = weight == "bold"
        return tkfont.Font(self, family=family, size=-max(SMALLEST, int(size)), weight="bold" if bold else "normal")

    def _draw_code(self, code: list[list[bool]], left: int, top: int, side: int) -> None:
        """Dark on light always: that is what telephones look for."""
        module = side // (len(code) + 2 * QUIET)
        whole = module * (len(code) + 2 * QUIET)
        left, top = left + (side - whole) // 2, top + (side - whole) // 2
        self.canvas.create_rectangle(left, top, left + whole, top + whole, fill="#ffffff", outline="", tags="code")
        for y, row in enumerate(code):
            for start, end in _runs(row):
                x0, y0 = left + (start + QUIET) * module, top + (y + QUIET) * module
                x1 = left + (end + QUIET) * module
                self.canvas.create_rectangle(x0, y0, x1, y0 + module, fill="#000000", outline="", tags="code")


def modules(text: str) -> list[list[bool]]:
    """The QR code of ``text``, row by row, true where it is dark; empty where segno is missing."""
    try:
        import segno
    except ImportError:
        return []
    return [[bool(module) for module in row] for row in segno.make(text, error="m", micro=False).matrix]


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin and end."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and runs[-1][1] == x:
            runs[-1] = (runs[-1][0], x + 1)
        elif dark:
            runs.append((x, x + 1))
    return runs
