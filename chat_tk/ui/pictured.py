"""Emoji in the segments of a block become pictures, which look the same on every system."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator, Sequence
from typing import Final

from chat_tk.ui import emoji
from chat_tk.ui.blocks import Segment
from chat_tk.ui.emoji_pictures import Pictures

MOST: Final = 60
"""Pictures in one stretch of text; what comes after stays text, so that a flood of emoji holds up nobody."""


def in_words(widget: tk.Misc, text: str) -> str:
    """``text`` for a label or a row, which have no pictures: on X11, where letters have one colour, an emoji is named.

    (``ui.start`` tells why there are no coloured letters there.)
    """
    return emoji.spelled(text) if widget.tk.call("tk", "windowingsystem") == "x11" else text


def with_pictures(widget: tk.Misc, segments: Sequence[Segment], larger: float = 1.0, most: int = MOST) -> list[Segment]:
    """The segments, each emoji a segment of its own with its picture, ``larger`` times the text's size."""
    if all(segment.text.isascii() for segment in segments):
        return list(segments)
    left = [min(most, MOST)]
    return [part for segment in segments for part in _parts(widget, segment, larger, left)]


def _parts(widget: tk.Misc, segment: Segment, larger: float, left: list[int]) -> Iterator[Segment]:
    found = emoji.find(segment.text) if not segment.link else []
    found = found[: left[0]]
    left[0] -= len(found)
    place = 0
    for one in found:
        if one.start > place:
            yield segment._replace(text=segment.text[place : one.start])
        picture = Pictures.of(widget).get(one.key, larger)
        yield segment._replace(text=segment.text[one.start : one.end], picture=str(picture))
        place = one.end
    if place < len(segment.text):
        yield segment._replace(text=segment.text[place:])
