"""Metadata of people and rooms: which keys and values are good, and what a display name may be.

Rule: what comes out of ``cleaned`` can stand in a line, and shows on a screen what it says: nothing hidden, nothing
turned round.
Sources: IRCv3 drafts "metadata" (``draft/metadata-2``) and its revision ``draft/metadata-3`` (pull request 613).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from chat_tk.irc.names import fold, is_readable

KEYS: Final = 20
"""Keys of one person or room (``max-keys``)."""
SUBSCRIPTIONS: Final = 30
"""Keys that one program is told of (``max-subs``)."""
KEY_BYTES: Final = 40
VALUE_BYTES: Final = 240
"""So that a key and its value fit a line of 512 with the longest names before them."""
DISPLAY_NAME: Final = "display-name"
DISPLAY_NAME_LENGTH: Final = 60
"""Characters."""
EVERYTHING: Final = "*ALL"
"""The target of a SYNC of all that one is told of."""
NONE: Final[Mapping[str, str]] = MappingProxyType({})
"""No metadata."""

_KEY = re.compile(f"[a-z0-9_./-]{{1,{KEY_BYTES}}}")
_TURNING: Final = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of what stands behind them."""


def is_key(key: str) -> bool:
    """Whether ``key`` can be one: 'restricted to the ranges a-z, 0-9, and _./-'."""
    return _KEY.fullmatch(key) is not None


def cleaned(key: str, value: str) -> str | None:
    """``value`` as it is kept under ``key``; None when it cannot be: too long, or with characters that hide or turn.

    A display name is one line of readable words, each one space from the next.
    """
    if key == DISPLAY_NAME:
        value = " ".join(value.split())
        good = 0 < len(value) <= DISPLAY_NAME_LENGTH and is_readable(value)
    else:
        good = not any(char in _TURNING or unicodedata.category(char) in ("Cc", "Cs") for char in value)
    return value if good and len(value.encode("utf-8", "replace")) <= VALUE_BYTES else None


def likenesses(display_name: str) -> set[str]:
    """The folded names that people would take a display name for: ``Maria Rossi`` is ``Maria_Rossi`` to the eye."""
    return {fold(display_name.replace(" ", joint)) for joint in ("_", "-", "")}
