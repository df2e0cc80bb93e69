"""The end of the chat, step by step: everybody is told, then given time, then cut.

Rule: it ends when nobody is connected any more, or all its time is over, whoever does not go.
Only the core's thread runs code in this file.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

from chat_tk.server.hall import Hall

_log = logging.getLogger(__name__)

PATIENCE: Final = 1.0
"""Seconds that a peer has, after all was sent to it, to end its side."""
LAST_MOMENT: Final = 0.5
"""Seconds at the end for the connections that had to be cut."""


class Farewell:
    """A chat that is ending."""

    def __init__(self, hall: Hall, until: float) -> None:
        """``until``: when all the time there is will be over (``time.monotonic``)."""
        self._hall = hall
        self.stragglers: tuple[str, ...] = ()
        """Who had to be cut."""
        now = time.monotonic()
        last = max(now, until - LAST_MOMENT)
        self._steps: list[tuple[float, Callable[[], None]]] = [
            (min(now + PATIENCE, last), self._cut_idle),
            (last, self._cut_all),
            (until, self._give_up),
        ]

    def begin(self) -> None:
        """Tell everybody. Whatever goes wrong here, the steps are taken all the same."""
        self._hall.close()

    @property
    def due(self) -> float:
        """When the next step is to be taken."""
        return self._steps[0][0] if self._steps else float("inf")

    def over(self) -> bool:
        """Take the steps that are due; whether everybody is gone, or has had all the time there was."""
        while self._steps and self._steps[0][0] <= time.monotonic():
            self._steps.pop(0)[1]()
        return self._hall.empty or not self._steps

    def _cut_idle(self) -> None:
        self._hall.cut(patiently=True)

    def _cut_all(self) -> None:
        self.stragglers = self._hall.cut(patiently=False)

    def _give_up(self) -> None:
        _log.warning("Connections that did not end: %s", ", ".join(self.stragglers))
