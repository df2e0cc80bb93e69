"""The lines of the log in their widget: drawn some times a second at most, the newest seen, and no more than so many.

Rule 1: lines are inserted as text and nothing else; what people write can neither be executed nor drawn here.
Rule 2: nothing is drawn while nobody looks; what is to be seen then is asked for when somebody does.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.server.values import Entry, Level
from chat_tk.server.view.parts import wrap_to_width
from chat_tk.ui.fonts import clean
from chat_tk.ui.planned import Planned
from chat_tk.ui.theme import MONO, Theme
from chat_tk.ui.widgets import AutoScrollbar, bind_text, paint_text

MOST_LINES: Final = 2_000
BETWEEN_MS: Final = 150
"""Between two drawings of new lines."""


class LogLines(ttk.Frame):
    """Follows its end, unless the person has scrolled up to read."""

    def __init__(self, parent: tk.Misc, wanted: Callable[[], Sequence[Entry]], nothing: Callable[[], str]) -> None:
        """``wanted`` gives all lines that are to be seen; ``nothing`` the sentence that stands where there are none."""
        super().__init__(parent, style="Surface.TFrame")
        self._theme = Theme.of(self)
        self._wanted = wanted
        self._nothing = nothing
        self._new: deque[Entry] = deque(maxlen=MOST_LINES)
        self._flushing = Planned(self, self.flush)
        self._drawn_at = 0.0
        self._stale = False
        self._following = True
        self._count = 0
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.text = self._make_text()
        self.empty = ttk.Label(self, style="Muted.Surface.TLabel", anchor="center", justify="center")
        wrap_to_width(self.empty, self._theme.px(200))
        self._theme.register(self.text, self._paint)

    def add(self, entries: Iterable[Entry]) -> None:
        """These lines have come: they stand at the end, now or in a moment."""
        if not self.text.winfo_viewable():
            self._stale = True
            return
        self._new.extend(entries)
        if time.monotonic() - self._drawn_at > BETWEEN_MS / 1000:
            self.flush()
        else:
            self._flushing.later(BETWEEN_MS)

    def flush(self) -> None:
        """Draw the lines that have come since the last time: a busy chat is drawn some times a second, not more."""
        self._flushing.cancel()
        self._drawn_at = time.monotonic()
        new = list(self._new)
        self._new.clear()
        self._following = self.text.yview()[1] >= 1.0
        self._insert(new)

    def draw(self) -> None:
        """Draw all that is wanted, anew."""
        self._stale = False
        self._new.clear()
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.configure(state="disabled")
        self._count = 0
        self._following = True
        self._insert(self._wanted()[-MOST_LINES:])

    def _insert(self, entries: Sequence[Entry]) -> None:
        parts: list[str] = []
        for entry in entries[-MOST_LINES:]:
            parts += (line(entry), entry.level.value)
        if parts:
            self.text.configure(state="normal")
            self.text.insert("end", *parts)
            self._count += len(parts) // 2
            if self._count > MOST_LINES:
                self.text.delete("1.0", f"{self._count - MOST_LINES + 1}.0")
                self._count = MOST_LINES
            self.text.configure(state="disabled")
            self._show_end()
        self._tell_empty()

    def _tell_empty(self) -> None:
        """Where no line is to be seen, a sentence says so."""
        if self._count or not (sentence := self._nothing()):
            self.empty.place_forget()
        else:
            self.empty.configure(text=sentence)
            self.empty.place(in_=self.text, relx=0.5, rely=0.3, relwidth=0.9, anchor="center")

    def _show_end(self) -> None:
        if self._following:
            self.text.see("end")

    def _appear(self) -> None:
        if self._stale:
            self.draw()
        else:
            self._show_end()

    # --- how it is made ----------------------------------------------------------------------------------------------

    def _make_text(self) -> tk.Text:
        text = tk.Text(self, width=20, height=4, wrap="word", borderwidth=0, undo=False)
        text.grid(row=0, column=0, sticky="nsew")
        scrollbar = AutoScrollbar(self, text.yview)
        scrollbar.place_in_grid(0, 1)
        text.configure(state="disabled", takefocus=True, yscrollcommand=scrollbar.set)  # Tab would pass over it
        text.bind("<Button-1>", lambda _event: text.focus_set(), add="+")  # disabled: it would not take it
        text.bind("<Map>", lambda _event: self.after_idle(self._appear))  # a hidden Text cannot scroll
        bind_text(text)
        return text

    def _paint(self, theme: Theme) -> None:
        palette = theme.palette
        paint_text(self.text, theme, MONO, theme.px(6), theme.px(4))
        margin = theme.font(MONO).measure("20:10:05  ")
        colours = {Level.TALK: palette.text, Level.NOTICE: palette.muted, Level.WARNING: palette.accent}
        for level in Level:
            self.text.tag_configure(level.value, lmargin2=margin, foreground=colours.get(level, palette.danger))
        self.text.tag_raise("sel")


def line(entry: Entry) -> str:
    """How a line of the log stands in the widget."""
    at = time.strftime("%H:%M:%S", time.localtime(entry.at))
    return f"{at}  {clean(entry.text)}\n"
