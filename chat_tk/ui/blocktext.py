"""Blocks in a read-only Text: inserted many at a time, changed and removed where they stand.

Rule 1: text is inserted as data, many pieces in one call; nothing from outside becomes a name of a tag or a Tcl word.
Rule 2: a block is one message (or a separator, a notice); it has a key, which stands here once.

Beside it: ``richtext.py`` (the widget, and where one reads), ``inks.py`` (tags), ``textlinks.py`` (links).
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from chat_tk.ui.blocks import LINE_TAGS, PICTURE, Block, Segment
from chat_tk.ui.fonts import clean
from chat_tk.ui.textlinks import TextLinks

_PICTURED: Final = "pictured"
"""The tag of places where a picture goes, between the insertion and its arrival."""


@dataclass(slots=True)
class _Shown:
    tag: str
    links: list[str] = field(default_factory=list)


class BlockText:
    """The blocks of ``text``, from top to bottom; ``pictures``: the name of a picture -> the text that it stands for.

    ``on_gone`` hears the key of each block that goes.
    """

    def __init__(self, text: tk.Text, links: TextLinks, on_gone: Callable[[Hashable], None]) -> None:
        self._text, self._links, self._on_gone = text, links, on_gone
        self._shown: dict[Hashable, _Shown] = {}
        self._keys: dict[str, Hashable] = {}
        self._count = 0
        self.pictures: dict[str, str] = {}

    def __contains__(self, key: Hashable) -> bool:
        return key in self._shown

    def __len__(self) -> int:
        return len(self._shown)

    # --- where they are ---------------------------------------------------------------------------------------------

    def key_at(self, index: str) -> Hashable | None:
        """The key of the block that stands at this index; None: nothing does."""
        return next((self._keys[tag] for tag in self._text.tag_names(index) if tag in self._keys), None)

    def range_of(self, key: Hashable) -> tuple[str, str] | None:
        """From where to where a block reaches in the Text, its line break included; None: it is not here."""
        shown = self._shown.get(key)
        return self._range(shown) if shown is not None else None

    def links_of(self, key: Hashable) -> list[str]:
        """The addresses that stand in a block."""
        shown = self._shown.get(key)
        return list(dict.fromkeys(map(self._links.address, shown.links))) if shown is not None else []

    # --- coming and going -------------------------------------------------------------------------------------------

    def append(self, blocks: Sequence[Block], most: int) -> None:
        """Blocks whose keys are not here yet, below all others; above, as many go as are more than ``most`` then."""
        if blocks:
            parts, pictures = self._many_parts(blocks, self._shown)
            with _Writable(self._text):
                self._insert("end-1c", parts, pictures)
                self._drop_oldest(len(self._shown) - most)

    def prepend(self, blocks: Sequence[Block]) -> None:
        """Blocks whose keys are not here yet, above all others."""
        above: dict[Hashable, _Shown] = {}
        parts, pictures = self._many_parts(blocks, above)
        with _Writable(self._text):
            self._insert("1.0", parts, pictures)
        self._shown = above | self._shown

    def replace(self, key: Hashable, segments: Sequence[Segment]) -> bool:
        """Change a block where it stands; False: it is not here."""
        shown = self._shown.get(key)
        if shown is None:
            return False
        with _Writable(self._text):
            start, end = self._range(shown)
            self._text.delete(start, end)
            self._links.forget(shown.links)
            shown.links.clear()
            self._insert(start, *self._parts(segments, shown))
        return True

    def remove(self, key: Hashable) -> bool:
        """Take a block away; False: it is not here."""
        shown = self._shown.get(key)
        if shown is None:
            return False
        with _Writable(self._text):
            self._text.delete(*self._range(shown))
        self._forget(key)
        return True

    def clear(self) -> None:
        """Show nothing."""
        with _Writable(self._text):
            self._text.delete("1.0", "end")
        for key in list(self._shown):
            self._forget(key)
        self.pictures.clear()

    # --- inside -----------------------------------------------------------------------------------------------------

    def _many_parts(self, blocks: Sequence[Block], shown_as: dict[Hashable, _Shown]) -> tuple[list[Any], list[Segment]]:
        parts: list[Any] = []
        pictures: list[Segment] = []
        for key, segments in blocks:
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
                shown.links.append(self._links.add(segment.link))
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
        self._text.insert(index, *parts)
        if not pictures:
            return
        places = [str(place) for place in self._text.tag_ranges(_PICTURED)]
        waiting = iter(pictures)
        for start, end in zip(places[::2], places[1::2], strict=True):
            row, column = start.split(".")
            for number in range(int(column), int(end.split(".")[1])):
                self._show_picture(f"{row}.{number}", f"{row}.{number + 1}", next(waiting))
        self._text.tag_remove(_PICTURED, "1.0", "end")

    def _show_picture(self, index: str, behind: str, segment: Segment) -> None:
        self.pictures[segment.picture] = segment.text
        self._text.image_create(behind, image=segment.picture, align="center", padx=1)
        self._text.delete(index)

    def _range(self, shown: _Shown) -> tuple[str, str]:
        start, end = (str(index) for index in self._text.tag_ranges(shown.tag)[:2])
        return start, end

    def _drop_oldest(self, count: int) -> None:
        if count <= 0:
            return
        oldest = list(self._shown)[:count]
        self._text.delete("1.0", self._range(self._shown[oldest[-1]])[1])
        for key in oldest:
            self._forget(key)

    def _forget(self, key: Hashable) -> None:
        shown = self._shown.pop(key)
        del self._keys[shown.tag]
        self._links.forget(shown.links)
        self._text.tag_delete(shown.tag)
        self._on_gone(key)


class _Writable:
    """Within it the program can write into the Text; the person never can."""

    def __init__(self, text: tk.Text) -> None:
        self._text = text

    def __enter__(self) -> None:
        self._text.configure(state="normal")

    def __exit__(self, *_problem: object) -> None:
        self._text.configure(state="disabled")
