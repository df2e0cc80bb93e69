"""What does not go as wanted: nobody is reached, the server says no, a connection ends. What comes of it. No Tk.

Rule 1: each leads to one of three: another try (``staying``), a question to the person, or the end (``ending``).
Rule 2: a network that breaks is no way out, but ``staying``'s; a server that ends the connection is (A11).
Rule 3: with a certificate that is not the one of the last time nothing is sent, unless the person says so.
"""

from __future__ import annotations

from typing import Protocol

from chat_tk.client.arrival import Arrival
from chat_tk.client.details import Link, Phase
from chat_tk.client.ending import Ending
from chat_tk.client.events import ConnectFailed, ConnectionLost, Ended, Failure, RegistrationRefused
from chat_tk.client.failures import describe_failure
from chat_tk.client.stage import Stage
from chat_tk.client.staying import Staying
from chat_tk.client.values import Target
from chat_tk.i18n import _


class Line(Protocol):
    """What can be done to the connection."""

    def lost(self) -> None:
        """It has ended by itself: what was under way has failed."""

    def drop(self) -> None:
        """It is over for us: nothing that it still tells counts."""

    def restart(self) -> None:
        """Make another one, as if it were the first."""

    def show_link(self, link: Link) -> None:
        """How it stands."""

    def trust(self, fingerprint: str) -> None:
        """The server with this certificate is the right one, from now on."""


class Setbacks:
    """Hears of each of them, and decides."""

    def __init__(
        self, line: Line, target: Target, stage: Stage, arrival: Arrival, staying: Staying, ending: Ending
    ) -> None:
        self._line = line
        self._target = target
        self._stage = stage
        self._arrival = arrival
        self._staying = staying
        self._ending = ending

    def failed(self, event: ConnectFailed) -> None:
        """No connection came about."""
        problem = describe_failure(event, self._target)
        if event.failure is Failure.OTHER_CERTIFICATE:
            self._stop_or_trust(problem, event.fingerprint)
        elif self._staying.looking and event.failure is Failure.REFUSED:
            self._closed()
        elif self._staying.back_soon:
            self._staying.failed(problem)
        elif self._arrival.waiting is not None:
            self._ending.end(problem, network=True)
        elif self._stage.screen.ask_retry(problem):
            self._line.restart()
        else:
            self._ending.end("", exit_code=1)

    def lost(self, event: ConnectionLost) -> None:
        """A connection ended without a word: the network broke, or somebody closed the chat without a word."""
        if self._stage.session.registered:
            self._staying.broke(closed=event.by_server)
            return
        self._line.lost()
        problem = _("The chat ended the connection before you were in. Try again in a moment.")
        if self._staying.looking:
            self._closed()
        elif self._staying.back_soon:
            self._staying.failed(problem)
        else:
            self._ending.end(problem, exit_code=1)

    def refused(self, change: RegistrationRefused) -> None:
        """The server does not let us in."""
        if not self._staying.back_soon:
            self._ending.end(change.problem, exit_code=1, password=change.password, account=change.account)
        elif self._staying.looking:
            self._closed()
        elif change.again:
            self._staying.failed(change.problem)
        else:
            self._staying.stop()
            self._line.drop()
            self.give_up(change.problem)

    def ended(self, change: Ended) -> None:
        """The server ended the connection and said why."""
        if change.network and self._stage.session.registered:
            self._staying.broke()
        else:
            self._line.lost()
            self._ending.end(change.reason)

    def give_up(self, problem: str) -> None:
        """All tries have led to nothing, or the server does not want us: again, or the end."""
        self._line.show_link(Link(Phase.OVER))
        again = self._stage.screen.ask_retry(problem or _("The connection to the chat is broken. Check the network."))
        if self._stage.over:
            return
        if again:
            self._staying.again()
        else:
            self._ending.end("", exit_code=1)

    def _stop_or_trust(self, problem: str, fingerprint: str) -> None:
        outside = self._arrival.waiting
        trusts = (outside or self._stage.screen).ask_trust(problem)
        if trusts and not self._stage.over:
            self._line.trust(fingerprint)
            (self._staying.again if self._staying.back_soon else self._line.restart)()
        else:
            self._ending.end(problem if outside is not None else "", exit_code=1)

    def _closed(self) -> None:
        self._ending.end(_("The chat has ended the connection; it was probably closed."), exit_code=1)
