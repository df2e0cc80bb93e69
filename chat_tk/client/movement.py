"""Comings, goings and new names that follow each other, as one line. Pure.

Rule 1: one movement alone reads as a sentence; several are condensed, with the people named while they are few.
Rule 2: who came and went in one line, went or came there is said so once.
Rule 3: the line and its details are bounded, however many come and go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Final

from chat_tk.i18n import _, ngettext

NAMED: Final = 4
"""People named of each kind; the rest are counted."""
LONGEST: Final = 2_000
"""Characters of a line."""
DETAILS: Final = 50
"""Movements that are told one by one."""
MOST: Final = 1_000
"""Movements of one line."""
TOGETHER: Final = 15 * 60.0
"""Seconds between the first and the last movement of one line."""


class Move(Enum):
    """What somebody did."""

    CAME = "came"
    WENT = "went"
    RENAMED = "renamed"


@dataclass(slots=True)
class Movements:
    """What happened since ``began``; ``line`` is the id of the line that tells it.

    A name stands in one of ``came``, ``went``, ``through`` (came and went) and ``back`` (went and came).
    """

    line: int
    began: float
    count: int = 0
    sentences: list[str] = field(default_factory=list)
    came: dict[str, None] = field(default_factory=dict)
    went: dict[str, None] = field(default_factory=dict)
    through: dict[str, None] = field(default_factory=dict)
    back: dict[str, None] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def takes(self, at: float) -> bool:
        """Whether something that happens now still belongs to this line."""
        return 0 <= at - self.began <= TOGETHER and self.count < MOST

    def add(self, move: Move, name: str, sentence: str, new: str = "") -> None:
        """``name`` moved (``new``: their new name); ``sentence`` tells it alone."""
        self.count += 1
        self.sentences.append(sentence[:LONGEST])
        del self.sentences[:-DETAILS]
        if move is Move.CAME:
            self._came(name)
        elif move is Move.WENT:
            self._went(name)
        else:
            self._renamed(name, new)

    def called(self, old: str, new: str, joined: str) -> bool:
        """Who came as ``old`` is shown as ``new``; ``joined``: the sentence of who comes. False: nobody did."""
        found = False
        for place in ("came", "back"):
            names: dict[str, None] = getattr(self, place)
            if old in names:
                setattr(self, place, dict.fromkeys(new if name == old else name for name in names))
                found = True
        was = joined.format(name=old)
        self.sentences = [joined.format(name=new) if found and said == was else said for said in self.sentences]
        return found

    @property
    def text(self) -> str:
        """All of it in one line."""
        if self.count == 1:
            return self.sentences[0][:LONGEST]
        new_names = {f"{old} → {new}": None for old, new in islice(self.renamed.items(), NAMED)}
        parts = [
            _some(_("joined: {names}"), self.came, len(self.came)),
            _some(_("left: {names}"), self.went, len(self.went)),
            _some(_("joined and left again: {names}"), self.through, len(self.through)),
            _some(_("left and came back: {names}"), self.back, len(self.back)),
            _some(_("new names: {names}"), new_names, len(self.renamed)),
        ]
        text = "; ".join(filter(None, parts))
        return (text[:1].upper() + text[1:] if text else self.sentences[-1])[:LONGEST]

    @property
    def details(self) -> str:
        """Each movement in a line of its own; of many, the last ones."""
        left_out = self.count - len(self.sentences)
        more = ngettext("{count} before", "{count} before", left_out).format(count=left_out) if left_out else ""
        return "\n".join(filter(None, [more, *self.sentences]))

    def _came(self, name: str) -> None:
        if name in self.went:
            del self.went[name]
            self.back[name] = None
        elif name not in self.back:
            self.through.pop(name, None)
            self.came[name] = None

    def _went(self, name: str) -> None:
        if name in self.came:
            del self.came[name]
            self.through[name] = None
        elif name not in self.through:
            self.back.pop(name, None)
            self.went[name] = None

    def _renamed(self, old: str, new: str) -> None:
        first = next((a for a, b in self.renamed.items() if b == old), old)
        self.renamed.pop(first, None)
        if first != new:
            self.renamed[first] = new
        for moved in (self.came, self.back):
            if old in moved:
                del moved[old]
                moved[new] = None


def _some(words: str, names: Mapping[str, object], count: int) -> str:
    """``words`` with the first of ``names``, and how many more there are; empty without any."""
    shown = ", ".join(islice(names, NAMED))
    if count > NAMED:
        more = ngettext("{names} and {count} more", "{names} and {count} more", count - NAMED)
        shown = more.format(names=shown, count=count - NAMED)
    return words.format(names=shown) if shown else ""
