"""Whether one is connected and in, since when, and what has waited too long. Pure: the time comes in.

Rule 1: one is in from 001 on, and until the connection ends; ``been_in`` stays until another one is to be made.
Rule 2: a server gets ``SILENCE_PATIENCE`` for its first word, and ``REGISTRATION_PATIENCE`` to let one in.
All times are Unix seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REGISTRATION_PATIENCE: Final = 15.0
"""Seconds from the connection to 001, with a server that says anything at all."""
SILENCE_PATIENCE: Final = 3.5
"""Seconds from the connection to its first word; with the handshake that was tried before, five in all."""
ALONE_PATIENCE: Final = 2.0
"""Seconds from 001 to the first room; after that the person is told how to enter one."""


@dataclass(slots=True)
class Standing:
    """How it stands with the connection.

    ``connected``  there is one
    ``last_word``  when the server said its last word to who was in and is not any more; 0: that was never so
    """

    connected: bool = False
    last_word: float = 0.0
    _began_at: float | None = None
    _heard_at: float = 0.0
    _welcomed_at: float | None = None

    @property
    def been_in(self) -> bool:
        """Whether this connection, or the one that is over, led in."""
        return self._welcomed_at is not None

    @property
    def registered(self) -> bool:
        """Whether the server has let us in, and the connection still stands."""
        return self._welcomed_at is not None and self.connected

    def begin(self, now: float) -> None:
        """The connection is there."""
        self.connected = True
        self._began_at, self._heard_at = now, 0.0

    def heard(self, now: float) -> None:
        """The server said something."""
        self._heard_at = now

    def welcome(self, now: float) -> None:
        """001."""
        self._welcomed_at = now

    def lost(self) -> None:
        """The connection is over."""
        self.connected = False
        if self._welcomed_at is not None:
            self.last_word = self._heard_at

    def again(self) -> None:
        """Another connection is to be made."""
        self._welcomed_at = self._began_at = None

    def here_until(self, now: float) -> float:
        """When the person was last in the chat: now, or when the connection broke."""
        return now if self.connected or not self.last_word else self.last_word

    def kept_waiting(self, now: float) -> bool:
        """Whether the server has taken longer over the handshake than a chat does."""
        patience = REGISTRATION_PATIENCE if self._heard_at else SILENCE_PATIENCE
        return self._began_at is not None and now - self._began_at > patience

    def long_in(self, now: float) -> bool:
        """Whether a room should have opened by now, if one opens by itself."""
        return self._welcomed_at is not None and now - self._welcomed_at > ALONE_PATIENCE
