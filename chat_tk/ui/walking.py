"""Walking through a chat area by keyboard: one block is the current one, and seen as such.

Up and Down go to the block above and below, Home and End to the first and the last; the widget shows where one is.
Whoever only reads (by wheel, Page Up, Page Down) has no current block.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Hashable
from typing import Final, Protocol

CURRENT: Final = "current-line"
"""The tag of the block on which one stands."""


class Blocks(Protocol):
    """What is walked through."""

    text: tk.Text

    def range_of(self, key: Hashable) -> tuple[str, str] | None:
        """From where to where a block reaches in the Text; None: it is not shown."""

    def key_at(self, index: str) -> Hashable | None:
        """The key of the block that stands at this index."""


class Walker:
    """``walkable`` tells of a key whether one can stand on its block; separators are passed over.

    ``on_top``: one wants to go further up than the first block.
    """

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self.current: Hashable | None = None
        self.walkable: Callable[[Hashable], bool] = lambda _key: True
        self.on_top: Callable[[], None] = lambda: None
        text = blocks.text
        text.bind("<Up>", lambda _event: self._step(-1))
        text.bind("<Down>", lambda _event: self._step(1))
        text.bind("<FocusOut>", lambda _event: text.tag_remove(CURRENT, "1.0", "end"), add="+")
        text.bind("<FocusIn>", lambda _event: self.redraw(self.current), add="+")  # back from its menu

    def stand_on(self, key: Hashable) -> None:
        """Make this block the current one, and bring it into sight."""
        self.leave()
        place = self._blocks.range_of(key)
        if place is not None:
            self.current = key
            self._blocks.text.tag_add(CURRENT, *place)
            self._blocks.text.see(f"{place[1]} - 1 chars")
            self._blocks.text.see(place[0])

    def leave(self) -> None:
        """There is no current block."""
        self.current = None
        self._blocks.text.tag_remove(CURRENT, "1.0", "end")

    def redraw(self, key: Hashable) -> None:
        """A block was drawn anew."""
        if key is not None and key == self.current and (place := self._blocks.range_of(key)):
            self._blocks.text.tag_add(CURRENT, *place)

    def _step(self, step: int) -> str:
        key = self._beside(step) if self.current is not None else self._last_seen()
        if key is not None:
            self.stand_on(key)
        elif step < 0:
            self._blocks.text.yview_moveto(0.0)
            self.on_top()
        return "break"

    def _beside(self, step: int) -> Hashable | None:
        """The next block in this direction on which one can stand."""
        key = self.current
        while key is not None and (place := self._blocks.range_of(key)) is not None:
            if step < 0 and self._blocks.text.compare(place[0], "==", "1.0"):
                return None
            key = self._blocks.key_at(f"{place[0]} - 1 chars" if step < 0 else place[1])
            if key is not None and self.walkable(key):
                return key
        return None

    def _last_seen(self) -> Hashable | None:
        """The last block that is on the screen."""
        text = self._blocks.text
        key = self._blocks.key_at(text.index(f"@0,{text.winfo_height()}"))
        if key is None:  # the empty line that Tk keeps at the end
            key = self._blocks.key_at("end - 2 chars")
        if key is None or self.walkable(key):
            return key
        self.current = key
        return self._beside(-1)
