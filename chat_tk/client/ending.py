"""The end of one's time in a chat, or of the attempt to get in, whatever has led to it. No Tk.

Rule 1: every way out ends in ``end``, and happens once: the connection closed, said in words, the screen closed.
Rule 2: the connection is closed before any box: nobody is kept in the chat by a word that is not read.
Rule 3: what has not arrived is kept, so that it is there again the next time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from chat_tk.client.arrival import Arrival
from chat_tk.client.details import Link, Phase
from chat_tk.client.keeping import Keeping
from chat_tk.client.stage import Stage


class Line(Protocol):
    """What is to be ended."""

    def show_link(self, link: Link) -> None:
        """How it stands."""

    def hang_up(self, quit_message: str) -> None:
        """Close the connection for good, with these words for the others; no other one is made."""


class Ending:
    """``exit_code`` is the program's, once it is over; ``wants_password``: it is, because the chat's was not right."""

    def __init__(
        self, line: Line, stage: Stage, arrival: Arrival, keeping: Keeping, clock: Callable[[], float]
    ) -> None:
        self.exit_code = 0
        self.wants_password = False
        self._line = line
        self._stage = stage
        self._arrival = arrival
        self._keeping = keeping
        self._clock = clock
        self._telling = False

    def leave(self) -> None:
        """The person leaves; also while the reason why all is over is being read."""
        if self._telling:
            self._stage.screen.close()
        self.end("")

    def end(
        self,
        problem: str,
        *,
        exit_code: int = 0,
        quit_message: str | None = None,
        network: bool = False,
        password: bool = False,
        account: bool = False,
    ) -> None:
        """It is over. ``problem``: why, a sentence; empty: the person wants it so.

        ``quit_message``  what was given with ``/q``; None: it was not typed
        ``network``, ``password``, ``account``: see ``Entrance.refused``
        """
        if self._stage.over:
            return
        outside = self._arrival.waiting
        if outside is None:
            self._stage.flush()
            self._line.show_link(Link(Phase.OVER))
        self._stage.over = True
        self.exit_code = exit_code
        self.wants_password = password
        self._line.hang_up(quit_message or "")
        if outside is None:
            self._keep(typed=quit_message is None)
            self._tell(problem)
            self._stage.screen.close()
        elif problem:
            outside.refused(problem, network=network, password=password, account=account)

    def _keep(self, *, typed: bool) -> None:
        now = self._clock()
        left_at = self._stage.session.here_until(now)
        self._keeping.conversations(self._stage, now)
        self._keeping.end(unsent(self._stage, typed=typed), left_at)

    def _tell(self, problem: str) -> None:
        if problem:
            self._telling = True
            self._stage.screen.tell(problem)
            self._telling = False


def unsent(stage: Stage, *, typed: bool) -> dict[str, str]:
    """What has not arrived, by room, so that it is there again the next time.

    ``typed``: what stands in the composer belongs to it, too.
    """
    left = dict(stage.drafts)
    if stage.shown is not None:
        left[stage.shown] = stage.screen.draft() if typed else ""
    for key, texts in stage.session.unsent.items():
        left[key] = "\n".join(filter(None, [*texts, left.get(key, "")]))
    return left
