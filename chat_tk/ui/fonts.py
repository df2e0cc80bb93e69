"""Measuring text, and making text from outside safe to give to Tk."""

from __future__ import annotations

import re
from tkinter import font as tkfont
from typing import Final

_UNFIT: Final = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """``text`` without what Tk cannot hold: lone surrogates raise on insert, and NUL ends some strings."""
    return _UNFIT.sub("\ufffd", text)


def wrapped_lines(font: tkfont.Font, text: str, width: int) -> int:
    """How many lines ``text`` takes when it is wrapped at words to ``width`` pixels; at least 1.

    Tk counts lines only in a window that is on the screen already, too late for one that should open at its size.
    """
    return max(1, sum(_lines_of_paragraph(font, paragraph, width) for paragraph in text.split("\n")))


def _lines_of_paragraph(font: tkfont.Font, paragraph: str, width: int) -> int:
    space = font.measure(" ")
    lines, used = 1, 0
    for word in paragraph.split(" "):
        length = font.measure(word)
        if used and used + space + length > width:
            lines, used = lines + 1, 0
        elif used:
            used += space
        lines += (used + length) // width if length > width else 0
        used = (used + length) % width if length > width else used + length
    return lines


def elided(font: tkfont.Font, text: str, width: int) -> str:
    """As much of ``text`` as fits into ``width`` pixels, with a sign that it goes on."""
    if font.measure(text) <= width:
        return text
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if font.measure(text[:middle] + "\N{HORIZONTAL ELLIPSIS}") <= width:
            fits = middle
        else:
            too_long = middle
    return text[:fits].rstrip() + "\N{HORIZONTAL ELLIPSIS}" if fits else ""
