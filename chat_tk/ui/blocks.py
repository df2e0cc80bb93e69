"""What a chat area is made of: texts with tags, put together to blocks. Plain values, no Tk."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, NamedTuple

NO_COPY: Final = "nocopy"
"""A tag for what is shown but not copied (a delivery mark, say)."""

LINE_TAGS: Final = frozenset(("small", "heading", "gap", "center", "mention", "own", "quiet"))
"""Tags that concern a whole line: the line break at the end of a block gets them too."""

PICTURE: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a text where a picture goes."""


class Segment(NamedTuple):
    """A text with the tags that it is drawn with.

    ``link``     the address that a click opens, or empty
    ``picture``  the name of a Tk image that is shown in place of ``text``, or empty; ``text`` is what is copied
    """

    text: str
    tags: tuple[str, ...] = ()
    link: str = ""
    picture: str = ""


class Block(NamedTuple):
    """What stands together under one key. It ends with a line break that nobody has to write."""

    key: Hashable
    segments: Sequence[Segment]
