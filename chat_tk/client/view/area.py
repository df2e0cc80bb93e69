"""The chat area: which of a room's lines stand in the widget.

Rule 1: at most 2,000 lines are kept, and what was told last is drawn first; the lines above are drawn when one scrolls
up to them. Rule 2: when more than a screenful comes at once, only the last screenful is drawn, so that keys are
answered in a flood. Rule 3: nothing that is drawn moves away under somebody who has scrolled up.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.client.view.story import Story
from chat_tk.i18n import ngettext
from chat_tk.ui.richtext import RichText
from chat_tk.ui.theme import Theme

MOST_LINES: Final = 2000
SCREENFUL: Final = 100
MORE: Final = 400
"""Lines that are drawn in addition when one scrolls up to the first."""


class ChatArea:
    """The lines of one room. ``rich`` is the widget. ``on_link`` opens an address, ``on_retry`` sends a line again."""

    def __init__(self, parent: tk.Misc, on_link: Callable[[str], None], on_retry: Callable[[int], None]) -> None:
        self.rich = RichText(parent, on_link)
        self._story = Story(self.rich, on_retry)
        self._on_retry = on_retry
        self._lines: list[Line] = []
        self._drawn = 0  # how many of the last lines stand in the widget
        self._behind = False  # lines came that are not drawn, below what one reads
        self._missed = 0
        self._first_unread = -1
        px = Theme.of(parent).px
        self.below = ttk.Button(self.rich, style="Primary.TButton", command=self.to_end, takefocus=False)
        self._below_place = {"relx": 0.5, "rely": 1.0, "y": -px(10), "anchor": "s"}
        self.rich.text.bind("<<Scrolled>>", lambda _event: self._scrolled())
        self.rich.text.bind("<Return>", lambda _event: self._retry_last())

    def show(self, lines: Sequence[Line], unread: int = 0) -> None:
        """Show these lines and no others, from the end; above the last ``unread`` of others a mark says "New"."""
        self._lines = list(lines[-MOST_LINES:])
        self._first_unread = _first_of_last(self._lines, unread)
        self._draw_last(SCREENFUL)

    def add(self, lines: Sequence[Line]) -> None:
        """New lines at the end."""
        if not lines:
            return
        before = self._lines[-1] if self._lines else None
        self._lines += lines
        del self._lines[:-MOST_LINES]
        if not self.rich.at_end:
            self._tell_missed(sum(line.kind is not Kind.INFO for line in lines))
            self._behind = self._behind or len(lines) > SCREENFUL or self._drawn + len(lines) > MOST_LINES
        elif len(lines) > SCREENFUL:
            self._draw_last(SCREENFUL)
            return
        if not self._behind:
            self.rich.add(self._story.blocks(lines, before))
            self._drawn = min(self._drawn + len(lines), len(self._lines))

    def change(self, line: Line) -> None:
        """A line has a new state; one that is not kept any more is ignored."""
        place = next((i for i in range(len(self._lines) - 1, -1, -1) if self._lines[i].id == line.id), -1)
        if place < 0:
            return
        self._lines[place] = line
        before = self._lines[place - 1] if place and line.id != self._first_unread else None
        self.rich.replace(line.id, self._story.block(line, before).segments)

    def to_end(self) -> None:
        """Read the last line, and follow from now on."""
        if self._behind:
            self._draw_last(SCREENFUL)
        self.rich.to_end()
        self._tell_missed(-self._missed)

    # --- drawing ----------------------------------------------------------------------------------------------------

    def _draw_last(self, count: int) -> None:
        count = min(count, len(self._lines))
        start = len(self._lines) - count
        before = self._lines[start - 1] if start else None
        self.rich.clear()
        self.rich.add(self._story.blocks(self._lines[start:], before, self._first_unread))
        self._drawn = count
        self._behind = False
        self._tell_missed(-self._missed)

    def _draw_more(self) -> None:
        """Draw lines above the first, and stay at what one reads."""
        text = self.rich.text
        below_top = _line_number(text, "end") - _line_number(text, "@0,0")
        self._draw_last(self._drawn + MORE)
        text.yview(f"{_line_number(text, 'end') - below_top}.0")

    def _scrolled(self) -> None:
        if self.rich.at_end:
            if self._behind or self._missed:
                self.to_end()
        elif self._drawn < len(self._lines) and not self._behind and self.rich.text.yview()[0] <= 0.0:
            self._draw_more()

    def _tell_missed(self, more: int) -> None:
        self._missed += more
        if self._missed > 0:
            words = ngettext("{count} new message below", "{count} new messages below", self._missed)
            self.below.configure(text=words.format(count=self._missed))
            self.below.place(self._below_place)
        else:
            self.below.place_forget()

    def _retry_last(self) -> None:
        failed = [line.id for line in self._lines if line.delivery is Delivery.FAILED]
        if failed:
            self._on_retry(failed[-1])


def _line_number(text: tk.Text, index: str) -> int:
    return int(text.index(index).partition(".")[0])


def _first_of_last(lines: Sequence[Line], unread: int) -> int:
    """The id of the first of the last ``unread`` lines that others wrote; -1 when there is none."""
    others = [line.id for line in lines if line.kind is not Kind.INFO and not line.own]
    return others[-unread] if 0 < unread <= len(others) else -1
