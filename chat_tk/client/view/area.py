"""The chat area: which of a room's lines stand in the widget.

Rule 1: what was told last is drawn first; the lines above are drawn when one scrolls up to them, and asked for when
there are none. Who follows has at most ``MOST_LINES``, who reads back ``MOST_READ``.
Rule 2: a lone line is drawn at once. What follows it closely is drawn together, and after each drawing there is a pause
of three times as long, in which keys are answered; when more than ``FLOOD`` lines wait, only what is seen is drawn.
Rule 3: nothing that is drawn moves away under somebody who has scrolled up.
Rule 4: the mark "New messages" stands above the first line of others that came while nobody looked, and stays there
until one has been back at the end and looked away again.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.client.values import Kind, Line
from chat_tk.client.view.clock import day
from chat_tk.client.view.story import NEW, Story
from chat_tk.client.view.storytags import FLASH
from chat_tk.i18n import ngettext
from chat_tk.ui.richtext import RichText
from chat_tk.ui.theme import BODY, Theme

MOST_LINES: Final = 2000
MOST_READ: Final = 10_000
SCREENFUL: Final = 100
MORE: Final = 400
"""Lines that are drawn in addition when one scrolls up to the first, or down to the last of them."""
FLOOD: Final = 60
"""Lines that wait and are still drawn one below the other."""
PAUSE: Final = 0.03
"""Seconds between two drawings of new lines, at least."""
FLASH_MS: Final = 2500
"""How long a line is marked to which one has jumped."""

_OF_NOBODY: Final = (Kind.INFO, Kind.MOVEMENT)
"""Lines that are not news."""


class ChatArea:
    """The lines of one room. ``rich`` is the widget, ``story`` draws.

    ``on_link`` opens an address, ``on_read_back`` wants what stands above a line, ``on_drawn`` hears of new drawing.
    """

    def __init__(self, parent: tk.Misc, on_link: Callable[[str], None], on_read_back: Callable[[int], None]) -> None:
        self.rich = RichText(parent, on_link)
        self.story = Story(self.rich)
        self.on_drawn: Callable[[], None] = lambda: None
        self._on_read_back = on_read_back
        self._lines: list[Line] = []
        self._start = self._end = 0  # which of them stand in the widget
        self._hole = False  # at ``_end``, lines are not kept
        self._missed = 0
        self._waits = ""  # the timer that will draw
        self._next_drawing = 0.0
        self._first_unread = -1
        self._looked_at = True
        self._marked = False  # the mark stands above what came since one looked away
        px = Theme.of(parent).px
        self.below = ttk.Button(self.rich, style="Primary.TButton", command=self.to_end, takefocus=False)
        self._below_place = {"relx": 0.5, "rely": 1.0, "y": -px(10), "anchor": "s"}
        self.rich.text.bind("<<Scrolled>>", lambda _event: self._scrolled())
        self.rich.text.bind("<End>", lambda _event: self.to_end())
        self.rich.walker.walkable = lambda key: isinstance(key, int)
        self.rich.walker.on_top = self._scrolled

    # --- what is told -----------------------------------------------------------------------------------------------

    def show(self, lines: Sequence[Line], unread: int = 0) -> None:
        """Show these lines and no others, from the end; above the last ``unread`` of others a mark says "New"."""
        self._lines = list(lines[-MOST_READ:])
        self._hole = False
        self._first_unread = _first_of_last(self._lines, unread)
        self._marked = False
        self.story.opened.clear()
        self._draw_last(SCREENFUL)

    def renew(self, lines: Sequence[Line]) -> None:
        """The lines of the same room, in another order or with others between them: who reads keeps the place."""
        seen = self._seen() if not self.rich.reading.at_end else None
        self._lines = list(lines[-MOST_READ:])
        self._hole = False
        place = self._place_of(seen[0]) if seen else -1
        if seen is None or place < 0:
            self._draw_last(SCREENFUL)
            return
        self._draw(max(0, place - SCREENFUL), min(len(self._lines), place + SCREENFUL))
        self.rich.show_block(seen[0], seen[1])

    def prefer(self, *, times: bool, movements: bool) -> None:
        """Whether the time stands beside lines, and whether comings and goings are shown."""
        if (times, movements) != (self.story.times, self.story.movements):
            self.story.times, self.story.movements = times, movements
            self.renew(self._lines)

    def add(self, lines: Sequence[Line]) -> None:
        """New lines at the end."""
        if not lines:
            return
        drawing = not self._behind or bool(self._waits)
        self._lines += lines
        self._mark_unseen(lines)
        if self.rich.reading.at_end:
            self._forget_first(len(self._lines) - MOST_LINES)
            self._draw_soon()
            return
        self._tell_missed(sum(line.kind not in _OF_NOBODY for line in lines))
        if drawing and len(self._lines) - self._end <= FLOOD and len(self._lines) - self._start <= MOST_LINES:
            self._draw_soon()
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
        place = self._place_of(line.id)
        if place >= 0:
            self._lines[place] = line
            self._draw_again(place)

    def to_end(self) -> str:
        """Read the last line, and follow from now on; the answer tells Tk that a key has done its work."""
        if self._behind:
            if self._hole:
                del self._lines[: self._end]
                self._hole = False
            self._draw_last(SCREENFUL)
        self.rich.walker.leave()
        self.rich.reading.to_end()
        self._at_end_again()
        return "break"

    def go_to(self, line_id: int) -> bool:
        """Bring a line into sight and mark it for a moment; False: it is not here."""
        place = self._place_of(line_id)
        if place < 0:
            return False
        if line_id not in self.rich:
            self._draw(max(0, place - SCREENFUL), min(len(self._lines), place + SCREENFUL))
        self.rich.show_block(line_id)
        self._flash(line_id)
        return True

    def unfold(self, line_id: int) -> None:
        """Show what is behind a condensed line, or no longer."""
        self.story.opened ^= {line_id}
        place = self._place_of(line_id)
        if place >= 0:
            with self.rich.reading.held():
                self._draw_again(place)

    def look(self, *, there: bool) -> None:
        """Whether somebody looks at the window: what comes while nobody does is marked as new."""
        self._looked_at = there
        if there and self.rich.reading.at_end:
            self._marked = False

    # --- what is here -----------------------------------------------------------------------------------------------

    @property
    def lines(self) -> Sequence[Line]:
        """All lines that are here, drawn or not."""
        return self._lines

    def line(self, line_id: object) -> Line | None:
        """The line with this id."""
        place = self._place_of(line_id)
        return self._lines[place] if place >= 0 else None

    def _place_of(self, line_id: object) -> int:
        """The place of a line, sought from the end, where most changes are; -1: it is not here."""
        return next((i for i in range(len(self._lines) - 1, -1, -1) if self._lines[i].id == line_id), -1)

    # --- drawing ----------------------------------------------------------------------------------------------------

    def draw_now(self) -> None:
        """Draw the new lines that wait."""
        if self._waits:
            self.rich.after_cancel(self._waits)
            self._waits = ""
        began = time.monotonic()
        waiting = len(self._lines) - self._end
        if waiting and self.rich.reading.at_end and waiting > FLOOD:
            self._draw_last(self._screenful())
        elif waiting and waiting <= FLOOD:
            self._draw_below()
        now = time.monotonic()
        self._next_drawing = now + max(PAUSE, 3 * (now - began))

    def _draw_soon(self) -> None:
        wait = self._next_drawing - time.monotonic()
        if wait <= 0 and not self._waits:
            self.draw_now()
        elif not self._waits:
            self._waits = self.rich.after(int(wait * 1000) + 1, self.draw_now)

    def _screenful(self) -> int:
        """Lines that surely fill what is seen."""
        height = int(Theme.of(self.rich).font(BODY).metrics("linespace"))
        return min(SCREENFUL, max(20, self.rich.text.winfo_height() // height + 5))

    @property
    def _behind(self) -> bool:
        """Whether lines came that are not drawn, below what one reads."""
        return self._end < len(self._lines)

    def _draw_last(self, count: int) -> None:
        self._draw(max(0, len(self._lines) - count), len(self._lines))
        self._tell_missed(-self._missed)

    def _draw(self, start: int, end: int) -> None:
        """Draw these lines and no others; the last of them is seen."""
        if self._waits:
            self.rich.after_cancel(self._waits)
            self._waits = ""
        self._start, self._end = start, end
        before = self._lines[start - 1] if start else None
        self.rich.clear()
        self.rich.add(self.story.blocks(self._lines[start:end], before, self._first_unread))
        self.on_drawn()

    def _draw_below(self, count: int = MOST_READ) -> None:
        before = self._lines[self._end - 1] if self._end else None
        end = min(len(self._lines), self._end + count)
        self.rich.add(self.story.blocks(self._lines[self._end : end], before, self._first_unread))
        self._end = end
        while self._start < self._end and self._lines[self._start].id not in self.rich:  # it dropped its oldest
            self._start += 1
        self.on_drawn()

    def _draw_above(self, count: int) -> None:
        """Draw ``count`` lines more above the first that is drawn; what one reads stays where it is."""
        old, self._start = self._start, max(0, self._start - count)
        above = self._lines[self._start : old]
        before = self._lines[self._start - 1] if self._start else None
        with self.rich.reading.held():
            if above and old < self._end:
                self._join(above[-1], self._lines[old])
            self.rich.prepend(self.story.blocks(above, before, self._first_unread))
        self.on_drawn()

    def _draw_again(self, place: int) -> None:
        line = self._lines[place]
        before = self._lines[place - 1] if place and line.id != self._first_unread else None
        self.rich.replace(line.id, self.story.block(line, before).segments)

    def _join(self, above: Line, first: Line) -> None:
        """What was the first line stands below another now: maybe on the same day, under the same name."""
        if day(above.at) == day(first.at):
            self.rich.remove(("day", first.id))
        if first.id != self._first_unread:
            self.rich.replace(first.id, self.story.block(first, above).segments)

    def _forget_first(self, count: int) -> None:
        if count > 0:
            del self._lines[:count]
            self._start, self._end = max(0, self._start - count), max(0, self._end - count)

    # --- reading ----------------------------------------------------------------------------------------------------

    def _scrolled(self) -> None:
        if self._waits:
            return  # what is missing below is on its way
        if self.rich.reading.at_end:
            if self._hole:
                self.to_end()
            elif self._behind:
                self.rich.reading.leave_end()  # the end of what is drawn is not the end
                self._draw_below(MORE)
            else:
                self._at_end_again()
        elif self.rich.text.yview()[0] <= 0.0:
            if self._start:
                self._draw_above(MORE)
            elif self._lines:
                self._on_read_back(self._lines[0].id)

    def _at_end_again(self) -> None:
        self._marked = self._marked and not self._looked_at
        if self._missed:
            self._tell_missed(-self._missed)

    def _mark_unseen(self, lines: Sequence[Line]) -> None:
        if self._marked or (self._looked_at and self.rich.reading.at_end):
            return
        news = next((line.id for line in lines if line.kind not in _OF_NOBODY and not line.own), -1)
        if news >= 0:
            self._marked = True
            self._first_unread = news
            self.rich.remove(NEW)

    def _tell_missed(self, more: int) -> None:
        self._missed += more
        if self._missed > 0:
            words = ngettext("{count} new message below", "{count} new messages below", self._missed)
            self.below.configure(text=words.format(count=self._missed))
            self.below.place(self._below_place)
        else:
            self.below.place_forget()

    def _seen(self) -> tuple[int, int] | None:
        """A line whose beginning is on the screen: its id, and the pixels from the upper edge to it."""
        text = self.rich.text
        for height in range(0, text.winfo_height(), 8):
            key = self.rich.key_at(text.index(f"@0,{height}"))
            place = self.rich.range_of(key) if isinstance(key, int) else None
            shape = text.dlineinfo(place[0]) if place else None
            if shape is not None and isinstance(key, int):
                return key, shape[1]
        return None

    def _flash(self, line_id: int) -> None:
        text = self.rich.text
        text.tag_remove(FLASH, "1.0", "end")
        if place := self.rich.range_of(line_id):
            text.tag_add(FLASH, *place)
            text.after(FLASH_MS, lambda: text.tag_remove(FLASH, "1.0", "end"))


def _first_of_last(lines: Sequence[Line], unread: int) -> int:
    """The id of the first of the last ``unread`` lines that others wrote; -1 when there is none."""
    others = [line.id for line in lines if line.kind not in _OF_NOBODY and not line.own]
    return others[-unread] if 0 < unread <= len(others) else -1
