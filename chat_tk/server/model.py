"""ChatServer: the listener, the connections, the core and the drainer, started and stopped as one.

Threads: ``start`` and ``stop`` run on the caller's, ``_accepted`` on the listener's, events come from the core's.
One lock guards only who is the first to start and to stop; it is never held while anything is waited for.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.i18n import _
from chat_tk.net.address import Address, home_of
from chat_tk.net.certificates import CertificateError
from chat_tk.net.connection import Connection, Ended, Socket
from chat_tk.net.datagram import DatagramDoor
from chat_tk.net.datagram_member import DatagramConnection, as_connection
from chat_tk.net.drainer import Drainer
from chat_tk.net.listener import Listener
from chat_tk.net.ports import ListenError, open_beside, open_sockets
from chat_tk.net.tls import Context
from chat_tk.net.worker import Worker
from chat_tk.server.announce import Announcement
from chat_tk.server.bans import Ban
from chat_tk.server.clients import Client
from chat_tk.server.config import Config, ConfigError
from chat_tk.server.core import Core
from chat_tk.server.doorman import Gate
from chat_tk.server.encryption import prepare
from chat_tk.server.events import Event, Paused, Problem, Started, StartFailed, Stopped, UdpSwitched
from chat_tk.server.host import Host
from chat_tk.server.order import HOST
from chat_tk.server.selectors import Search
from chat_tk.server.state import User
from chat_tk.server.told import Told

_log = logging.getLogger(__name__)

FAREWELL: Final = 2.0
"""Seconds in which those who came over UDP are told that it is switched off."""
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
        self._config = config
        self._emit = emit
        self._clock = clock
        self._reload = reload
        self._numbers = itertools.count(1)
        self._worker = Worker("errands")
        self._announcement = Announcement(
            emit, clock, config=lambda: self._core.config, encrypted=lambda: self._context is not None
        )
        self._emit = emit = self._announcement.heard
        self._core = Core(config, emit, self._worker, clock, reload, watched=watched)
        self._context: Context | None = None
        self._datagrams: DatagramDoor | None = None
        self._drainer: Drainer | None = None
        self._gate = Gate()
        self._listener: Listener | None = None
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
            encryption = prepare(self._config, self._clock())
            self._context = encryption.context
            self._listener = Listener(self._open_doors(), self._accepted)
            if self._config.udp.enabled:
                self._datagrams = self._open_udp(self._listener.addresses)
        except (ListenError, CertificateError) as error:
            if self._listener is not None:
                self._listener.stop()
            self._emit(StartFailed(self._clock(), str(error)))
            return
        try:
            self._drainer = Drainer()
            self._drainer.start()
            self._worker.start()
            self._core.start()
            self._emit(self._started())
            if self._config.rules.start_paused:
                self._emit(Paused(self._clock(), on=True, by=HOST))
            for problem in encryption.problems:
                self._emit(Problem(self._clock(), problem))
            self._listener.start()
            if self._datagrams is not None:
                self._datagrams.start()
                self._emit(UdpSwitched(self._clock(), on=True))
        except (OSError, RuntimeError) as error:
            self._end_threads(time.monotonic() + 1)
            text = _("This computer has no room for another program: {error}. Close some, and try again.")
            self._emit(StartFailed(self._clock(), text.format(error=error)))

    def _started(self) -> Started:
        assert self._listener is not None
        port, addresses = self._config.tls.port, self._listener.addresses
        secure = tuple(address for address in addresses if address.port == port)
        return Started(self._clock(), tuple(address for address in addresses if address.port != port), secure)

    def switch_udp(self, *, on: bool) -> None:
        """Let plain text come over UDP from now on, or no more: ``UdpSwitched`` follows, after a ``Problem`` maybe."""
        self._worker.post(self._switch_udp, on)

    def _switch_udp(self, wanted: bool) -> None:
        """On the worker's thread, where it may wait for the good-byes; it ends before ``stop`` shuts that door."""
        if self._listener is None or self._stop_asked or wanted == (self._datagrams is not None):
            return
        if self._datagrams is not None:
            self.ask(lambda host: host.end_udp())
            self._datagrams.retire(FAREWELL)
            self._datagrams = None
        else:
            try:
                self._datagrams = self._open_udp(self._listener.addresses)
                self._datagrams.start()
            except (ListenError, OSError, RuntimeError) as error:
                self._emit(Problem(self._clock(), str(error)))
        self._emit(UdpSwitched(self._clock(), self._datagrams is not None))

    def _open_udp(self, addresses: list[Address]) -> DatagramDoor:
        """The door of UDP. Raises ListenError."""
        config = self._config
        beside = open_beside([address for address in addresses if address.port != config.tls.port])
        slow_floods, hold_first = config.limits.flood, bool(config.password)
        return DatagramDoor(beside, self._sent_a_datagram, slow_floods=slow_floods, hold_first=hold_first)

    def _open_doors(self) -> list[Socket]:
        """Sockets that listen. Raises ListenError, and then nothing is left open."""
        config = self._config
        with contextlib.ExitStack() as undo:
            sockets = open_sockets(config.host, config.port)
            for sock in sockets:
                undo.callback(sock.close)
            if self._context is not None and config.tls.port:
                sockets += open_sockets(config.host, config.tls.port)
            undo.pop_all()
        return sockets

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
        if self._listener is not None:
            self._listener.stop(_left(until))
        if not self._core.stop(_left(until - RESERVE)):
            _log.error("The core did not end in time")
        self._worker.post(self._core.close_accounts)
        self._worker.stop(_left(until))
        if self._datagrams is not None:
            self._datagrams.stop(_left(until))
        if self._drainer is not None:
            self._drainer.stop(_left(until - 1.0))
        self._announcement.wait(min(1.0, _left(until)))

    def _accepted(self, sock: Socket, peer: Address) -> None:
        """Somebody has connected. The listener's thread; raises when there is no room for another thread."""
        flood = self._config.limits.flood
        home = home_of(peer.host, sock.getsockname()[0])
        if flood and self._gate.crowded(home):
            sock.close()
            return
        client = self._new_client(peer, home, flood=flood)
        assert self._drainer is not None
        connection = Connection(
            *(sock, peer, client, self._drainer),
            name=f"reader-{client.user.number}",
            detect=True,
            context=self._context,
            only_tls=self._comes_by_tls_port(sock),
        )
        self._core.post_arrival(client, connection)
        try:
            connection.start()
        except RuntimeError:
            self._core.post_closed(client, Ended.RESET)
            raise
        self._gate.passed(home, connection)

    def _sent_a_datagram(self, member: DatagramConnection) -> Client:
        """Somebody is new at the door of UDP. Its thread; it must not wait, so that door keeps the pace itself."""
        client = self._new_client(member.peer, home_of(member.peer.host), flood=False)
        self._core.post_arrival(client, as_connection(member))
        return client

    def _new_client(self, peer: Address, home: str, *, flood: bool) -> Client:
        user = User(next(self._numbers), wire_host(peer.host), connected_at=self._clock(), home=home)
        return Client(user, self._core, time.monotonic(), flood=flood)

    def _comes_by_tls_port(self, sock: Socket) -> bool:
        port = self._config.tls.port
        return port != 0 and self._context is not None and sock.getsockname()[1] == port


def wire_host(host: str) -> str:
    """A number as it may stand anywhere in a line of IRC: no zone, and no colon in front (``::1`` is ``0::1``)."""
    host = host.partition("%")[0]
    return f"0{host}" if host.startswith(":") else host


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())
