"""What the connection has told and is not worked off yet: in order, a little at a time. No Tk.

Rule 1: everything is worked off once and in its order: the end of a connection comes after all that was said before it.
Rule 2: keys are answered between two portions: after ``PORTION`` seconds the rest waits, be it in mid handful.
Rule 3: how much can wait here is bounded by who is told what is ``taken``: a handful is when all of it is worked off.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

from chat_tk.client.events import ConnectFailed, ConnectionLost, ConnectionMade, ModelEvent, Received
from chat_tk.irc.message import Message
from chat_tk.net.resting import Resting

PORTION: Final = 0.005
"""Seconds."""
PAUSE: Final = 0.001
"""Seconds between two portions: just long enough for keys, and for what is to be drawn."""

Turn = ConnectionMade | ConnectFailed | ConnectionLost


class Worker(Protocol):
    """Who works it off."""

    def turned(self, turn: Turn) -> None:
        """The connection is there, or over."""

    def received(self, messages: Iterator[Message], enough: Callable[[], bool]) -> None:
        """Work off messages until there are no more, or it is ``enough`` for now; called again with what is left."""

    def taken(self) -> None:
        """All of one ``Received`` is worked off."""

    def portion_done(self) -> bool:
        """Some of it is, and keys come next: time to show what came of it. Whether more is to be shown then."""


class Intake:
    """What waits."""

    def __init__(
        self, worker: Worker, clock: Callable[[], float], later: Callable[[float, Callable[[], None]], object]
    ) -> None:
        """``later``: call a function after so many seconds, on this thread."""
        self._worker = worker
        self._clock = clock
        self._later = later
        self._waiting: deque[ModelEvent] = deque()
        self._messages: Iterator[Message] | None = None
        """Of the ``Received`` that is being worked off."""
        self._at_work = False
        """Somebody is working, maybe with a box open that asks the person, or will go on soon."""
        self._resting = Resting()

    def take(self, batch: Sequence[ModelEvent]) -> float:
        """More has come. For how many seconds more need not be brought, as this is a flood that nobody can read."""
        self._waiting.extend(batch)
        if not self._at_work:
            self._go_on()
        said = sum(len(event.messages) for event in batch if isinstance(event, Received))
        return self._resting.after(said, self._clock())

    def _go_on(self) -> None:
        self._at_work = True
        more = False
        try:
            self._work()
            more = self._worker.portion_done()
        finally:
            self._at_work = more or self._messages is not None or bool(self._waiting)
            if self._at_work:
                self._later(PAUSE, self._go_on)

    def _work(self) -> None:
        clock = self._clock
        began = clock()

        def enough() -> bool:
            return not 0 <= clock() - began < PORTION

        while self._messages is not None or self._waiting:
            if self._messages is None:
                event = self._waiting.popleft()
                if isinstance(event, Received):
                    self._messages = iter(event.messages)
                else:
                    self._worker.turned(event)
            if self._messages is not None:
                self._worker.received(self._messages, enough)
            if enough():
                return
            if self._messages is not None:
                self._messages = None
                self._worker.taken()
