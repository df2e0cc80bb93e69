"""Finding the chats of the local network: who announces ``_irc._tcp``, told as events.

Threads: *discovery* alone keeps what is known and emits; zeroconf has a thread for its sockets and one that puts the
names of services into our inbox.
Rule 1: everything is bounded, whatever is announced: names that wait, chats that are known, and the time that one which
does not answer for its name may take. Chats whose record came whole are served before those that must be asked for.
Rule 2: an event is emitted only for what a person would see change.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from chat_tk.i18n import _
from chat_tk.net import discovery
from chat_tk.net.discovery import SERVICE, Chat
from chat_tk.net.local import local_addresses

if TYPE_CHECKING:
    from zeroconf import ServiceBrowser, Zeroconf

log = logging.getLogger(__name__)

MOST: Final = 200
"""Chats that are known at once."""
WAITING: Final = 2000
"""Names that wait to be looked at."""
ASKED: Final = 100
"""Names whose records were not sent along, and are asked for, one after another."""
ANSWER_MS: Final = 500
LOOK: Final = 5.0
"""Seconds between two looks at this computer's addresses: no system tells of a new network without more."""


@dataclass(frozen=True, slots=True)
class ChatFound:
    """A chat is there, or tells something new of itself; ``key`` is its own among those that are known."""

    key: str
    chat: Chat


@dataclass(frozen=True, slots=True)
class ChatGone:
    """It is not there any more."""

    key: str


@dataclass(frozen=True, slots=True)
class CannotLook:
    """Nothing will be found; ``problem`` is a sentence with the next step."""

    problem: str


BrowserEvent = ChatFound | ChatGone | CannotLook


class Browser:
    """Looks until it is stopped. ``emit`` is called from its thread and must not wait (``queue.SimpleQueue.put``)."""

    def __init__(self, emit: Callable[[BrowserEvent], None]) -> None:
        self._emit = emit
        self._inbox: queue.SimpleQueue[tuple[str, bool] | None] = queue.SimpleQueue()
        self._known: dict[str, Chat] = {}
        self._to_ask: dict[str, None] = {}
        self._multicast: Zeroconf | None = None
        self._listener: ServiceBrowser | None = None
        self._addresses: list[str] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="discovery", daemon=True)

    def start(self) -> None:
        """Look from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Nothing is emitted any more, and the thread ends; any thread, twice is once."""
        self._stopped.set()
        self._inbox.put(None)

    def wait(self, deadline: float) -> bool:
        """Wait so many seconds at most for the end after ``stop``; whether it has come."""
        if self._thread.ident is not None:
            self._thread.join(max(0.0, deadline))
        return not self._thread.is_alive()

    # --- the thread -------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        problem = discovery.missing()
        if problem:
            self._tell(CannotLook(problem))
            return
        from zeroconf import Error

        complained = False
        while not self._stopped.is_set():
            try:
                self._look_again()
                self._hear()
            except (OSError, Error, AssertionError, RuntimeError) as error:  # the next look may find a better network
                log.info("nothing is found", exc_info=error)
                if not complained:
                    text = _("Chats cannot be looked for on this network ({problem}).")
                    self._tell(CannotLook(text.format(problem=str(error) or type(error).__name__)))
                complained = True
                self._close()
                self._stopped.wait(LOOK)
        self._close()

    def _look_again(self) -> None:
        """Look on every interface that there is by now."""
        from zeroconf import ServiceBrowser

        addresses = [*(discovery.interfaces() or local_addresses())]
        if self._multicast is not None and addresses == self._addresses:
            return
        self._close()
        self._addresses = addresses
        self._multicast = discovery.open_multicast()
        self._listener = ServiceBrowser(self._multicast, SERVICE, handlers=[self._heard])

    def _heard(self, zeroconf: Any, service_type: str, name: str, state_change: Any) -> None:  # noqa: ARG002
        """On a thread of zeroconf's: a service has come, changed or gone (it calls by these names)."""
        if self._inbox.qsize() < WAITING:
            self._inbox.put((name, state_change.name == "Removed"))

    def _hear(self) -> None:
        """Work off what has come, for ``LOOK`` seconds of silence."""
        while not self._stopped.is_set():
            try:
                item = self._inbox.get(timeout=0.0 if self._to_ask else LOOK)
            except queue.Empty:
                if not self._to_ask:
                    return
                self._ask(next(iter(self._to_ask)))
                continue
            if item is None:
                return
            name, gone = item
            if gone:
                self._forget(name)
            elif self._is_whole(name):
                self._read(name, ANSWER_MS)
            elif len(self._to_ask) < ASKED:
                self._to_ask[name] = None

    def _ask(self, name: str) -> None:
        del self._to_ask[name]
        self._read(name, ANSWER_MS)

    def _is_whole(self, name: str) -> bool:
        """Whether what is told of a service came along with its name, so that nobody need be asked."""
        assert self._multicast is not None
        kinds = {record.type for record in self._multicast.cache.entries_with_name(name)}
        return {_SRV, _TXT} <= kinds

    def _read(self, name: str, patience: int) -> None:
        from zeroconf import IPVersion

        assert self._multicast is not None
        if name not in self._known and len(self._known) >= MOST:
            return
        info = self._multicast.get_service_info(SERVICE, name, patience)
        if info is None:
            return
        label = name.removesuffix("." + SERVICE)
        chat = discovery.read_chat(label, info.properties, info.port, info.parsed_scoped_addresses(IPVersion.All))
        if chat is None:
            self._forget(name)
        elif self._known.get(name) != chat:
            self._known[name] = chat
            self._tell(ChatFound(name, chat))

    def _forget(self, name: str) -> None:
        self._to_ask.pop(name, None)
        if self._known.pop(name, None) is not None:
            self._tell(ChatGone(name))

    def _tell(self, event: BrowserEvent) -> None:
        if not self._stopped.is_set():
            self._emit(event)

    def _close(self) -> None:
        multicast, self._multicast = self._multicast, None
        if self._listener is not None:
            self._listener.cancel()
            self._listener = None
        if multicast is not None:
            multicast.close()
        for name in list(self._known):
            self._forget(name)


_TXT: Final = 16
_SRV: Final = 33
"""Types of records (RFC 1035, 3.2.2; RFC 2782)."""
