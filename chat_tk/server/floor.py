"""Who has the floor: whether the chat is paused, whose hand is up, who was muted. Pure; only the core's thread.

``order`` changes it and tells everyone concerned.
"""

from __future__ import annotations

from typing import Final

from chat_tk.irc.names import fold
from chat_tk.server.state import User

MOST_SILENCED: Final = 1000
"""Mutes that are remembered; of more the oldest are forgotten, though who is still here stays muted."""


class Floor:
    """``hands``: number of who has raised it -> since when (Unix seconds), in that order."""

    def __init__(self, *, paused: bool = False) -> None:
        self.paused = paused
        self.hands: dict[int, float] = {}
        self._silenced: dict[tuple[str, str], int] = {}

    def silence(self, user: User) -> None:
        """``user`` is muted under the name that it has now, and whoever comes back with it from its ``home``."""
        self._silenced[fold(user.nick), user.home] = user.number
        if len(self._silenced) > MOST_SILENCED:
            del self._silenced[next(iter(self._silenced))]

    def release(self, user: User) -> None:
        """``user`` is muted no more, under none of the names that it has had."""
        self._silenced = {key: number for key, number in self._silenced.items() if number != user.number}

    def remembers(self, user: User) -> bool:
        """Whether somebody of this name left muted, from the same address."""
        return (fold(user.nick), user.home) in self._silenced

    def was_silenced(self, user: User) -> bool:
        """Whether ``user`` left muted, and is back; from now on it answers for all names of that mute."""
        before = self._silenced.get((fold(user.nick), user.home))
        if before is None:
            return False
        self._silenced = {key: user.number if number == before else number for key, number in self._silenced.items()}
        return True
