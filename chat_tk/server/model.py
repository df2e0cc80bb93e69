"""ChatServer: the entrance, the core and all that works for it, started and stopped as one.

Threads: ``start`` and ``stop`` run on the caller's, ``_switch_udp`` and ``_reload_now`` on the worker's; events come
from the core's.
One lock guards only who is the first to start and to stop; it is never held while anything is waited for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.i18n import _
from chat_tk.net.certificates import CertificateError
from chat_tk.net.ports import ListenError
from chat_tk.net.worker import Worker
from chat_tk.server.announce import Announcement
from chat_tk.server.bans import Ban
from chat_tk.server.config import Config, ConfigError
from chat_tk.server.core import Core
from chat_tk.server.entrance import Entrance, left
from chat_tk.server.events import Event, Paused, Problem, SettingsChanged, Started, StartFailed, Stopped, UdpSwitched
from chat_tk.server.host import Host
from chat_tk.server.order import HOST
from chat_tk.server.selectors import Search
from chat_tk.server.told import Told

_log = logging.getLogger(__name__)

RESERVE: Final = 0.3
"""Seconds of a stop that the core leaves for the end of the drainer."""


class ChatServer:
    """One chat. All methods may be called from any thread; what comes of them is told by events."""

    def __init__(
        self,
        config: Config,
        emit: Callable[[Event], None],
        clock: Callable[[], float] = time.time,
        reload: Callable[[], Config] | None = None,
        *,
        watched: bool = False,
    ) -> None:
        """``emit`` is called with every event, from the server's threads; it must not wait (``SimpleQueue.put``).

        ``reload`` reads the settings again (REHASH), on a thread where it may wait; it raises ConfigError.
        ``watched``: a window looks, and is told by ``Sampled`` what has changed in it.
        """
        self._clock = clock
        self._reload = reload
        self._worker = Worker("errands")
        self._announcement = Announcement(
            emit, clock, config=lambda: self._core.config, encrypted=lambda: self._entrance.encrypted
        )
        self._emit = self._announcement.heard
        self._core = Core(config, self._heard, self._worker, clock, reload, watched=watched)
        self._entrance = Entrance(self._core, clock)
        self._lock = threading.Lock()
        self._start_asked = self._stop_asked = False
        self._stopped = threading.Event()

    def start(self) -> None:
        """Listen, and let people in. Emits ``Started``, or ``StartFailed`` (and then nothing is left behind)."""
        with self._lock:
            if self._start_asked or self._stop_asked:
                return
            self._start_asked = True
        try:
            problems = self._entrance.open()
        except (ListenError, CertificateError) as error:
            self._emit(StartFailed(self._clock(), str(error)))
            return
        try:
            self._start_threads(problems)
        except (OSError, RuntimeError) as error:
            self._end_threads(time.monotonic() + 1)
            text = _("This computer has no room for another program: {error}. Close some, and try again.")
            self._emit(StartFailed(self._clock(), text.format(error=error)))

    def _start_threads(self, problems: Sequence[str]) -> None:
        """In the order of what feeds what, the last first. Raises OSError or RuntimeError."""
        self._entrance.start_drainer()
        self._worker.start()
        self._core.start()
        self._emit(Started(self._clock(), *self._entrance.addresses()))
        if self._core.config.rules.start_paused:
            self._emit(Paused(self._clock(), on=True, by=HOST))
        for problem in problems:
            self._emit(Problem(self._clock(), problem))
        self._entrance.start()
        if self._entrance.udp:
            self._emit(UdpSwitched(self._clock(), on=True))

    def _heard(self, event: Event) -> None:
        """Something happened in the chat: told to whoever watches, and to the one door that can open and shut."""
        self._emit(event)
        if type(event) is SettingsChanged and "udp" in event.now:
            self.switch_udp(on=self._core.config.udp.enabled)

    def switch_udp(self, *, on: bool) -> None:
        """Let plain text come over UDP from now on, or no more: ``UdpSwitched`` follows, after a ``Problem`` maybe."""
        self._worker.post(self._switch_udp, on)

    def _switch_udp(self, wanted: bool) -> None:
        """On the worker's thread, where it may wait for the good-byes; it ends before ``stop`` shuts that door."""
        if self._stop_asked or wanted == self._entrance.udp:
            return
        if not wanted:
            self.ask(lambda host: host.end_udp())
        try:
            self._entrance.switch_udp(on=wanted)
        except (ListenError, OSError, RuntimeError) as error:
            self._emit(Problem(self._clock(), str(error)))
        self._emit(UdpSwitched(self._clock(), self._entrance.udp))

    def ask(self, work: Callable[[Host], object]) -> None:
        """Have the host do something: ``work`` is called on the core's thread, soon, and must not wait."""
        self._core.ask(work)

    def reload(self) -> None:
        """Read the settings again, without waiting: ``SettingsChanged`` follows, or a ``Problem``."""
        self._worker.post(self._reload_now)

    def _reload_now(self) -> None:
        if self._reload is None:
            self._emit(Problem(self._clock(), _("This chat was started without a settings file.")))
            return
        try:
            wanted = self._reload()
        except ConfigError as error:
            self._emit(Problem(self._clock(), _("Nothing was changed: {problem}").format(problem=error)))
            return
        self.ask(lambda host: host.change_settings(wanted))

    def remove(self, number: int, reason: str, *, may_return: bool = True) -> None:
        """The host removes a client: it is told the reason, and its connection ends.

        Unless it ``may_return``, it is banned for a day, by its address, or by name and address where others share
        that: ``Banned`` tells which. Unknown numbers are a ``Problem`` event.
        """
        self.ask(lambda host: host.remove(number, reason, may_return=may_return))

    def ban(self, what: str, reason: str = "", length: float = 0.0) -> None:
        """Keep out a name, an address, a network (``10.0.0.0/24``) or a mask for ``length`` seconds (0: for ever).

        ``Banned`` follows, and whom it covers goes; or a ``Problem`` when it cannot be banned.
        """
        self.ask(lambda host: host.ban(what, reason, length))

    def unban(self, what: str) -> None:
        """End a ban, as ``bans`` names it: ``Unbanned`` follows, or a ``Problem`` when there is none."""
        self.ask(lambda host: host.unban(what))

    def bans(self) -> tuple[Ban, ...]:
        """All bans that hold now, the oldest first."""
        return self._core.bans

    def announce(self, text: str) -> None:
        """A notice to everyone in the chat."""
        self.ask(lambda host: host.announce(text))

    def set_topic(self, text: str) -> None:
        """What the lobby is about from now on; empty: nothing in particular."""
        self.ask(lambda host: host.set_topic(text))

    def search(self, question: Search, then: Callable[[Sequence[Told] | None], None]) -> None:
        """Search what was said in all rooms, for the host; private conversations never.

        ``then`` is called with the messages in ascending order, from another thread; None: they cannot be had.
        """
        self._core.search(question, then)

    def stop(self, deadline: float = 5.0) -> None:
        """End everything within ``deadline`` seconds: nobody comes in, ERROR to all, drained, closed; then ``Stopped``.

        Waits; a window calls it in a thread of its own. Twice is once.
        """
        with self._lock:
            first, self._stop_asked = not self._stop_asked, True
        if not first:
            self._stopped.wait(deadline)
            return
        self._end_threads(time.monotonic() + deadline)
        self._emit(Stopped(self._clock(), self._core.stragglers))
        self._stopped.set()

    def _end_threads(self, until: float) -> None:
        """Whatever was started ends, in the order of what feeds what."""
        self._announcement.stop()
        self._entrance.shut(left(until))
        if not self._core.stop(left(until - RESERVE)):
            _log.error("The core did not end in time")
        self._worker.post(self._core.close_accounts)
        self._worker.stop(left(until))
        self._entrance.finish(until)
        self._announcement.wait(min(1.0, left(until)))
