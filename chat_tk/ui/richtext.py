"""The chat area: a read-only Text that shows blocks of styled text and keeps its place.

Rule: who reads the end goes on reading the end, who has scrolled up does not lose the place (``reading.py``).

Beside it: ``blocktext.py`` (the blocks), ``inks.py`` (tags), ``textlinks.py`` (links), ``walking.py`` (keys),
``copying.py`` (the clipboard).
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Hashable, Sequence
from tkinter import ttk
from typing import Any, Final

from chat_tk.ui.blocks import Block, Segment
from chat_tk.ui.blocktext import BlockText
from chat_tk.ui.copying import copyable
from chat_tk.ui.fonts import clean
from chat_tk.ui.inks import Inks
from chat_tk.ui.linkhint import LinkHint
from chat_tk.ui.reading import ReadingPlace
from chat_tk.ui.textlinks import TextLinks
from chat_tk.ui.theme import Theme
from chat_tk.ui.walking import Walker
from chat_tk.ui.widgets import AutoScrollbar

MOST_BLOCKS: Final = 2000
"""Blocks that stay when more are added at the end; above, somebody may read back further."""


class RichText(ttk.Frame):
    """A chat area with its scrollbar; ``text`` is the Text, for bindings and tests.

    ``on_link`` is called with an http(s) address that was clicked. While the pointer is on a link, its host is shown.
    ``inks`` has the tags: ``muted``, ``small``, ``heading``, ``error``, ``center``, ``mention``, ``nocopy``, ``gap``
    (room above a line that begins something), and what one defines. ``reading`` is where one reads, ``walker`` which
    block the keyboard stands on.
    """

    def __init__(self, parent: tk.Misc, on_link: Callable[[str], None]) -> None:
        super().__init__(parent, style="Surface.TFrame")
        self._theme = Theme.of(self)
        self.text = self._make_text()
        self.inks = Inks(self.text, self._theme)
        self.reading = ReadingPlace(self.text, self._make_scrollbar())
        self.links = TextLinks(self.text, LinkHint(self), on_link)
        self._blocks = BlockText(self.text, self.links, self._gone)
        self.walker = Walker(self)
        self._bind_keys()
        self._theme.register(self.text, self._paint)

    # What is shown

    def add(self, blocks: Sequence[Block]) -> None:
        """Append blocks, in one insertion. A key that is there already is replaced where it stands."""
        fresh: dict[Hashable, Block] = {}
        for block in blocks:
            if block.key in self:
                self.replace(*block)
            else:
                fresh[block.key] = block
        if fresh:
            self._blocks.append(list(fresh.values())[-MOST_BLOCKS:], MOST_BLOCKS)
            self.reading.keep()

    def prepend(self, blocks: Sequence[Block]) -> None:
        """Insert blocks above all others, in one insertion (see :meth:`ReadingPlace.held`); what is there stays so."""
        fresh = {block.key: block for block in blocks if block.key not in self}
        if fresh:
            self._blocks.prepend(list(fresh.values()))

    def replace(self, key: Hashable, segments: Sequence[Segment]) -> None:
        """Change a block where it stands; a key that is not shown is ignored (it may have scrolled away long ago)."""
        if self._blocks.replace(key, segments):
            self.walker.redraw(key)
            self.reading.keep()

    def remove(self, key: Hashable) -> None:
        """Take a block away; a key that is not shown is ignored."""
        if self._blocks.remove(key):
            self.reading.keep()

    def clear(self) -> None:
        """Show nothing, and read the end again."""
        self._blocks.clear()
        self.inks.forget_colours()
        self.walker.leave()
        self.reading.to_end()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._blocks

    def __len__(self) -> int:
        return len(self._blocks)

    # Where it is

    def key_at(self, index: str) -> Hashable | None:
        """The key of the block that stands at this index; None: nothing does."""
        return self._blocks.key_at(index)

    def range_of(self, key: Hashable) -> tuple[str, str] | None:
        """From where to where a block reaches in the Text, its line break included; None: it is not shown."""
        return self._blocks.range_of(key)

    def show_block(self, key: Hashable, top: int | None = None) -> bool:
        """Bring a block into sight, ``top`` pixels below the upper edge (a third of the height); False: it is gone."""
        place = self.range_of(key)
        if place is None:
            return False
        self.reading.leave_end()
        self.text.see(place[0])
        shape = self.text.dlineinfo(place[0])
        if shape is not None:
            wanted = self.text.winfo_height() // 3 if top is None else top
            self.text.yview_scroll(shape[1] - wanted, "pixels")
        return True

    def links_of(self, key: Hashable) -> list[str]:
        """The addresses that stand in a block."""
        return self._blocks.links_of(key)

    # What is chosen

    def selected(self) -> str:
        """The text that is selected, as it would be copied; empty when none is."""
        ranges = self.text.tag_ranges("sel")
        return copyable(self.text, ranges[0], ranges[1], self._blocks.pictures) if ranges else ""

    def selected_keys(self) -> list[Hashable]:
        """The blocks that the selection touches, from top to bottom."""
        ranges = self.text.tag_ranges("sel")
        keys: list[Hashable] = []
        index = str(ranges[0]) if ranges else ""
        while index and self.text.compare(index, "<", str(ranges[1])):
            key = self.key_at(index)
            if key is None:
                break
            keys.append(key)
            index = (self.range_of(key) or ("", ""))[1]
        return keys

    def copy(self, text: str) -> None:
        """Put this into the clipboard."""
        self.clipboard_clear()
        self.clipboard_append(clean(text))

    # Inside

    def _make_text(self) -> tk.Text:
        theme = self._theme
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        # The Text's own font is 1 pixel high, and every text that we insert has the tag "body": so the empty line that
        # Tk keeps at the end takes no room.
        text = tk.Text(
            self, wrap="word", width=1, height=1, borderwidth=0, highlightthickness=0, state="disabled",
            undo=False, padx=theme.px(8), pady=theme.px(10), font=("TkDefaultFont", -1), cursor="arrow", insertwidth=0,
            takefocus=True,  # Tab would pass over it, for it is read-only
        )  # fmt: skip
        text.grid(row=0, column=0, sticky="nsew")
        # Who comes by Tab sees where the keys go: the frame is seen round the text and its scrollbar.
        self.configure(padding=theme.px(1.5))
        ttk.Frame(self, style="Surface.TFrame").grid(row=0, column=1, sticky="nsew")
        text.bind("<FocusIn>", lambda _event: self.configure(style="Ring.TFrame"))
        text.bind("<FocusOut>", lambda _event: self.configure(style="Surface.TFrame"))
        return text

    def _make_scrollbar(self) -> AutoScrollbar:
        scrollbar = AutoScrollbar(self, self.text.yview)
        scrollbar.place_in_grid(0, 1)
        return scrollbar

    def _bind_keys(self) -> None:
        text = self.text
        text.bind("<<Copy>>", self._copy)
        text.bind("<Control-a>", self._select_all)
        text.bind("<Prior>", lambda _event: self._scroll(-1, "pages"))
        text.bind("<Next>", lambda _event: self._scroll(1, "pages"))
        text.bind("<Home>", lambda _event: self._move(0.0))
        text.bind("<End>", lambda _event: self._move(1.0))

    def _paint(self, theme: Theme) -> None:
        palette = theme.palette
        self.text.configure(
            background=palette.surface,
            foreground=palette.text,
            selectbackground=palette.selection,
            selectforeground=palette.text,
            inactiveselectbackground=palette.selection,
        )
        self.inks.repaint(theme)
        self.reading.keep()

    def _gone(self, key: Hashable) -> None:
        if key == self.walker.current:
            self.walker.leave()

    # Keys

    def page(self, step: int) -> None:
        """Scroll by a page, up (-1) or down (1)."""
        self._scroll(step, "pages")

    def _scroll(self, number: int, what: Any) -> str:
        self.text.yview_scroll(number, what)
        return "break"

    def _move(self, fraction: float) -> str:
        self.walker.leave()
        self.text.yview_moveto(fraction)
        return "break"

    def _select_all(self, _event: tk.Event[tk.Misc]) -> str:
        self.text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def _copy(self, _event: tk.Event[tk.Misc]) -> str:
        if chosen := self.selected():
            self.copy(chosen)
        return "break"
