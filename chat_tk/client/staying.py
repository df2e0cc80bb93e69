"""Staying in a chat whose network breaks: notice it, say so, try again after pauses, give up in time. No Tk.

Rule 1: everything here runs on the main thread; time comes by ``later``, and the call of a state that is over does
    nothing.
Rule 2: one try at a time; whether it led anywhere is told by ``welcomed`` and ``failed``.
Rule 3: where this computer gets another way to the chat (a cable is plugged in, a Wi-Fi is back), there is no pause to
    be waited for; and a connection over the old way is asked whether it still holds.
Rule 4: who was sent away does not come back by itself: the server's last word ends it (``controller``), not this file.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Final, Protocol

from chat_tk.client.details import Link, Phase
from chat_tk.client.pauses import STEADY, Pauses
from chat_tk.client.pulse import ASLEEP, LOOK, Pulse, Verdict
from chat_tk.i18n import _
from chat_tk.net.local import is_near, way_to

EARLY: Final = 3.0
"""Seconds at least from one try to one that another way brings: a plug that is loose makes no flood."""
SOON: Final = 0.3
"""Seconds until the one look whether a chat that closed the connection without a word is still there."""


class Line(Protocol):
    """What is done to the connection."""

    def ask(self) -> None:
        """Send something that must be answered."""

    def drop(self) -> None:
        """The connection is over: nothing that it still tells counts."""

    def attempt(self) -> None:
        """Make another one."""

    def show_link(self, link: Link) -> None:
        """How it stands."""

    def give_up(self, problem: str) -> None:
        """It leads to nothing: the person is to choose. ``problem``: why, a sentence."""


class _State(Enum):
    OUTSIDE = "outside"
    HERE = "here"
    WAITING = "waiting"
    TRYING = "trying"


class Staying:
    """``back_soon`` while the network is broken; ``looking`` while that is not sure: the chat may have been closed."""

    def __init__(
        self,
        line: Line,
        clock: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        chance: Callable[[], float] = random.random,
        way: Callable[[str], str] = way_to,
    ) -> None:
        """``way``: from which number of this computer a number is reached (``net.local.way_to``)."""
        self._line = line
        self._clock = clock
        self._later = later
        self._pauses = Pauses(chance)
        self._pulse = Pulse(0.0)
        self._state = _State.OUTSIDE
        self._turn = 0
        self._due = self._seen = self._tried = self._anew = 0.0
        self._find_way = way
        self._number = self._way = ""
        self.looking = False

    @property
    def back_soon(self) -> bool:
        """Whether the connection is to be made again, or is being made."""
        return self._state in (_State.WAITING, _State.TRYING)

    def connected(self, number: str) -> None:
        """There is a connection to this number (empty: nobody knows)."""
        self._number, self._way = number, self._find_way(number)
        self._pauses.near = is_near(number)

    def welcomed(self) -> None:
        """We are in (again)."""
        now = self._clock()
        self.looking = False
        self._pauses.welcomed(now)
        self._pulse = Pulse(now)
        self._enter(_State.HERE, LOOK, self._look)

    def heard(self, *, unanswered: bool = False) -> None:
        """Something has come. ``unanswered``: nothing has, where it should have."""
        if unanswered:
            self._pulse.doubt()
        else:
            self._pulse.heard(self._clock())

    def broke(self, *, closed: bool = False) -> None:
        """The connection broke. ``closed``: the other side closed it, without a word."""
        self._line.drop()
        self._pauses.begin(self._clock())
        if closed:
            self.looking = True
            self._line.show_link(Link(Phase.BROKEN, _("The chat ended the connection. Is it still there?")))
            self._enter(_State.WAITING, SOON, self._try)
        else:
            self._wait("")

    def failed(self, problem: str) -> None:
        """A try has led to nothing; ``problem`` says why."""
        self._line.drop()
        self.looking = False
        self._wait(problem)

    def try_now(self) -> None:
        """The person does not want to wait."""
        if self._state is _State.WAITING:
            self._pauses.begin(self._clock(), anew=True)
            self._try()

    def again(self) -> None:
        """The person wants all tries once more."""
        self._pauses.begin(self._clock(), anew=True)
        self._try()

    def stop(self) -> None:
        """It is over: nothing more happens here."""
        self._state = _State.OUTSIDE
        self._turn += 1

    # --- inside -----------------------------------------------------------------------------------------------------

    def _enter(self, state: _State, seconds: float, then: Callable[[], None]) -> None:
        """Be in this state from now on, and do ``then`` after so many seconds, unless another state came."""
        self._state = state
        self._turn += 1
        self._at(seconds, then)

    def _at(self, seconds: float, then: Callable[[], None]) -> None:
        self._later(seconds, partial(self._unless_over, self._turn, then))

    def _unless_over(self, turn: int, then: Callable[[], None]) -> None:
        if turn == self._turn:
            then()

    def _look(self) -> None:
        if self._another_way():
            self._pulse.doubt()
        verdict = self._pulse.look(self._clock())
        if verdict is Verdict.GONE:
            self.broke()
            return
        if verdict is Verdict.ASK:
            self._line.ask()
        self._at(LOOK, self._look)

    def _wait(self, problem: str) -> None:
        now = self._clock()
        pause = self._pauses.next(now)
        if pause is None:
            self.stop()
            self._line.give_up(problem)
            return
        self._due, self._seen = now + pause, now
        self._enter(_State.WAITING, 0, self._count)
        self._show()

    def _count(self) -> None:
        """A second has passed, or a night: then all tries are still to come."""
        now = self._clock()
        slept, self._seen = not 0 <= now - self._seen <= ASLEEP, now
        found = self._another_way() and bool(self._way)
        if slept or (found and not 0 <= now - self._anew < STEADY):
            self._pauses.begin(now, anew=True)
            self._anew = now
        if found:
            self._due = min(self._due, max(now, self._tried + EARLY))
        if slept or now >= self._due:
            self._try()
        else:
            self._show()
            self._at(min(1.0, self._due - now), self._count)

    def _try(self) -> None:
        self._state = _State.TRYING
        self._turn += 1
        self._tried = self._clock()
        if not self.looking:
            self._line.show_link(Link(Phase.BROKEN, _("The connection to the chat is broken. Trying again …")))
        self._line.attempt()

    def _another_way(self) -> bool:
        """Whether the chat is reached in another way than a moment ago, or not at all any more."""
        was, self._way = self._way, self._find_way(self._number) if self._number else ""
        return self._way != was

    def _show(self) -> None:
        seconds = max(1, math.ceil(self._due - self._clock()))
        self._line.show_link(Link(Phase.WAITING, _("The connection to the chat is broken."), seconds))
