"""The chat area: which of a room's lines stand in the widget.

Rule 1: what was told last is drawn first; the lines above are drawn when one scrolls up to them, and asked for when
there are none. Who follows has at most ``MOST_LINES``, who reads back ``MOST_READ``.
Rule 2: when more than a screenful comes at once, only the last screenful is drawn, so that keys are answered in a
flood.
Rule 3: nothing that is drawn moves away under somebody who has scrolled up.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.client.view.clock import day
from chat_tk.client.view.story import Story
from chat_tk.i18n import ngettext
from chat_tk.ui.richtext import RichText
from chat_tk.ui.theme import Theme

MOST_LINES: Final = 2000
MOST_READ: Final = 10_000
SCREENFUL: Final = 100
MORE: Final = 400
"""Lines that are drawn in addition when one scrolls up to the first."""


class ChatArea:
    """The lines of one room. ``rich`` is the widget.

    ``on_link`` opens an address, ``on_retry`` sends a line again, ``on_read_back`` wants what stands above a line.
    """

    def __init__(
        self,
        parent: tk.Misc,
        on_link: Callable[[str], None],
        on_retry: Callable[[int], None],
        on_read_back: Callable[[int], None],
    ) -> None:
        self.rich = RichText(parent, on_link)
        self._story = Story(self.rich, on_retry)
        self._on_retry = on_retry
        self._on_read_back = on_read_back
        self._lines: list[Line] = []
        self._start = self._end = 0  # which of them stand in the widget
        self._hole = False  # at ``_end``, lines are not kept
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
        self._hole = False
        self._first_unread = _first_of_last(self._lines, unread)
        self._draw_last(SCREENFUL)

    def add(self, lines: Sequence[Line]) -> None:
        """New lines at the end."""
        if not lines:
            return
        whole = not self._behind
        self._lines += lines
        if self.rich.reading.at_end:
            self._forget_first(len(self._lines) - MOST_LINES)
            if len(lines) > SCREENFUL or not whole:
                self._draw_last(SCREENFUL)
            else:
                self._draw_below()
            return
        self._tell_missed(sum(line.kind is not Kind.INFO for line in lines))
        if whole and len(lines) <= SCREENFUL and len(self._lines) - self._start <= MOST_LINES:
            self._draw_below()
        elif (extra := len(self._lines) - MOST_READ) > 0:
            del self._lines[self._end : self._end + extra]
            self._hole = True

    def add_earlier(self, lines: Sequence[Line]) -> None:
        """Lines that stand above all others."""
        drawn = self._start == 0
        self._lines[:0] = lines
        self._start += len(lines)
        self._end += len(lines)
        if drawn:
            self._draw_above(len(lines))

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
            if self._hole:
                del self._lines[: self._end]
                self._hole = False
            self._draw_last(SCREENFUL)
        self.rich.reading.to_end()
        self._tell_missed(-self._missed)

    # --- drawing ----------------------------------------------------------------------------------------------------

    @property
    def _behind(self) -> bool:
        """Whether lines came that are not drawn, below what one reads."""
        return self._end < len(self._lines)

    def _draw_last(self, count: int) -> None:
        self._start = max(0, len(self._lines) - count)
        self._end = len(self._lines)
        before = self._lines[self._start - 1] if self._start else None
        self.rich.clear()
        self.rich.add(self._story.blocks(self._lines[self._start :], before, self._first_unread))
        self._tell_missed(-self._missed)

    def _draw_below(self) -> None:
        before = self._lines[self._end - 1] if self._end else None
        self.rich.add(self._story.blocks(self._lines[self._end :], before))
        self._end = len(self._lines)
        while self._start < self._end and self._lines[self._start].id not in self.rich:  # it dropped its oldest
            self._start += 1

    def _draw_above(self, count: int) -> None:
        """Draw ``count`` lines more above the first that is drawn; what one reads stays where it is."""
        old, self._start = self._start, max(0, self._start - count)
        above = self._lines[self._start : old]
        before = self._lines[self._start - 1] if self._start else None
        with self.rich.reading.held():
            if above and old < self._end:
                self._join(above[-1], self._lines[old])
            self.rich.prepend(self._story.blocks(above, before, self._first_unread))

    def _join(self, above: Line, first: Line) -> None:
        """What was the first line stands below another now: maybe on the same day, under the same name."""
        if day(above.at) == day(first.at):
            self.rich.remove(("day", first.id))
        if first.id != self._first_unread:
            self.rich.replace(first.id, self._story.block(first, above).segments)

    def _forget_first(self, count: int) -> None:
        if count > 0:
            del self._lines[:count]
            self._start, self._end = max(0, self._start - count), max(0, self._end - count)

    def _scrolled(self) -> None:
        if self.rich.reading.at_end:
            if self._behind or self._missed:
                self.to_end()
        elif self.rich.text.yview()[0] <= 0.0:
            if self._start:
                self._draw_above(MORE)
            elif self._lines:
                self._on_read_back(self._lines[0].id)

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


def _first_of_last(lines: Sequence[Line], unread: int) -> int:
    """The id of the first of the last ``unread`` lines that others wrote; -1 when there is none."""
    others = [line.id for line in lines if line.kind is not Kind.INFO and not line.own]
    return others[-unread] if 0 < unread <= len(others) else -1
