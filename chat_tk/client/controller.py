"""The chat put together: the connection, the session, the stage with the screen, and the person's deeds. No Tk.

Rule 1: everything here runs on the main thread; the connection's thread is heard through a queue that the view empties.
Rule 2: every way out ends in ``_end``, once: the connection closed, said in words, the screen closed.
Rule 3: a network that breaks is no way out, but ``staying``'s; a server that ends the connection is (A11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from chat_tk.client import ending
from chat_tk.client.around import Entrance, Model
from chat_tk.client.choices import Choices
from chat_tk.client.deeds import Deeds
from chat_tk.client.details import Link, Phase
from chat_tk.client.events import (
    Change,
    ConnectFailed,
    ConnectionLost,
    ConnectionMade,
    Ended,
    Failure,
    ModelEvent,
    NickChanged,
    Received,
    RegistrationRefused,
    Send,
    Welcomed,
)
from chat_tk.client.failures import describe_failure
from chat_tk.client.intake import Intake, Turn
from chat_tk.client.keeping import Keeping
from chat_tk.client.memory import Memory
from chat_tk.client.screen import Screen
from chat_tk.client.session import Session
from chat_tk.client.stage import Stage
from chat_tk.client.staying import Staying
from chat_tk.client.values import Target
from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.net.spoken import in_words

TICK: Final = 1.0
"""Seconds between two looks at what may time out, while something may."""


class ChatController(Deeds):
    """One person's side of one chat; fulfils ``screen.Actions``. ``exit_code`` is the program's, once it is over."""

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
        self.exit_code = 0
        self._target = target
        self._make_model = make_model
        self._later = later
        self._entrance = entrance
        self._on_joined = on_joined
        self._memory = memory or Memory()
        self._remember_pin = remember_pin
        self._named = ("", "")
        self._fingerprint = ""
        self._ticking = False
        self._telling = False
        self._connected = False
        self.staying = Staying(self, clock, later)
        self._intake = Intake(self, clock, later)
        stage = Stage(self._new_session(), clock, self._heard)
        super().__init__(stage, Keeping(self._memory, stage.drafts, later), clock)
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

    def start(self) -> None:
        """Connect."""
        self._model.start()

    def prefer(self, choices: Choices) -> None:
        """The person has chosen this in the settings; it counts at once."""
        self.stage.choices, self.stage.rules = choices, choices.rules
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
        if self._telling:
            self.screen.close()
        self._end("")

    def leave_chat(self, message: str) -> None:
        """... by command, with these words."""
        self._end("", quit_message=message)

    def try_now(self) -> None:
        """Do not wait for the next try."""
        self.staying.try_now()

    # --- staying.Line -----------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask the server for a sign that it is still there."""
        self._heard(Send(Message("PING", ("here",))))

    def drop(self) -> None:
        """The connection is over; what was under way has failed."""
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
        """All tries have led to nothing, or the server does not want us: again, or the end."""
        self.show_link(Link(Phase.OVER))
        again = self.screen.ask_retry(problem or _("The connection to the chat is broken. Check the network."))
        if self.over:
            return
        if again:
            self.staying.again()
        else:
            self._end("", exit_code=1)

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
            self._remember_pin(turn.fingerprint)
            self._show(self.session.begin(self._clock(), secure=bool(turn.fingerprint)))
        elif isinstance(turn, ConnectFailed):
            self._failed(turn)
        elif self._connected:  # else of a connection that was given up
            self._lost(turn)

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

    def _failed(self, event: ConnectFailed) -> None:
        problem = describe_failure(event, self._target)
        if event.failure is Failure.OTHER_CERTIFICATE:
            self._stop_or_trust(problem, event.fingerprint)
        elif self.staying.looking and event.failure is Failure.REFUSED:
            self._closed()
        elif self.staying.back_soon:
            self.staying.failed(problem)
        elif self._entrance is not None:
            self._end(problem, network=True)
        elif self.screen.ask_retry(problem):
            self._restart()
        else:
            self._end("", exit_code=1)

    def _stop_or_trust(self, problem: str, fingerprint: str) -> None:
        """Nothing was sent yet; nothing is, unless the person says so."""
        outside = self._entrance if not self._named[0] else None
        trusts = (outside or self.screen).ask_trust(problem)
        if trusts and not self.over:
            self._remember_pin(fingerprint)
            (self.staying.again if self.staying.back_soon else self._restart)()
        else:
            self._end(problem if outside is not None else "", exit_code=1)

    def _restart(self) -> None:
        self._model.close()
        self.stage.session = self._new_session()
        self.prefer(self.stage.choices)
        self._model = self._make_model()
        self._model.start()

    def _lost(self, event: ConnectionLost) -> None:
        """A connection that ends without a word: the network broke, or somebody closed the chat without a word."""
        if self.session.registered:
            self.staying.broke(closed=event.by_server)
            return
        self._show(self.session.lost())
        problem = _("The chat ended the connection before you were in. Try again in a moment.")
        if self.staying.looking:
            self._closed()
        elif self.staying.back_soon:
            self.staying.failed(problem)
        else:
            self._end(problem, exit_code=1)

    def _closed(self) -> None:
        self._end(_("The chat has ended the connection; it was probably closed."), exit_code=1)

    def _refused(self, change: RegistrationRefused) -> None:
        if not self.staying.back_soon:
            self._end(change.problem, exit_code=1, password=change.password, account=change.account)
        elif self.staying.looking:
            self._closed()
        elif change.again:
            self.staying.failed(change.problem)
        else:
            self.staying.stop()
            self.drop()
            self.give_up(change.problem)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _show(self, changes: Sequence[Change]) -> None:
        self.stage.show(changes)
        self.keeping.conversations(self.stage, self._clock())
        self._name()
        self._watch_time()

    def _heard(self, change: Change) -> None:
        """A change that is not for the screen."""
        if isinstance(change, Send):
            self.wire.note((change.message,), self._clock(), sent=True)
            self._model.send(change.message)
        elif isinstance(change, RegistrationRefused):
            self._refused(change)
        elif isinstance(change, Ended) and change.network and self.session.registered:
            self.staying.broke()
        elif isinstance(change, Ended):
            self._show(self.session.lost())
            self._end(change.reason)
        elif isinstance(change, (Welcomed, NickChanged)):
            self._name()
            if isinstance(change, Welcomed) and not self.over:
                self.staying.welcomed()
                self.show_link(Link(Phase.HERE))
                if self.session.returning.since:
                    self.screen.show_status("")  # it may say that there is no connection

    def _name(self) -> None:
        """Names are shown once we are in, and again when one of them changes."""
        names = (self.session.people.shown(self.session.nick), self.session.network or self._target.host)
        if self.session.registered and names != self._named and not self.over:
            first = not self._named[0]
            if first and self._entrance is not None:
                self._entrance.welcomed()
            if first and self._on_joined is not None:
                self._on_joined(self._target)
            self._named = names
            self.screen.show_nick(*names)

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

    def _end(
        self,
        problem: str,
        *,
        exit_code: int = 0,
        quit_message: str | None = None,
        network: bool = False,
        password: bool = False,
        account: bool = False,
    ) -> None:
        if self.over:
            return
        self.staying.stop()
        waiting_outside = self._entrance if not self._named[0] else None
        if waiting_outside is None:
            self.stage.flush()
            self.show_link(Link(Phase.OVER))
        self.stage.over = True
        self.exit_code = exit_code
        self._model.close(quit_message or "")  # before any box: nobody is kept in the chat by a word that is not read
        if waiting_outside is None:
            left_at = self.session.here_until(self._clock())
            self.keeping.conversations(self.stage, self._clock())
            self.keeping.end(ending.unsent(self.stage, typed=quit_message is None), left_at)
            if problem:
                self._telling = True
                self.screen.tell(problem)
                self._telling = False
            self.screen.close()
        if waiting_outside is not None and problem:
            waiting_outside.refused(problem, network=network, password=password, account=account)
