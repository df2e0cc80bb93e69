"""Bytes in, lines out, with a limit; the way the bytes were chopped never matters.

Rule 1: lines end at ``\\n`` only; one ``\\r`` before it and every NUL go.
Rule 2: nothing beyond the limit is ever held; an over-long line comes out as ``OVERLONG``, once, and the next line is whole again.
"""

from __future__ import annotations

from typing import Final

OVERLONG: Final = b"\n"
"""Stands in the place of a line that was longer than the limit (no real line contains a line feed)."""


class LineBuffer:
    """Collects received bytes into lines."""

    def __init__(self, limit: int) -> None:
        """``limit``: bytes of the longest line, without its end."""
        raise NotImplementedError

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that ``data`` completes, empty ones left out, each without its end."""
        raise NotImplementedError

    def take_rest(self) -> bytes:
        """What has come of a line that is not complete, taken out: the pause of a plain-text client ended it."""
        raise NotImplementedError

    @property
    def pending(self) -> int:
        """Bytes held of a line that is not complete."""
        raise NotImplementedError
