"""The chat area: a read-only Text that shows blocks of styled text and keeps its place.

Rule 1: text is inserted as data, many pieces in one call; nothing from outside becomes a name of a tag or a Tcl word.
Rule 2: a block is one message (or a separator, a notice); it has a key, and can be changed or removed where it stands.
Rule 3: who reads the end goes on reading the end, who has scrolled up does not lose the place (``reading.py``).

Beside it: ``inks.py`` (tags), ``textlinks.py`` (links), ``walking.py`` (keys), ``copying.py`` (the clipboard).
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from tkinter import ttk
from typing import Any, Final

from chat_tk.ui.blocks import LINE_TAGS, PICTURE, Block, Segment
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

_PICTURED: Final = "pictured"
"""The tag of places where a picture goes, between the insertion and its arrival."""


@dataclass(slots=True)
class _Shown:
    tag: str
    links: list[str] = field(default_factory=list)


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
        self._shown: dict[Hashable, _Shown] = {}
        self._keys: dict[str, Hashable] = {}
        self._pictures: dict[str, str] = {}
        self._count = 0
        self.text = self._make_text()
        self.inks = Inks(self.text, self._theme)
        self.reading = ReadingPlace(self.text, self._make_scrollbar())
        self.links = TextLinks(self.text, LinkHint(self), on_link)
        self.walker = Walker(self)
        self._bind_keys()
        self._theme.register(self.text, self._paint)

    # What is shown

    def add(self, blocks: Sequence[Block]) -> None:
        """Append blocks, in one insertion. A key that is there already is replaced where it stands."""
        fresh: dict[Hashable, Sequence[Segment]] = {}
        for key, segments in blocks:
            if key in self._shown:
                self.replace(key, segments)
            else:
                fresh[key] = segments
        items = list(fresh.items())[-MOST_BLOCKS:]
        if items:
            parts, pictures = self._many_parts(items, self._shown)
            with _Writable(self.text):
                self._insert("end-1c", parts, pictures)
                self._drop_oldest(len(self._shown) - MOST_BLOCKS)
            self.reading.keep()

    def prepend(self, blocks: Sequence[Block]) -> None:
        """Insert blocks above all others, in one insertion (see :meth:`ReadingPlace.held`); what is there stays so."""
        fresh = {key: segments for key, segments in blocks if key not in self._shown}
        if fresh:
            above: dict[Hashable, _Shown] = {}
            parts, pictures = self._many_parts(list(fresh.items()), above)
            with _Writable(self.text):
                self._insert("1.0", parts, pictures)
            self._shown = above | self._shown

    def replace(self, key: Hashable, segments: Sequence[Segment]) -> None:
        """Change a block where it stands; a key that is not shown is ignored (it may have scrolled away long ago)."""
        shown = self._shown.get(key)
        if shown is None:
            return
        with _Writable(self.text):
            start, end = self._range(shown)
            self.text.delete(start, end)
            self.links.forget(shown.links)
            shown.links.clear()
            self._insert(start, *self._parts(segments, shown))
        self.walker.redraw(key)
        self.reading.keep()

    def remove(self, key: Hashable) -> None:
        """Take a block away; a key that is not shown is ignored."""
        shown = self._shown.get(key)
        if shown is not None:
            with _Writable(self.text):
                self.text.delete(*self._range(shown))
            self._forget(key)
            self.reading.keep()

    def clear(self) -> None:
        """Show nothing, and read the end again."""
        with _Writable(self.text):
            self.text.delete("1.0", "end")
        for key in list(self._shown):
            self._forget(key)
        self.inks.forget_colours()
        self._pictures.clear()
        self.walker.leave()
        self.reading.to_end()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._shown

    def __len__(self) -> int:
        return len(self._shown)

    # Where it is

    def key_at(self, index: str) -> Hashable | None:
        """The key of the block that stands at this index; None: nothing does."""
        return next((self._keys[tag] for tag in self.text.tag_names(index) if tag in self._keys), None)

    def range_of(self, key: Hashable) -> tuple[str, str] | None:
        """From where to where a block reaches in the Text, its line break included; None: it is not shown."""
        shown = self._shown.get(key)
        return self._range(shown) if shown is not None else None

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
        shown = self._shown.get(key)
        return list(dict.fromkeys(map(self.links.address, shown.links))) if shown is not None else []

    # What is chosen

    def selected(self) -> str:
        """The text that is selected, as it would be copied; empty when none is."""
        ranges = self.text.tag_ranges("sel")
        return copyable(self.text, ranges[0], ranges[1], self._pictures) if ranges else ""

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
            self, wrap="word", width=1, height=1, borderwidth=0, highlightthickness=theme.px(1.5), state="disabled",
            undo=False, padx=theme.px(8), pady=theme.px(10), font=("TkDefaultFont", -1), cursor="arrow", insertwidth=0,
            takefocus=True,  # Tab would pass over it, for it is read-only
        )  # fmt: skip
        text.grid(row=0, column=0, sticky="nsew")
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
            highlightbackground=palette.surface,
            highlightcolor=palette.accent,  # who comes by Tab sees where the keys go
            selectbackground=palette.selection,
            selectforeground=palette.text,
            inactiveselectbackground=palette.selection,
        )
        self.inks.repaint(theme)
        self.reading.keep()

    def _many_parts(
        self, items: Sequence[tuple[Hashable, Sequence[Segment]]], shown_as: dict[Hashable, _Shown]
    ) -> tuple[list[Any], list[Segment]]:
        parts: list[Any] = []
        pictures: list[Segment] = []
        for key, segments in items:
            self._count += 1
            shown_as[key] = shown = _Shown(f"block{self._count}")
            self._keys[shown.tag] = key
            more, shown_pictures = self._parts(segments, shown)
            parts += more
            pictures += shown_pictures
        return parts, pictures

    def _parts(self, segments: Sequence[Segment], shown: _Shown) -> tuple[list[Any], list[Segment]]:
        """Text, tags, text, tags ...: what one call of ``insert`` takes; and the pictures in it, in order."""
        parts: list[Any] = []
        pictures: list[Segment] = []
        last: tuple[str, ...] = ()
        for segment in segments:
            tags = ("body", shown.tag, *segment.tags)
            if segment.link:
                shown.links.append(self.links.add(segment.link))
                tags = (*tags, shown.links[-1], "link")
            if segment.picture:
                pictures.append(segment)
                parts += (PICTURE, (*tags, _PICTURED))
            else:
                parts += (clean(segment.text), tags)
            last = segment.tags
        # The line break has what concerns lines (a mention's colour), not others' colours: those end with the text.
        return [*parts, "\n", ("body", shown.tag, *(tag for tag in last if tag in LINE_TAGS))], pictures

    def _insert(self, index: str, parts: Sequence[Any], pictures: Sequence[Segment]) -> None:
        """All text in one call; then each picture takes the place of the character that was kept for it.

        It is put behind that character, and so within the tags of its line; no index after it changes.
        """
        self.text.insert(index, *parts)
        if not pictures:
            return
        places = [str(place) for place in self.text.tag_ranges(_PICTURED)]
        waiting = iter(pictures)
        for start, end in zip(places[::2], places[1::2], strict=True):
            row, column = start.split(".")
            for number in range(int(column), int(end.split(".")[1])):
                self._show_picture(f"{row}.{number}", f"{row}.{number + 1}", next(waiting))
        self.text.tag_remove(_PICTURED, "1.0", "end")

    def _show_picture(self, index: str, behind: str, segment: Segment) -> None:
        self._pictures[segment.picture] = segment.text
        self.text.image_create(behind, image=segment.picture, align="center", padx=1)
        self.text.delete(index)

    def _range(self, shown: _Shown) -> tuple[str, str]:
        start, end = (str(index) for index in self.text.tag_ranges(shown.tag)[:2])
        return start, end

    def _drop_oldest(self, count: int) -> None:
        if count <= 0:
            return
        oldest = list(self._shown)[:count]
        self.text.delete("1.0", self._range(self._shown[oldest[-1]])[1])
        for key in oldest:
            self._forget(key)

    def _forget(self, key: Hashable) -> None:
        shown = self._shown.pop(key)
        del self._keys[shown.tag]
        self.links.forget(shown.links)
        self.text.tag_delete(shown.tag)
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


class _Writable:
    """Within it the program can write into the Text; the person never can."""

    def __init__(self, text: tk.Text) -> None:
        self._text = text

    def __enter__(self) -> None:
        self._text.configure(state="normal")

    def __exit__(self, *_problem: object) -> None:
        self._text.configure(state="disabled")
