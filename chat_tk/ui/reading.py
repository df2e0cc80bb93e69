"""Where a person reads in a Text: at the end, and then it follows, or further up, and then nothing moves.

Rule 1: who reads the end goes on reading the end, whatever is inserted, changed or resized.
Rule 2: who has scrolled up does not lose the place; only the person's own scrolling up ends the following.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Iterator

from chat_tk.ui.widgets import AutoScrollbar

_MARK = "place"


class ReadingPlace:
    """The place of ``text`` that a person reads; ``scrollbar`` shows it. The Text hears ``<<Scrolled>>`` afterwards."""

    def __init__(self, text: tk.Text, scrollbar: AutoScrollbar) -> None:
        self._text = text
        self._scrollbar = scrollbar
        self._stuck = True
        self._top = (1, 0, 0)
        text.configure(yscrollcommand=self._on_scroll)
        text.bind("<Configure>", lambda _event: self.keep(), add="+")

    @property
    def at_end(self) -> bool:
        """Whether the person reads the end (and so follows new lines)."""
        return self._stuck

    def to_end(self) -> None:
        """Show the end, and stay there."""
        self._stuck = True
        self.keep()

    def leave_end(self) -> None:
        """Follow no longer: something further up is about to be shown."""
        self._stuck = False

    def keep(self) -> None:
        """After something has changed: whoever follows sees the end again."""
        if self._stuck:
            self._text.yview_moveto(1.0)
            self._top = self._top_shown()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Within it, what stands above may change: who has scrolled up reads the same text at the same place."""
        text = self._text
        text.mark_set(_MARK, f"@0,{text.winfo_height() // 2}")  # it moves with the text behind it
        before = text.dlineinfo(_MARK)
        yield
        if self._stuck or before is None:
            self.keep()
            return
        text.yview(_MARK)
        after = text.dlineinfo(_MARK)
        if after is not None:
            text.yview_scroll(after[1] - before[1], "pixels")

    def _on_scroll(self, first: float, last: float) -> None:
        if self._text.winfo_height() > 1:  # before the window is drawn nobody has scrolled
            self._judge(float(last))
        self._scrollbar.set(first, last)
        self._text.event_generate("<<Scrolled>>")

    def _judge(self, last: float) -> None:
        """Only who goes up stops following; Tk also tells of insertions, and of lines whose height it learns later."""
        if last >= 0.9999 or self._end_shown():
            self._stuck = True
        elif self._stuck and self._top_shown() < self._top:
            self._stuck = False
        elif self._stuck:
            self.keep()

    def _end_shown(self) -> bool:
        """Whether the last line is seen whole; the fractions that Tk tells are estimates after large changes."""
        shape = self._text.dlineinfo("end-2c")
        return shape is not None and shape[1] + shape[3] <= self._text.winfo_height()

    def _top_shown(self) -> tuple[int, int, int]:
        """Line, character and hidden pixels of what stands at the upper edge: to compare."""
        line, _dot, character = self._text.index("@0,0").partition(".")
        shape = self._text.dlineinfo("@0,0")
        return int(line), int(character), -shape[1] if shape else 0
