"""What is kept while the chat runs: drafts a moment after the last key, and at once when a room is left. No Tk.

Rule: nothing typed is ever lost: a program that is killed loses at most what was typed in the last ``PAUSE`` seconds.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Final

from chat_tk.client import roaming
from chat_tk.client.memory import Memory
from chat_tk.client.reentry import Reentry
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.session import Session
from chat_tk.client.stage import Stage
from chat_tk.client.values import Level

CONVERSATIONS: Final = 12
"""Private conversations that are opened again at the next start: each asks the chat for what was said."""
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
        self._levels = {key: level.value for key, level in memory.levels_of_rooms.items()}
        self._later = later
        self._waits = False
        self._over = False
        self._reentry = Reentry(memory.rooms, memory.keep_rooms)
        self._open: dict[str, str] | None = None
        """The private conversations that are kept as open; None: those of the last time were not opened again yet."""

    def draft(self, key: str, text: str, *, now: bool = False) -> None:
        """Somebody is writing ``text`` in a room. ``now``: keep it at once."""
        if text.strip():
            self._drafts[key] = text
        else:
            self._drafts.pop(key, None)
        if now:
            self._save()
        else:
            self._save_soon()

    def end(self, left: Mapping[str, str], now: float) -> None:
        """All is over at this moment; ``left`` is what was not sent."""
        self._over = True
        self._memory.keep_left({"at": str(int(now))})
        self._memory.keep_drafts({key: text for key, text in left.items() if text.strip()})

    def conversations(self, stage: Stage, now: float) -> None:
        """Open those of the last time again, once there is a room; and keep what is open, and as what, from then on."""
        session = stage.session
        if session.registered and not self._over and (entering := self._reentry.look(session)):
            stage.show(entering)
        if self._open is None and session.registered and session.book.lobby and stage.shown:
            self._open = dict(self._memory.open)
            self._reopen(stage, now)
        if self._open is not None and (opened := _conversations(session)) != self._open:
            self._open = opened
            self._memory.keep_open(opened)
        self.levels(session.book.levels)  # a room may be called something else, and so may what is written there
        self._save_soon()

    def _reopen(self, stage: Stage, now: float) -> None:
        session = stage.session
        names = dict(self._memory.open)
        for key in self._drafts:  # those in which something is begun are the last that are left out
            if key and not session.is_channel(key):
                names[key] = names.pop(key, key)
        for name in list(names.values())[-CONVERSATIONS:]:
            with contextlib.suppress(NotPossibleError):  # a file is anybody's: this is no name
                stage.show(roaming.open_private(session, name, now))

    def ignored(self, names: Mapping[str, str]) -> None:
        """Who is ignored has changed."""
        self._memory.keep_ignored(names)

    def levels(self, levels: Mapping[str, Level]) -> None:
        """Of what rooms are to tell; kept when that has changed, or a room is called something else."""
        values = {key: level.value for key, level in levels.items()}
        if values != self._levels:
            self._levels = values
            self._memory.keep_levels(values)

    def _save_soon(self) -> None:
        if not self._waits and self._drafts != self._kept:
            self._waits = True
            self._later(PAUSE, self._save)

    def _save(self) -> None:
        self._waits = False
        if not self._over and self._drafts != self._kept:
            self._kept = dict(self._drafts)
            self._memory.keep_drafts(self._kept)


def _conversations(session: Session) -> dict[str, str]:
    return {room.key: room.name for room in session.rooms.values() if room.private and not room.tentative}
