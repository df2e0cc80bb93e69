"""Mode strings: ``+ov-l ann bob`` as a list of changes, and changes as the shortest such string.

Rule: which letter takes an argument is told by ``ModeKinds``, and by nothing else; a letter that is in none takes none.
Sources: Modern IRC "MODE message" and "CHANMODES parameter" (types A to D), "PREFIX parameter".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

LONGEST: Final = 512
"""Letters and signs of a mode string that are looked at: no line has more."""


class ModeKinds(NamedTuple):
    """The letters of a channel's modes by what they take."""

    lists: str = "beI"
    """Type A: add to a list and take from it with an argument, ask for it without."""
    always: str = "k"
    """Type B: an argument both ways."""
    on_set: str = "l"
    """Type C: an argument only with ``+``."""
    flags: str = "imnpst"
    """Type D: never an argument."""
    prefixes: str = "ov"
    """Of members: the argument is a nick. The highest rank first."""

    def takes_argument(self, sign: str, letter: str) -> bool:
        """Whether the next argument belongs to this ``letter``."""
        return letter in self.lists or letter in self.always or letter in self.prefixes or self._sets(sign, letter)

    def _sets(self, sign: str, letter: str) -> bool:
        return sign == "+" and letter in self.on_set


class Change(NamedTuple):
    """One change: ``sign`` is ``+`` or ``-``; ``argument`` is empty where there is none."""

    sign: str
    letter: str
    argument: str = ""


def parse_changes(letters: str, arguments: Sequence[str], kinds: ModeKinds) -> list[Change]:
    """The changes in ``letters`` with their ``arguments``. A missing argument is empty, one too many is left alone."""
    changes: list[Change] = []
    left = iter(arguments)
    sign = "+"
    for letter in letters[:LONGEST]:
        if letter in "+-":
            sign = letter
        else:
            changes.append(Change(sign, letter, next(left, "") if kinds.takes_argument(sign, letter) else ""))
    return changes


def format_changes(changes: Iterable[Change]) -> tuple[str, ...]:
    """``changes`` as parameters of MODE: the letters with each sign once in a row, then the arguments."""
    letters: list[str] = []
    arguments: list[str] = []
    sign = ""
    for change in changes:
        letters.append(change.letter if change.sign == sign else change.sign + change.letter)
        sign = change.sign
        if change.argument:
            arguments.append(change.argument)
    return ("".join(letters), *arguments) if letters else ()
