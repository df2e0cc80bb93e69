"""Bytes in, lines out, with a limit; the way the bytes were chopped never matters.

Rule 1: lines end at LF only; one CR before it and every NUL go.
Rule 2: nothing beyond the limit (and one CR) is held; an over-long line comes out as ``OVERLONG``, once and as soon as
it is known to be too long, and the next line is whole again.
Rule 3: each byte is looked at once, however small the pieces are.
"""

from __future__ import annotations

import re
from typing import Final

OVERLONG: Final = b"\n"
"""Stands in the place of a line that was longer than the limit (no real line contains a line feed)."""


_EMPTY: Final = re.compile(rb"(\r?\n)(?:\r?\n)+")
"""Empty lines behind a line: left out at once, for a peer that sends nothing else must not cost a loop."""
_SHORT: Final = 8
"""Bytes of a line, on the average, below which empty ones are looked for: for all else that was half of the time."""


class LineBuffer:
    """Collects received bytes into lines."""

    __slots__ = ("_held", "_limit", "_skipping")

    def __init__(self, limit: int) -> None:
        """``limit``: bytes of the longest line, without its end."""
        self._limit = limit
        self._held = bytearray()
        self._skipping = False  # the rest of a line that was too long is on its way

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that ``data`` completes, empty ones left out, each without its end."""
        if b"\0" in data:
            data = data.replace(b"\0", b"")
        *ends, rest = data.split(b"\n")
        if len(ends) > len(data) // _SHORT:
            *ends, rest = _EMPTY.sub(rb"\1", data).split(b"\n")
        lines: list[bytes] = []
        if ends and (self._held or self._skipping):
            self._hold(ends[0], lines)
            ends[0] = bytes(self._held)
            self.take_rest()
        for end in ends:
            line = end.removesuffix(b"\r")
            if line:
                lines.append(line if len(line) <= self._limit else OVERLONG)
        if rest:
            self._hold(rest, lines)
        return lines

    def take_rest(self) -> bytes:
        """What has come of a line that is not complete, taken out: the pause of a plain-text client ended it."""
        rest = bytes(self._held.removesuffix(b"\r"))
        self._held.clear()
        self._skipping = False
        return rest

    @property
    def skipping(self) -> bool:
        """Whether the rest of a line that was too long is on its way."""
        return self._skipping

    @property
    def pending(self) -> int:
        """Bytes held of a line that is not complete."""
        return len(self._held)

    def _hold(self, piece: bytes, lines: list[bytes]) -> None:
        """Keep ``piece`` of a line, or say in ``lines`` that the line is too long."""
        if self._skipping or not piece:
            return
        size = len(self._held) + len(piece)
        if size > self._limit + 1 or (size > self._limit and piece[-1] != 0x0D):  # a CR may still belong to its end
            lines.append(OVERLONG)
            self._held.clear()
            self._skipping = True
        else:
            self._held += piece
