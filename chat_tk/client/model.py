"""ChatClient: one connection to a chat, told as events.

Threads: *connect* dials and ends; the connection's *reader* decodes, parses and emits; the *drainer* sends what a
full socket left over; the main thread sends and closes; *closing* waits for the others' end, so that no window has to.
What is shared:

``_lock``   guards ``_connection`` and ``_closed`` (the connect thread hands over, the main thread may close
    meanwhile), and that nothing is emitted once it is closed. No I/O under it.
``_slots``  counts handfuls of messages that the main thread has not worked off. At ``READS_AHEAD`` the reader waits,
    and TCP slows the sender: a flooding server fills neither the queue nor the memory.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from chat_tk.client.events import (
    ConnectFailed,
    ConnectionLost,
    ConnectionMade,
    Failure,
    ModelEvent,
    Received,
)
from chat_tk.client.values import Target
from chat_tk.i18n import _
from chat_tk.irc.message import CLIENT_TAGS_LIMIT, MalformedLineError, Message, encode, parse
from chat_tk.net.connection import Connection, Ended
from chat_tk.net.dial import DialError
from chat_tk.net.doors import Door
from chat_tk.net.drainer import Drainer
from chat_tk.net.reach import OtherCertificateError, Reached, reach

log = logging.getLogger(__name__)

READS_AHEAD: Final = 32
AT_ONCE: Final = 256
"""Messages that are handed over together at most; keys are answered in mid handful, too (``intake``)."""
ALONE: Final = frozenset({"RENAME"})
"""... but for what changes the room that is shown, its list and its title: each is shown before the next."""
CONNECT_SECONDS: Final = 5.0
CLOSE_SECONDS: Final = 3.0


class ChatClient:
    """One connection, made once. ``emit`` is called from its threads and must not wait (``queue.SimpleQueue.put``)."""

    def __init__(self, target: Target, emit: Callable[[ModelEvent], None]) -> None:
        self._target = target
        self._emit = emit
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._closed = False
        self._made = False  # the connect thread's own
        self._slots = threading.Semaphore(READS_AHEAD)
        self._ended = threading.Event()
        self._drainer = Drainer("client-drainer")
        self._connecting = threading.Thread(target=self._connect, name="client-connect", daemon=True)
        self._closing = threading.Thread(target=self._end_threads, name="client-closing", daemon=True)

    def start(self) -> None:
        """Connect, within ``CONNECT_SECONDS``: ``ConnectionMade`` or ``ConnectFailed`` follows."""
        self._connecting.start()

    def send(self, message: Message) -> None:
        """Send (main thread). Never waits; without a connection nothing happens."""
        if self._connection is not None:
            self._connection.send(encode(message, tags_limit=CLIENT_TAGS_LIMIT + 2))

    def taken(self) -> None:
        """The main thread has worked off one ``Received``."""
        self._slots.release()

    def close(self, quit_message: str = "") -> None:
        """Say goodbye and end everything (main thread): QUIT, shutdown, close. Never waits; twice is once."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            connection = self._connection
        if connection is not None:
            connection.send(encode(Message("QUIT", (quit_message,) if quit_message else ())))
            connection.close()
            self._slots.release()  # a reader that waits goes on to its end
        self._closing.start()

    def wait(self, seconds: float) -> bool:
        """Wait until everything has ended after ``close``; whether it has."""
        self._closing.join(seconds)
        return not self._closing.is_alive()

    def _end_threads(self) -> None:
        """The closing thread: the drainer is needed until the connection has ended."""
        if self._connecting.ident is not None:
            self._connecting.join(CONNECT_SECONDS + 1)
        if self._connection is not None:
            self._ended.wait(CLOSE_SECONDS)
        self._drainer.stop(CLOSE_SECONDS)

    # --- the connect thread -----------------------------------------------------------------------------------------

    def _connect(self) -> None:
        """Whatever happens, something is told: a window that waits for it must not wait for ever."""
        try:
            self._make_connection()
        except OtherCertificateError as problem:
            self._tell(ConnectFailed(problem.failure, str(problem), problem.fingerprint))
        except DialError as problem:
            self._tell(ConnectFailed(problem.failure, str(problem)))
        except RuntimeError as problem:  # no room for another thread
            self._give_up(str(problem))
        except Exception:
            log.exception("The connection to %s could not be made", self._target.host)
            self._give_up(_("this program has made a mistake. Start it anew"))

    def _make_connection(self) -> None:
        found = self._reach()
        connection = Connection(
            *(found.socket, found.peer, self, self._drainer), name="client-reader", detect=False, tls=found.tls
        )
        with self._lock:
            self._connection = connection
            closed = self._closed
        self._drainer.start()
        if not closed:
            self._tell(ConnectionMade(found.tls.fingerprint if found.tls else "", found.peer.host))
        self._made = True
        connection.start()
        if closed:
            connection.close()

    def _give_up(self, detail: str) -> None:
        """There is no connection, or no reader for it."""
        if self._connection is not None:
            self._connection.close()
            self._ended.set()
        lost = ConnectionLost(by_server=False, detail=detail)
        self._tell(lost if self._made else ConnectFailed(Failure.OTHER, detail))

    def _reach(self) -> Reached:
        target = self._target
        return reach(target.host, target.port, target.encryption, pin=target.pin, timeout=CONNECT_SECONDS)

    # --- the reader thread (net.connection.Receiver) ----------------------------------------------------------------

    def opened(self, connection: Connection, door: Door) -> None:
        """Nothing to do: this side knocks."""

    def received(self, connection: Connection, lines: list[bytes]) -> None:  # noqa: ARG002
        """Parse what came in one read, hand it over in handfuls, and wait while the main thread is far behind."""
        for handful in handfuls(parsed(lines)):
            self._slots.acquire()
            if self._closed:  # nobody works off anything any more: the slot of ``close`` is for each one that follows
                self._slots.release()
                return
            self._tell(Received(handful))

    def closed(self, connection: Connection, ended: Ended) -> None:  # noqa: ARG002
        """The last thing that is told of a connection."""
        self._tell(ConnectionLost(by_server=ended is Ended.EOF, detail=ended.value))
        self._ended.set()

    def _tell(self, event: ModelEvent) -> None:
        with self._lock:  # once ``close`` has returned nothing more is told: the next connection's events follow
            if not self._closed:
                self._emit(event)


def handfuls(messages: Sequence[Message]) -> Iterator[tuple[Message, ...]]:
    """``messages`` in order, so many together as a window can work off between two keys."""
    start = 0
    for end, message in enumerate(messages, 1):
        if end - start == AT_ONCE or message.command in ALONE:
            yield tuple(messages[start:end])
            start = end
    if start < len(messages):
        yield tuple(messages[start:])


def parsed(lines: Sequence[bytes]) -> list[Message]:
    """The messages in ``lines``; what is too long or no message at all is left out."""
    messages = []
    for line in lines:
        try:
            messages.append(parse(decoded(line)))
        except MalformedLineError:  # ``OVERLONG`` is none, either
            continue
    return messages


def decoded(line: bytes) -> str:
    """UTF-8, or what old programs send in its place."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
