"""What Tab makes of the word before the cursor: a name, a /command, an :emoji:. Pure.

Rule 1: nothing else of the text changes. Rule 2: round the candidates comes what was typed again, letter by letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from chat_tk.ui import emoji

MOST: Final = 30


class Candidate(NamedTuple):
    """``text`` is put in the place of the word; ``shown`` stands in the list, with the picture of an emoji ``key``."""

    text: str
    shown: str
    key: str = ""


@dataclass
class Words:
    """What can be completed, asked for when Tab is pressed.

    ``names``     of people (the likeliest first) and rooms
    ``commands``  without the slash, with what they do
    """

    names: Callable[[], Iterable[str]] = tuple
    commands: Callable[[], Iterable[tuple[str, str]]] = tuple


@dataclass
class Completion:
    """One round of Tab: the word, what it can become, and what stands in its place now (-1: the word itself)."""

    word: str
    candidates: Sequence[Candidate]
    place: int = -1
    chosen: str = field(init=False)

    def __post_init__(self) -> None:
        self.chosen = self.word

    def step(self, step: int) -> str:
        """The next (1) or former (-1) text for the place of the word; ``chosen`` is what stood there."""
        self.place = (self.place + 1 + step) % (len(self.candidates) + 1) - 1
        self.chosen = self.candidates[self.place].text if self.place >= 0 else self.word
        return self.chosen


def complete(before: str, words: Words) -> Completion | None:
    """A round for the text before the cursor; None when nothing can come of it."""
    word = before[max(before.rfind(space) for space in " \n\t\u00a0") + 1 :]
    first = word == before
    if first and word.startswith("/") and not word.startswith("//"):
        found = _commands(word, words)
    elif len(word) > 1 and word.startswith(":"):
        found = [Candidate(text + " ", f":{name}:", text) for name, text in emoji.completions(word[1:])]
    else:
        found = _names(word, words, first=first)
    return Completion(word, found[:MOST]) if found else None


def _commands(word: str, words: Words) -> list[Candidate]:
    begun = word[1:].casefold()
    return [
        Candidate(f"/{name} ", f"/{name}  {about}".strip())
        for name, about in sorted(words.commands())
        if name.casefold().startswith(begun)
    ]


def _names(word: str, words: Words, *, first: bool) -> list[Candidate]:
    sign = "@" if word.startswith("@") else ""
    begun = word[len(sign) :].casefold()
    if not begun:
        return []
    fit = [name for name in dict.fromkeys(words.names()) if name.casefold().startswith(begun)]
    return [Candidate(f"{sign}{name}{': ' if first and not name.startswith('#') else ' '}", name) for name in fit]
