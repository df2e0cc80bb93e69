"""What is kept while the chat runs: drafts a moment after the last key, and at once when a room is left. No Tk.

Rule: nothing typed is ever lost: a program that is killed loses at most what was typed in the last ``PAUSE`` seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from chat_tk.client.memory import Memory
from chat_tk.client.values import Level

PAUSE: Final = 1.5
"""Seconds after the first key that is not kept yet."""


class Keeping:
    """``drafts`` is what is being written, by the key of its room; shared with the stage, which shows it."""

    def __init__(
        self, memory: Memory, drafts: dict[str, str], later: Callable[[float, Callable[[], None]], object]
    ) -> None:
        self._memory = memory
        self._drafts = drafts
        self._drafts.update(memory.drafts)
        self._kept = dict(memory.drafts)
        self._later = later
        self._waits = False
        self._over = False

    def draft(self, key: str, text: str, *, now: bool = False) -> None:
        """Somebody is writing ``text`` in a room. ``now``: keep it at once."""
        if text.strip():
            self._drafts[key] = text
        else:
            self._drafts.pop(key, None)
        if now:
            self._save()
        elif not self._waits and self._drafts != self._kept:
            self._waits = True
            self._later(PAUSE, self._save)

    def end(self, left: Mapping[str, str], now: float) -> None:
        """All is over at this moment; ``left`` is what was not sent."""
        self._over = True
        self._memory.keep_left({"at": str(int(now))})
        self._memory.keep_drafts({key: text for key, text in left.items() if text.strip()})

    def ignored(self, names: Mapping[str, str]) -> None:
        """Who is ignored has changed."""
        self._memory.keep_ignored(names)

    def levels(self, levels: Mapping[str, Level]) -> None:
        """Of what rooms are to tell has changed."""
        self._memory.keep_levels({key: level.value for key, level in levels.items()})

    def _save(self) -> None:
        self._waits = False
        if not self._over and self._drafts != self._kept:
            self._kept = dict(self._drafts)
            self._memory.keep_drafts(self._kept)
