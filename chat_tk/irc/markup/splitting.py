"""Long text -> pieces that fit on the wire, each with its formatting open as it was where the text was cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from chat_tk.irc.markup.runs import Run, guarded, of_codes, transition
from chat_tk.irc.markup.style import PLAIN, Style

SMALLEST: Final = 64
"""Bytes: codes may take 30, a character with its marks some more."""
_STEPS_BACK: Final = 16
"""Characters that one drawn sign may have; a longer pile is cut."""


def split(text: str, limit: int) -> list[str]:
    """``text`` with codes -> pieces of at most ``limit`` bytes of UTF-8 (64 at least), cut at line feeds or spaces.

    Never within a character, nor within an emoji or a letter with its marks. Lines of nothing but spaces are left out.
    """
    return [piece for line in split_lines(text, limit) for piece in line]


def split_lines(text: str, limit: int) -> list[list[str]]:
    """As :func:`split`, by lines: the pieces of each; none for a line of nothing but spaces."""
    limit = max(limit, SMALLEST)
    return [[piece for piece in _pieces(line, limit) if piece] for line in _lines(of_codes(text))]


def _lines(runs: list[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for text, style in runs:
        first, *others = text.split("\n")
        line.append((first, style))
        for other in others:
            yield line
            line = [(other, style)]
    yield line


def _pieces(line: list[Run], limit: int) -> Iterator[str]:
    if not any(text.strip() for text, _style in line):
        return
    piece = _Piece(limit)
    for text, style in line:
        text, place = guarded(text), 0  # noqa: PLW2901  the same text, ready for the wire
        while place < len(text):
            taken = piece.take(text, place, style)
            place += taken
            if place < len(text):
                yield piece.text()
                piece = _Piece(limit)
    yield piece.text()


class _Piece:
    """A piece that is being filled."""

    def __init__(self, limit: int) -> None:
        self._room = limit
        self._parts: list[str] = []
        self._style: Style = PLAIN

    def take(self, text: str, place: int, style: Style) -> int:
        """Add of ``text`` from ``place`` what fits; the number of characters that did."""
        codes = transition(self._style, style, text[place : place + 1])
        room = self._room - len(codes)
        count = _fitting(text, place, room, first=not self._parts)
        if count:
            part = text[place : place + count]
            self._parts += (codes, part)
            self._room = room - len(part.encode())
            self._style = style
        return count

    def text(self) -> str:
        """The piece as it goes on the wire."""
        return "".join(self._parts)


def _fitting(text: str, place: int, room: int, *, first: bool) -> int:
    """How many characters from ``place`` fit into ``room`` bytes and end at a good place; ``first``: at least some."""
    if room <= 0:
        return 0
    head = text[place : place + room].encode()[:room].decode("utf-8", "ignore")
    end = place + len(head)
    if end == len(text):
        return len(head)
    space = text.rfind(" ", place + len(head) // 2, end)
    if space > place:
        return space + 1 - place
    for cut in range(end, max(place, end - _STEPS_BACK), -1):
        if _may_part(text, cut, place):
            return cut - place
    return len(head) if first else 0


def _may_part(text: str, place: int, start: int) -> bool:
    """Whether what stands before ``place`` and what follows are two drawn signs; at ``start`` a sign begins."""
    before, after = text[place - 1], text[place]
    if "\u200d" in (before, after) or after == "\x02" or "\U0001f3fb" <= after <= "\U0001f3ff":
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        others = (at for at in range(place - 1, start - 1, -1) if not _is_flag_letter(text[at]))
        return (place - 1 - next(others, start - 1)) % 2 == 0  # a flag is a pair of letters
    return not unicodedata.category(after).startswith("M")


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
