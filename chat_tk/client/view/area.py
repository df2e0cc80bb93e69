"""The chat area: which of a room's lines stand in the widget.

Rule 1: what was told last is drawn first; the lines above are drawn when one scrolls up to them, and asked for when
there are none. Who follows has at most ``MOST_LINES``; below who reads back at most ``MOST_WAITING`` wait.
Rule 2: new lines are drawn at their pace (``pace.py``); when more than ``FLOOD`` wait, only what is seen is drawn.
Rule 3: nothing that is drawn moves away under somebody who has scrolled up, unless that person says something.
Rule 4: where "New messages" stands is ``newmark.py``'s to say.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.client.values import Delivery, Line
from chat_tk.client.view.clock import day
from chat_tk.client.view.missed import Missed
from chat_tk.client.view.newmark import NewMark
from chat_tk.client.view.pace import Pace
from chat_tk.client.view.story import NEW, Story, least_rows
from chat_tk.client.view.storytags import FLASH
from chat_tk.client.view.stretch import OF_NOBODY, Stretch
from chat_tk.ui.richtext import RichText
from chat_tk.ui.theme import BODY, Theme

MOST_LINES: Final = 2000
MOST_WAITING: Final = 10_000
SCREENFUL: Final = 100
FEWEST: Final = 10
MORE: Final = 400
"""Lines that are drawn in addition when one scrolls up to the first, or down to the last of them."""
FLOOD: Final = 60
"""Lines that wait and are still drawn one below the other."""
FLASH_MS: Final = 2500
"""How long a line is marked to which one has jumped."""


class ChatArea:
    """The lines of one room. ``rich`` is the widget, ``story`` draws.

    ``on_link`` opens an address, ``on_read_back`` wants what stands above a line, ``on_drawn`` hears of new drawing.
    """

    def __init__(self, parent: tk.Misc, on_link: Callable[[str], None], on_read_back: Callable[[int], None]) -> None:
        self.rich = RichText(parent, on_link)
        self.story = Story(self.rich)
        self.on_drawn: Callable[[], None] = lambda: None
        self._on_read_back = on_read_back
        self._here = Stretch()
        self._pace = Pace(self.rich, self._draw_waiting)
        self._mark = NewMark()
        self._missed = Missed(self.rich, self.to_end)
        self.below = self._missed.button
        self.rich.text.bind("<<Scrolled>>", lambda _event: self._scrolled())
        self.rich.text.bind("<End>", lambda _event: self.to_end())
        self.rich.walker.walkable = lambda key: isinstance(key, int)
        self.rich.walker.on_top = self._scrolled

    # --- what is told -----------------------------------------------------------------------------------------------

    def show(self, lines: Sequence[Line], unread: int = 0) -> None:
        """Show these lines and no others, from the end; above the last ``unread`` of others a mark says "New"."""
        self._here = Stretch(lines)
        self._mark.begin(self._here.last_of_others(unread))
        self.story.opened.clear()
        self._draw_last(SCREENFUL)

    def renew(self, lines: Sequence[Line]) -> None:
        """The lines of the same room, in another order or with others between them: who reads keeps the place."""
        seen = self._seen() if not self.rich.reading.at_end else None
        self._here = Stretch(lines)
        place = self._here.place_of(seen[0]) if seen else -1
        if seen is None or place < 0:
            self._draw_last(self._screenful())
            return
        self._draw(max(0, place - SCREENFUL), min(len(self._here), place + SCREENFUL))
        self.rich.show_block(seen[0], seen[1])

    def prefer(self, *, times: bool, movements: bool) -> None:
        """Whether the time stands beside lines, and whether comings and goings are shown."""
        if (times, movements) != (self.story.times, self.story.movements):
            self.story.times, self.story.movements = times, movements
            self.renew(self._here.lines)

    def add(self, lines: Sequence[Line]) -> None:
        """New lines at the end."""
        if not lines:
            return
        here = self._here
        drawing = not here.waiting or self._pace.planned
        here.lines += lines
        if self._mark.came(lines, at_end=self.rich.reading.at_end):
            self.rich.remove(NEW)
        if self.rich.reading.at_end:
            here.keep_last(MOST_LINES)
            (self._pace.now if lines[-1].own else self._pace.soon)()
            return
        if lines[-1].delivery is Delivery.UNDER_WAY:  # who has just said something wants to see it
            self.to_end()
            return
        self._missed.add(sum(line.kind not in OF_NOBODY for line in lines))
        if drawing and here.waiting <= FLOOD and len(here) - here.start <= MOST_LINES:
            self._pace.soon()
        else:
            here.leave_out(MOST_WAITING)

    def add_earlier(self, lines: Sequence[Line]) -> None:
        """Lines that stand above all others."""
        drawn = self._here.start == 0
        self._here.add_above(lines)
        if drawn:
            self._draw_above(len(lines))

    def mark_new(self, line_id: int) -> None:
        """From this line on stands what was said before one came: the mark goes there."""
        if self._here.place_of(line_id) >= 0:
            self._mark.put(line_id)
            self.renew(self._here.lines)

    def change(self, line: Line) -> None:
        """A line has a new state; one that is not kept any more is ignored."""
        place = self._here.place_of(line.id)
        if place >= 0:
            self._here.lines[place] = line
            if line.id in self.rich:
                self._draw_again(place)

    def to_end(self) -> str:
        """Read the last line, and follow from now on; the answer tells Tk that a key has done its work."""
        if self._here.waiting:
            self._here.close_hole()
            self._draw_last(SCREENFUL)
        self.rich.walker.leave()
        self.rich.reading.to_end()
        self._at_end_again()
        return "break"

    def go_to(self, line_id: int) -> bool:
        """Bring a line into sight and mark it for a moment; False: it is not here."""
        place = self._here.place_of(line_id)
        if place < 0:
            return False
        if line_id not in self.rich:
            self._draw(max(0, place - SCREENFUL), min(len(self._here), place + SCREENFUL))
        self.rich.show_block(line_id)
        self._flash(line_id)
        return True

    def unfold(self, line_id: int) -> None:
        """Show what is behind a condensed line, or no longer."""
        self.story.opened ^= {line_id}
        place = self._here.place_of(line_id)
        if place >= 0:
            with self.rich.reading.held():
                self._draw_again(place)

    def look(self, *, there: bool) -> None:
        """Whether somebody looks at the window: what comes while nobody does is marked as new."""
        self._mark.look(there=there, at_end=self.rich.reading.at_end)

    # --- what is here -----------------------------------------------------------------------------------------------

    @property
    def lines(self) -> Sequence[Line]:
        """All lines that are here, drawn or not."""
        return self._here.lines

    def line(self, line_id: object) -> Line | None:
        """The line with this id."""
        place = self._here.place_of(line_id)
        return self._here.lines[place] if place >= 0 else None

    # --- drawing ----------------------------------------------------------------------------------------------------

    def draw_now(self) -> None:
        """Draw the new lines that wait."""
        self._pace.now()

    def _draw_waiting(self) -> bool:
        """Whether there were more than are drawn at once."""
        waiting = self._here.waiting
        if waiting > FLOOD and self.rich.reading.at_end:
            self._draw_last(self._screenful())
        elif 0 < waiting <= FLOOD:
            self._draw_below()
        return waiting > FLOOD

    def _screenful(self) -> int:
        """How many of the last lines surely fill what is seen."""
        rows = self.rich.text.winfo_height() // int(Theme.of(self.rich).font(BODY).metrics("linespace")) + 1
        here, count = self._here, 0
        while count < min(SCREENFUL, len(here)) and (rows > 0 or count < FEWEST):
            count += 1
            place = len(here) - count
            rows -= least_rows(here.lines[place], here.before(place))
        return count

    def _draw_last(self, count: int) -> None:
        self._draw(max(0, len(self._here) - count), len(self._here))
        self._missed.clear()

    def _draw(self, start: int, end: int) -> None:
        """Draw these lines and no others; the last of them is seen."""
        self._pace.cancel()
        here = self._here
        here.start, here.end = start, end
        self.rich.clear()
        self.rich.add(self.story.blocks(here.lines[start:end], here.before(start), self._mark.line))
        self.on_drawn()

    def _draw_below(self, count: int = MOST_WAITING) -> None:
        here = self._here
        end = min(len(here), here.end + count)
        blocks = self.story.blocks(here.lines[here.end : end], here.before(here.end), self._mark.line)
        self.rich.add(blocks)
        here.end = end
        while here.start < end and here.lines[here.start].id not in self.rich:  # it dropped its oldest
            here.start += 1
        self.on_drawn()

    def _draw_above(self, count: int) -> None:
        """Draw ``count`` lines more above the first that is drawn; what one reads stays where it is."""
        here = self._here
        old, here.start = here.start, max(0, here.start - count)
        above = here.lines[here.start : old]
        with self.rich.reading.held():
            if above and old < here.end:
                self._join(above[-1], here.lines[old])
            self.rich.prepend(self.story.blocks(above, here.before(here.start), self._mark.line))
        self.on_drawn()

    def _draw_again(self, place: int) -> None:
        line = self._here.lines[place]
        before = self._here.before(place) if line.id != self._mark.line else None
        self.rich.replace(line.id, self.story.block(line, before).segments)

    def _join(self, above: Line, first: Line) -> None:
        """What was the first line stands below another now: maybe on the same day, under the same name."""
        if day(above.at) == day(first.at):
            self.rich.remove(("day", first.id))
        if first.id != self._mark.line:
            self.rich.replace(first.id, self.story.block(first, above).segments)

    # --- reading ----------------------------------------------------------------------------------------------------

    def _scrolled(self) -> None:
        if self._pace.planned:
            return  # what is missing below is on its way
        if self.rich.reading.at_end:
            if self._here.hole:
                self.to_end()
            elif self._here.waiting:
                self.rich.reading.leave_end()  # the end of what is drawn is not the end
                self._draw_below(MORE)
            else:
                self._at_end_again()
        elif self.rich.text.yview()[0] <= 0.0:
            if self._here.start:
                self._draw_above(MORE)
            elif self._here.lines:
                self._on_read_back(self._here.lines[0].id)

    def _at_end_again(self) -> None:
        self._mark.at_end()
        self._missed.clear()

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
