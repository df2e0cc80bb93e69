"""What a server says of itself in 005, as far as the session needs it. Pure.

Source: Modern IRC "RPL_ISUPPORT Parameters" (PREFIX, CHANTYPES, CHANMODES, NETWORK). Before 005, and where it is
nonsense, what
most servers do counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

_PREFIX = re.compile(r"\(([A-Za-z]{1,20})\)([!-/:-@\[-`{-~]{1,20})")
_CHANNEL_TYPES: Final = frozenset("#&+!")
_ESCAPE = re.compile(r"\\x([0-9A-Fa-f]{2})")
CHANGES: Final = 100
"""Changes of modes looked at in one message."""


class Support:
    """The tokens that matter, each with its usual value until the server says another."""

    def __init__(self) -> None:
        self.network = ""
        self.channel_types = "#&"
        self._by_letter = {"q": "~", "a": "&", "o": "@", "h": "%", "v": "+"}
        self._with_argument = "beIk"
        self._with_argument_to_set = "l"

    @property
    def prefixes(self) -> str:
        """What stands before the nicks of members, from the most to the least powerful."""
        return "".join(self._by_letter.values())

    def prefix_of(self, letter: str) -> str:
        """The prefix that a mode gives a member; empty for a mode of the channel itself."""
        return self._by_letter.get(letter, "")

    def learn(self, tokens: Sequence[str]) -> None:
        """The parameters of one 005, without the nick and the closing words."""
        for token in tokens:
            key, _equals, value = token.partition("=")
            if key == "PREFIX" and (found := _PREFIX.fullmatch(value)) and len(found[1]) == len(found[2]):
                self._by_letter = dict(zip(found[1], found[2], strict=True))
            elif key == "CHANTYPES" and value and _CHANNEL_TYPES.issuperset(value):
                self.channel_types = value
            elif key == "CHANMODES" and value.count(",") >= 3:
                lists, always, to_set, *_rest = value.split(",")
                self._with_argument, self._with_argument_to_set = lists + always, to_set
            elif key == "NETWORK" and value:
                self.network = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)[:60]

    def changes(self, modes: str, arguments: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
        """``+ov-l`` with its arguments as (on, letter, argument), the argument empty where there is none."""
        on, left = True, list(reversed(arguments))
        for letter in modes[:CHANGES]:
            if letter in "+-":
                on = letter == "+"
                continue
            takes = (
                letter in self._by_letter
                or letter in self._with_argument
                or (on and letter in self._with_argument_to_set)
            )
            yield on, letter, left.pop() if takes and left else ""
