"""The chat put together: the connection, the session, the stage with the screen, and the person's deeds. No Tk.

Rule 1: everything here runs on the main thread; the connection's thread is heard through a queue that the view empties.
Rule 2: getting in is ``arrival``'s, what does not go as wanted is ``setbacks``', and every way out is ``ending``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from chat_tk.client.around import Entrance, Model
from chat_tk.client.arrival import Arrival
from chat_tk.client.choices import Choices
from chat_tk.client.deeds import Deeds
from chat_tk.client.details import Link, Phase
from chat_tk.client.ending import Ending
from chat_tk.client.events import (
    Change,
    ConnectFailed,
    ConnectionMade,
    Ended,
    ModelEvent,
    NickChanged,
    Received,
    RegistrationRefused,
    Send,
    Welcomed,
)
from chat_tk.client.intake import Intake, Turn
from chat_tk.client.keeping import Keeping
from chat_tk.client.memory import Memory
from chat_tk.client.screen import Screen
from chat_tk.client.session import Session
from chat_tk.client.setbacks import Setbacks
from chat_tk.client.stage import Stage
from chat_tk.client.staying import Staying
from chat_tk.client.values import Target
from chat_tk.irc.message import Message
from chat_tk.net.spoken import in_words

TICK: Final = 1.0
"""Seconds between two looks at what may time out, while something may."""


class ChatController(Deeds):
    """One person's side of one chat; fulfils ``screen.Actions``."""

    def __init__(
        self,
        target: Target,
        make_model: Callable[[], Model],
        clock: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        *,
        entrance: Entrance | None = None,
        on_joined: Callable[[Target], None] | None = None,
        memory: Memory | None = None,
        remember_pin: Callable[[str], None] = lambda _fingerprint: None,
    ) -> None:
        """Make it, then give it its ``screen`` (with an ``entrance``: when that hears ``welcomed``), then ``start``.

        ``make_model``  a new connection to ``target``, made for each attempt
        ``later``       call a function after so many seconds, on this thread
        ``on_joined``   hears once where we got in, under the name that we wanted
        ``entrance``    who hears whether we got in; without one, the screen tells and asks
        ``memory``      what was kept the last time, and takes what is to be kept for the next
        ``remember_pin`` takes the fingerprint of the server's certificate (empty: it has none), before anything is sent
        """
        self._target = target
        self._make_model = make_model
        self._later = later
        self._memory = memory or Memory()
        self._remember_pin = remember_pin
        self._fingerprint = ""
        self._ticking = False
        self._connected = False
        self.staying = Staying(self, clock, later)
        self._intake = Intake(self, clock, later)
        stage = Stage(self._new_session(), clock, self._heard, self._watch_time)
        super().__init__(stage, Keeping(self._memory, stage.drafts, later), clock)
        self._arrival = Arrival(stage, target, entrance, on_joined)
        self._ending = Ending(self, stage, self._arrival, self.keeping, clock)
        self._setbacks = Setbacks(self, target, stage, self._arrival, self.staying, self._ending)
        self._model = make_model()

    @property
    def screen(self) -> Screen:
        """Where all is shown."""
        return self.stage.screen

    @screen.setter
    def screen(self, screen: Screen) -> None:
        self.stage.screen = screen

    @property
    def session(self) -> Session:
        """What is known of the chat."""
        return self.stage.session

    @property
    def over(self) -> bool:
        """Whether all has ended."""
        return self.stage.over

    @property
    def exit_code(self) -> int:
        """The program's, once it is over."""
        return self._ending.exit_code

    @property
    def wants_password(self) -> bool:
        """Whether it is over because the chat's password is missing, or wrong."""
        return self._ending.wants_password

    def start(self) -> None:
        """Connect."""
        self._model.start()

    def prefer(self, choices: Choices) -> None:
        """The person has chosen this in the settings; it counts at once."""
        self.stage.choices = self.stage.alerts.rules = choices
        self.session.prefer(choices)

    @property
    def ready(self) -> bool:
        """Whether what is typed now has a place to go to: we are in, and in the room that was asked for."""
        return self.session.registered and self.stage.shown is not None and self.stage.wanted is None

    @property
    def settled(self) -> bool:
        """Whether nothing that was typed is still under way."""
        return self.ready and not self.session.outbox

    def quit(self) -> None:
        """The person leaves; also while the reason why all is over is being read."""
        self._ending.leave()

    def leave_chat(self, message: str) -> None:
        """... by command, with these words."""
        self._ending.end("", quit_message=message)

    def try_now(self) -> None:
        """Do not wait for the next try."""
        self.staying.try_now()

    # --- the connection, for staying, setbacks and ending -------------------------------------------------------------

    def ask(self) -> None:
        """Ask the server for a sign that it is still there."""
        self._heard(Send(Message("PING", ("here",))))

    def lost(self) -> None:
        """The connection has ended by itself: what was under way has failed."""
        self._show(self.session.lost())

    def drop(self) -> None:
        """It is over for us: nothing that it still tells counts."""
        self._connected = False
        self._model.close()
        self._show(self.session.lost())
        self.stage.flush()

    def attempt(self) -> None:
        """Connect again, as who one was."""
        self._show(self.session.resume())
        self._model = self._make_model()
        self._model.start()

    def show_link(self, link: Link) -> None:
        """How it stands with the connection."""
        if not self.over:
            self.screen.show_link(
                replace(link, encrypted=bool(self._fingerprint), fingerprint=in_words(self._fingerprint))
            )

    def give_up(self, problem: str) -> None:
        """All tries have led to nothing."""
        self._setbacks.give_up(problem)

    def restart(self) -> None:
        """Connect as if for the first time."""
        self._model.close()
        self.stage.session = self._new_session()
        self.prefer(self.stage.choices)
        self._model = self._make_model()
        self._model.start()

    def trust(self, fingerprint: str) -> None:
        """The server with this certificate is the right one, from now on."""
        self._remember_pin(fingerprint)

    def hang_up(self, quit_message: str) -> None:
        """Close the connection for good, with these words for the others; no other one is made."""
        self.staying.stop()
        self._model.close(quit_message)

    # --- what happened ----------------------------------------------------------------------------------------------

    def handle(self, batch: Sequence[ModelEvent]) -> float:
        """What the connection told; it is worked off at once, or as soon as a key could come between.

        For how many seconds more need not be brought (``ui.pump``).
        """
        now = self._clock()
        for event in batch:
            if isinstance(event, Received):
                self.wire.note(event.messages, now, sent=False)
        return self._intake.take(batch)

    # --- intake.Worker ----------------------------------------------------------------------------------------------

    def turned(self, turn: Turn) -> None:
        """The connection is there, or over."""
        if self.over:
            return
        if isinstance(turn, ConnectionMade):
            self._connected = True
            self._fingerprint = turn.fingerprint
            self.staying.connected(turn.number)
            self._remember_pin(turn.fingerprint)
            self._show(self.session.begin(self._clock(), turn.fingerprint))
        elif isinstance(turn, ConnectFailed):
            self._setbacks.failed(turn)
        elif self._connected:  # else of a connection that was given up
            self._setbacks.lost(turn)

    def received(self, messages: Iterator[Message], enough: Callable[[], bool]) -> None:
        """The server said something."""
        if self._connected and not self.over:
            self.staying.heard()
            self.stage.take(self.session.apply_all(messages, self._clock(), enough))

    def taken(self) -> None:
        """The connection may read on."""
        if self._connected:
            self._model.taken()

    def portion_done(self) -> bool:
        """Show what has come of it; whether there is more of that."""
        if not self.over:
            self._show(self.session.changes())
            self.show_new_wire()
        return not self.over and self.session.book.untold

    # --- inside -----------------------------------------------------------------------------------------------------

    def _show(self, changes: Sequence[Change]) -> None:
        self.stage.show(changes)
        self.keeping.conversations(self.stage, self._clock())
        self._arrival.name()

    def _heard(self, change: Change) -> None:
        """A change that is not for the screen."""
        if isinstance(change, Send):
            self.wire.note((change.message,), self._clock(), sent=True)
            self._model.send(change.message)
        elif isinstance(change, RegistrationRefused):
            self._setbacks.refused(change)
        elif isinstance(change, Ended):
            self._setbacks.ended(change)
        elif isinstance(change, (Welcomed, NickChanged)):
            self._arrival.name()
            if isinstance(change, Welcomed) and not self.over:
                self.staying.welcomed()
                self.show_link(Link(Phase.HERE))
                if self.session.returning.since:
                    self.screen.show_status("")  # it may say that there is no connection

    def _new_session(self) -> Session:
        session = Session.of(self._target)
        session.people.ignored.update(self._memory.ignored)
        session.book.levels.update(self._memory.levels_of_rooms)
        session.left_at = self._memory.left_at
        return session

    def _watch_time(self) -> None:
        if self.session.due and not self._ticking and not self.over:
            self._ticking = True
            self._later(TICK, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        if not self.over:
            self._show(self.session.tick(self._clock()))
            if self.session.unanswered:
                self.staying.heard(unanswered=True)
