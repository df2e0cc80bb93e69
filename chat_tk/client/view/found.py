"""What a search brought: lines of any age, the newest first; one of them leads to its place."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.client.details import Found
from chat_tk.client.values import Line
from chat_tk.client.view.clip import as_copied
from chat_tk.client.view.clock import day_in_words, time_of_day
from chat_tk.i18n import _, ngettext
from chat_tk.irc.markup import spans
from chat_tk.irc.names import fold
from chat_tk.ui.blocks import Block, Segment
from chat_tk.ui.fonts import clean
from chat_tk.ui.pictured import with_pictures
from chat_tk.ui.richtext import RichText
from chat_tk.ui.sheet import Sheet

LINE: Final = "found-line"
"""The tag of all that a click leads from."""


class FoundWindow(Sheet):
    """``on_choose`` gets the line that the person wants to see in its room: by a click, or Enter on it."""

    def __init__(self, parent: tk.Misc, on_choose: Callable[[Line], None]) -> None:
        super().__init__(parent, _("Found"), (560, 420))
        self._on_choose = on_choose
        self._lines: dict[int, Line] = {}
        self.body.columnconfigure(0, weight=1)
        self.body.rowconfigure(1, weight=1)
        self.note = ttk.Label(self.body, style="Muted.TLabel", width=1)
        self.note.grid(row=0, sticky="ew", pady=(0, self.theme.px(6)))
        self.note.bind("<Configure>", lambda event: self.note.configure(wraplength=max(1, event.width)))
        # A link in a result is not opened: one wants to see where it was said.
        self.rich = RichText(self.body, lambda _link: None)
        self.rich.grid(row=1, sticky="nsew")
        self.rich.inks.define(LINE, lambda _theme: {})
        self._bind()
        self.appear(self.rich.text)

    def show(self, found: Found) -> None:
        """These lines."""
        self._lines = dict(enumerate(found.lines))
        self.note.configure(text=clean(_words(found)))
        self.rich.clear()
        titles = dict(found.titles)
        self.rich.add([Block(number, self._segments(line, titles)) for number, line in self._lines.items()])
        self.rich.text.yview_moveto(0.0)
        self.rich.reading.leave_end()
        if self._lines:
            self.rich.walker.stand_on(0)

    def _segments(self, line: Line, titles: dict[str, str]) -> Sequence[Segment]:
        where = f"{titles[line.room]}, " if len(titles) > 1 and line.room in titles else ""
        when = f"  {where}{day_in_words(line.at)}, {time_of_day(line.at)}\n"
        head = Segment(line.who, ("gap", LINE, self.rich.inks.name_tag(fold(line.sender))))
        text = self.rich.inks.segments(spans(line.text.replace("\n", " ")), LINE)
        body = [segment._replace(link="") for segment in text]
        return [head, Segment(when, ("gap", "small", "muted", LINE)), *with_pictures(self.rich, body)]

    def _bind(self) -> None:
        text = self.rich.text
        for key in ("<Return>", "<KP_Enter>"):
            text.bind(key, lambda _event: self._choose(self.rich.walker.current))
        text.tag_bind(LINE, "<ButtonRelease-1>", lambda event: self._click(event.x, event.y))
        text.tag_bind(LINE, "<Enter>", lambda _event: text.configure(cursor="hand2"))
        text.tag_bind(LINE, "<Leave>", lambda _event: text.configure(cursor="arrow"))
        text.bind("<<Copy>>", lambda _event: self._copy())

    def _click(self, x: int, y: int) -> None:
        if not self.rich.text.tag_ranges("sel"):
            self._choose(self.rich.key_at(self.rich.text.index(f"@{x},{y}")))

    def _choose(self, key: object) -> None:
        line = self._lines.get(key) if isinstance(key, int) else None
        if line is not None:
            self._parent.lift()  # the line is to be seen, this window waits behind
            self._on_choose(line)

    def _copy(self) -> str:
        keys = [key for key in self.rich.selected_keys() if isinstance(key, int)]
        if len(keys) > 1:
            self.rich.copy(as_copied([self._lines[key] for key in keys]))
        elif selected := self.rich.selected():
            self.rich.copy(selected)
        return "break"


def _words(found: Found) -> str:
    if found.problem:
        return found.problem
    if not found.lines:
        return _("Nothing was found for “{text}”.").format(text=found.text) if found.complete else _("Searching …")
    words = ngettext("“{text}”: {count} message, the newest first", "“{text}”: {count} messages, the newest first",
                     len(found.lines))  # fmt: skip
    return words.format(text=found.text, count=len(found.lines))
