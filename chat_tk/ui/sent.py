"""What was sent from a field, for Up and Down. Pure.

Rule: nothing is shown in the place of something new: only an empty field, or one that holds what was recalled, changes.
"""

from __future__ import annotations

from typing import Final

REMEMBERED: Final = 100


class Sent:
    """The texts, the newest last, and where in them the person is."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._place = 0  # its length: below the newest

    def add(self, text: str) -> None:
        """Remember what was sent; the same twice in a row is once."""
        if self._texts[-1:] != [text]:
            self._texts.append(text)
            del self._texts[:-REMEMBERED]
        self.leave()

    def leave(self) -> None:
        """Stand below the newest: something else stands in the field now."""
        self._place = len(self._texts)

    def step(self, standing: str, step: int) -> str | None:
        """What is to stand in the field after Up (-1) or Down (1); None: the key is for the cursor."""
        place = self._place + step
        shown = self._texts[self._place] if self._place < len(self._texts) else ""
        if standing != shown or not 0 <= place <= len(self._texts):
            return None
        self._place = place
        return self._texts[place] if place < len(self._texts) else ""
