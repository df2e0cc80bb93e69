"""A certificate's fingerprint in words that two people can compare aloud, in any language. Pure.

The words are proquints (D. Wilkerson, "A Proposal for Proquints", arXiv 0901.4016): 16 bits are five letters, consonant
and vowel in turn, so ``7f00 0001`` is ``lusab babad``.
"""

from __future__ import annotations

import re
from typing import Final

WORDS: Final = 5
"""80 bits: nobody finds another certificate with the same ones."""
_CONSONANTS: Final = "bdfghjklmnprstvz"
_VOWELS: Final = "aiou"


def in_words(fingerprint: str, words: int = WORDS) -> str:
    """The first bits of a fingerprint (hexadecimal) as so many words; empty for what is no fingerprint."""
    if not re.fullmatch(f"[0-9a-f]{{{words * 4},}}", fingerprint):
        return ""
    return " ".join(_word(int(fingerprint[start : start + 4], 16)) for start in range(0, words * 4, 4))


def _word(bits: int) -> str:
    return (
        _CONSONANTS[bits >> 12]
        + _VOWELS[bits >> 10 & 3]
        + _CONSONANTS[bits >> 6 & 15]
        + _VOWELS[bits >> 4 & 3]
        + _CONSONANTS[bits & 15]
    )
