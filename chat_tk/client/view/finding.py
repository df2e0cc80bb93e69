"""Searching the lines that are here: which they are, and what is coloured in the widget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chat_tk.client.values import Kind, Line
from chat_tk.client.view.area import ChatArea
from chat_tk.irc.markup import plain
from chat_tk.ui.looks import FOUND, FOUND_HERE

MOST_COLOURED: Final = 300
"""Places in the widget that are coloured, half of them below the upper edge of what is seen, half above."""
LITERALLY: Final = "***="
"""Begins a regular expression of Tcl in which no sign means anything else (re_syntax, "Metasyntax"). Tk's plain search
that ignores capitals ends the program as soon as a character beyond U+FFFF stands in the widget (8.6.13)."""

_SAID: Final = (Kind.MESSAGE, Kind.ACTION, Kind.NOTICE, Kind.INFO)


class Finder:
    """``found`` has the ids of the lines with the text in them, oldest first; ``place`` is the one one looks at."""

    def __init__(self, area: ChatArea) -> None:
        self._area = area
        self._wanted = self._typed = ""
        self.found: list[int] = []
        self.place = -1
        area.on_drawn = self._colour

    def search(self, text: str) -> None:
        """Look for ``text`` in what is here, whatever its capitals; the newest line with it is shown."""
        wanted = text.strip().casefold()
        if wanted == self._wanted:
            return
        self._wanted, self._typed = wanted, text.strip()
        self.found = [line.id for line in self._area.lines if wanted and _has(line, wanted)]
        self.place = len(self.found) - 1
        self._show()

    def step(self, step: int) -> None:
        """The next line, downwards; or upwards; round the ends."""
        if self.found:
            self.place = (self.place + step) % len(self.found)
            self._show()

    def end(self) -> None:
        """Nothing is searched any more."""
        self._wanted, self.found, self.place = "", [], -1
        self._colour()

    def _show(self) -> None:
        if self.found:
            self._area.go_to(self.found[self.place])
        self._colour()

    def _colour(self) -> None:
        text = self._area.rich.text
        for tag in (FOUND, FOUND_HERE):
            text.tag_remove(tag, "1.0", "end")
        if not self._wanted:
            return
        wanted, here = set(self.found), self.found[self.place] if self.found else -1
        seen = text.index("@0,0 linestart")
        for start in (*self._places(seen, "end"), *self._places(seen, "1.0", backwards=True)):
            key = self._area.rich.key_at(start)
            if key in wanted:
                text.tag_add(FOUND_HERE if key == here else FOUND, start, f"{start} + {len(self._typed)} chars")

    def _places(self, start: str, end: str, *, backwards: bool = False) -> Iterator[str]:
        """Where it stands between these two, nearest first."""
        text = self._area.rich.text
        for _number in range(MOST_COLOURED // 2):
            found = text.search(LITERALLY + self._typed, start, end, nocase=True, regexp=True, backwards=backwards)
            if not found:
                return
            yield found
            start = found if backwards else f"{found} + {len(self._typed)} chars"


def _has(line: Line, wanted: str) -> bool:
    if line.kind not in _SAID:
        return False
    bare = line.text.isprintable() and "<" not in line.text  # all 50,000 lines of a room are looked at with each key
    text = line.text if bare else plain(line.text)
    return wanted in text.casefold() or wanted in line.who.casefold()
