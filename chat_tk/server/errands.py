"""What takes too long for the core (hashing a password, a file), and guesses at passwords, which wait for their turn.

1. A user has one errand at a time. Until it is done, what else the user has said waits (``hearing``), so that
   commands are answered in their order; others notice nothing.
2. Guesses at passwords, whatever the password is for, come one after the other from each address (``User.home``: of
   IPv6 from each network). A wrong one makes it wait ``BETWEEN_GUESSES`` before the next is looked at; no other does.
3. Who has guessed wrongly ``WRONG_GUESSES`` times is disconnected, and told why.
4. A job runs on the worker's thread and touches no state; ``then`` runs on the core's.

Only the core's thread runs code in this file, but for ``_run``.
"""

from __future__ import annotations

import heapq
import logging
from collections import deque
from collections.abc import Callable
from typing import Any, Final, TypeVar

from chat_tk.i18n import _
from chat_tk.server import actions
from chat_tk.server.chat import Call, Chat
from chat_tk.server.contracts import Worker
from chat_tk.server.events import Problem

_log = logging.getLogger(__name__)
T = TypeVar("T")

BETWEEN_GUESSES: Final = 1.0
"""Seconds that an address waits after a wrong guess."""
WRONG_GUESSES: Final = 5
"""Wrong guesses of one connection, the last of which ends it."""
NEVER: Final = float("inf")

Continue = Callable[[Call], None]


class _Guess:
    """One guess: how to judge it, and what then. ``slow``: judging takes long."""

    __slots__ = ("call", "check", "slow", "then")

    def __init__(
        self, call: Call, check: Callable[[], bool], then: Callable[[Call, bool], None], *, slow: bool
    ) -> None:
        self.call, self.check, self.then, self.slow = call, check, then, slow


class Errands:
    """``contracts.Desk`` for real."""

    def __init__(
        self,
        chat: Chat,
        worker: Worker,
        post: Callable[..., None],
        resume: Callable[[Call, Continue], None],
    ) -> None:
        """``post`` has a function called on the core; ``resume`` goes on with a user's command (not if it has gone)."""
        self._chat = chat
        self._worker = worker
        self._post = post
        self._resume = resume
        self._busy: set[int] = set()
        self._lines: dict[str, deque[_Guess]] = {}
        self._rests: list[tuple[float, str]] = []
        self._now = 0.0

    def busy(self, number: int) -> bool:
        """Whether an errand of this user is under way."""
        return number in self._busy

    def begin(self, now: float) -> None:
        """A beat begins; ``now`` is ``time.monotonic``."""
        self._now = now

    @property
    def due(self) -> float:
        """When ``check_time`` has something to do."""
        return self._rests[0][0] if self._rests else NEVER

    def work(
        self,
        call: Call,
        job: Callable[[], T],
        then: Callable[[Call, T | None], None],
        settle: Callable[[T | None], None] | None = None,
        worker: Worker | None = None,
    ) -> None:
        """``Desk.work``."""
        self._busy.add(call.user.number)
        (worker or self._worker).post(self._run, job, self._done, call, then, settle)

    def guess(
        self, call: Call, check: Callable[[], bool], then: Callable[[Call, bool], None], *, slow: bool = True
    ) -> None:
        """``Desk.guess``."""
        guess, home = _Guess(call, check, then, slow=slow), call.user.home
        line = self._lines.get(home)
        if line is not None:
            self._busy.add(call.user.number)
            line.append(guess)
        elif slow:
            self._lines[home] = deque()
            self._look_into(guess)
        else:
            self._conclude(call, then, self._judge(home, check()))

    def later(self, job: Callable[[], None], problem: str) -> None:
        """``Desk.later``."""
        self._worker.post(self._run_later, job, problem)

    def check_time(self, now: float) -> None:
        """The addresses that have rested long enough may guess again."""
        self._now = now
        while self._rests and self._rests[0][0] <= now:
            self._next(heapq.heappop(self._rests)[1])

    # One address after the other

    def _look_into(self, guess: _Guess) -> None:
        """It is this guess's turn: its address has a line, and nobody else of it is being looked at."""
        if guess.slow:
            self._busy.add(guess.call.user.number)
            self._worker.post(self._run, guess.check, self._checked, guess)
        else:
            self._checked(guess, guess.check())

    def _checked(self, guess: _Guess, right: bool | None) -> None:
        home, call = guess.call.user.home, guess.call
        if self._judge(home, right):
            self._post(self._next, home)
        self._go_on(call, lambda call: self._conclude(call, guess.then, right))

    def _judge(self, home: str, right: bool | None) -> bool:
        """Let the address rest after a wrong guess; whether it was right."""
        if not right:
            self._lines.setdefault(home, deque())
            heapq.heappush(self._rests, (self._now + BETWEEN_GUESSES, home))
        return bool(right)

    def _conclude(self, call: Call, then: Callable[[Call, bool], None], right: bool | None) -> None:
        call.user.wrong_guesses += not right
        try:
            then(call, bool(right))
        finally:  # it may refuse
            self._end_if_too_many(call)

    def _end_if_too_many(self, call: Call) -> None:
        if call.user.wrong_guesses >= WRONG_GUESSES and call.user.number in self._chat.network.users:
            actions.end(
                self._chat, call.user, _("Too many wrong passwords. Ask whoever opened the chat, and come back.")
            )

    def _next(self, home: str) -> None:
        """The next in the line of an address that is still there; without one the address is forgotten."""
        line = self._lines.get(home)
        while line:
            guess = line.popleft()
            if guess.call.user.number in self._chat.network.users:
                self._look_into(guess)
                return
            self._busy.discard(guess.call.user.number)
        self._lines.pop(home, None)

    # The worker's thread, and back

    def _run(self, job: Callable[[], Any], done: Callable[..., None], *args: object) -> None:
        try:
            result = job()
        except Exception as error:  # noqa: BLE001  told where the command goes on
            _log.error("What a command had done elsewhere failed", exc_info=error)
            result = None
        self._post(done, *args, result)

    def _run_later(self, job: Callable[[], None], problem: str) -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001  a full disk, mostly
            _log.warning("%s (%s)", problem, error)
            self._post(self._chat.emit, Problem(self._chat.clock(), problem))

    def _done(
        self, call: Call, then: Callable[[Call, Any], None], settle: Callable[[Any], None] | None, result: object
    ) -> None:
        if settle is not None:
            settle(result)
        self._go_on(call, lambda call: then(call, result))

    def _go_on(self, call: Call, function: Continue) -> None:
        self._busy.discard(call.user.number)
        call.now = call.reply.now = self._chat.clock()
        self._resume(call, function)
