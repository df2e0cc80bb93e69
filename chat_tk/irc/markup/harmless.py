"""What could hide text, or make it look like another's, is taken out of it. Everything here takes linear time.

Decisions:

1. Controls go, apart from the formatting codes; tabs and all kinds of line separators become spaces (line feeds stay,
   for who composes several lines).
2. Bidirectional controls go: scripts written from right to left need none of them in a line of chat, and an override
   shows another text than the one that is there.
3. Zero-width and blank-drawn characters go. The two joiners stay where they do their work: between letters of scripts
   that shape them, and inside an emoji; nowhere beside ASCII.
4. More than four combining marks in a row go: a pile of them paints over other people's lines.
5. A lone surrogate becomes U+FFFD.
Sources: Unicode TR 9 (2.), TR 36 and TR 39 (confusables), TR 51 (joiners in emoji).
"""

from __future__ import annotations

import re
from typing import Final

CODES: Final = "\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f"
"""Bold, colour, hex colour, reset, monospace, reverse, italic, strike, underline."""

_SPACES = re.compile("[\t\x0b\x0c\x85\u2028\u2029\u2800\u3164\uffa0]|\r(?!\n)")
_GONE = re.compile(
    "[\x00\x01\x05-\x08\r\x0e\x10\x12-\x15\x17-\x1c\x7f-\x84\x86-\x9f"  # controls that are no formatting code
    "\xad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional, soft hyphen
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SHAPED = "\u0590-\u1fff\u2190-\u2bff\ua800-\uabff\ufb1d-\ufdff\ufe0f\ufe70-\ufefe\U0001f000-\U0001faff"
_JOINER_ALONE = re.compile(f"[\u200c\u200d](?![{_SHAPED}])|(?<![{_SHAPED}])[\u200c\u200d]")
_MARK = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f"
)
_PILE = re.compile(f"((?:[{_MARK}][\u200c\u200d]*+){{4}})[{_MARK}\u200c\u200d]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ANY_CODE = re.compile(f"[{CODES}]")


def harmless(text: str) -> str:
    """``text`` without what hides or fakes; formatting codes and line feeds stay. Twice is the same as once."""
    if text.isascii() and text.isprintable():
        return text
    text = _SURROGATE.sub("\ufffd", _GONE.sub("", _SPACES.sub(" ", text)))
    return _JOINER_ALONE.sub("", _PILE.sub(r"\1", text))


def bare(text: str) -> str:
    """``text`` as :func:`harmless` leaves it, without formatting codes."""
    return harmless(_ANY_CODE.sub("", text))
