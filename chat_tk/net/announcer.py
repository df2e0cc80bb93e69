"""Telling the local network of a chat: ``_irc._tcp`` on every interface, and what changes of it, calmly.

Threads: *announce* alone talks to zeroconf (which has a thread of its own for its sockets); what is to be told comes by
its inbox, so nobody waits.
Rule 1: at most one change is told in ``CALM`` seconds, the newest: everyone on the network hears each.
Rule 2: who stops says goodbye, so that nobody is shown a chat that is gone.
Rule 3: what fails costs the announcement and nothing else; it is told once, in a sentence.
"""

from __future__ import annotations

import ipaddress
import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from chat_tk.i18n import _
from chat_tk.net import discovery
from chat_tk.net.discovery import SERVICE, Chat
from chat_tk.net.local import local_addresses

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

log = logging.getLogger(__name__)

CALM: Final = 5.0
"""Seconds between two changes that are told."""
LOOK: Final = 30.0
"""Seconds between two looks at this computer's addresses: no system tells of a new network without more."""


class Announcer:
    """One announcement. All methods: any thread; only ``wait`` waits."""

    def __init__(self, chat: Chat, complain: Callable[[str], None], calm: float = CALM) -> None:
        """``chat`` needs no addresses: those of this computer are told. ``complain`` hears why it is not announced."""
        self._first = chat
        self._complain = complain
        self._calm = calm
        self._inbox: queue.SimpleQueue[Chat | None] = queue.SimpleQueue()
        self._multicast: Zeroconf | None = None
        self._told: ServiceInfo | None = None
        self._addresses: list[str] = []
        self._told_at = 0.0
        self._thread = threading.Thread(target=self._run, name="announce", daemon=True)

    def start(self) -> None:
        """Announce from now on."""
        self._thread.start()

    def change(self, chat: Chat) -> None:
        """What is told from now on."""
        self._inbox.put(chat)

    def stop(self) -> None:
        """Say goodbye and end; twice is once."""
        self._inbox.put(None)

    def wait(self, deadline: float) -> bool:
        """Wait so many seconds at most for the end after ``stop``; whether it has come."""
        if self._thread.ident is not None:
            self._thread.join(max(0.0, deadline))
        return not self._thread.is_alive()

    # --- the thread -------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        if problem := discovery.missing():
            self._complain(problem)
            return
        from zeroconf import Error

        chat: Chat | None = self._first
        complained = False
        while chat is not None:
            try:
                self._tell(chat)
            except (OSError, Error, AssertionError, RuntimeError) as error:  # the next look may find a better network
                log.info("not announced", exc_info=error)
                if not complained:
                    text = _("The chat is not announced on the network ({problem}). Tell people its address.")
                    self._complain(text.format(problem=str(error) or type(error).__name__))
                complained = True
                self._close()
            chat = self._next(chat)
        self._close()

    def _tell(self, chat: Chat) -> None:
        """Announce ``chat``, or what is new of it; from the start where this computer has other addresses now."""
        addresses = _own_addresses()
        if addresses != self._addresses or (self._told and self._told.port != chat.port):
            self._close()
        if self._multicast is None:
            self._addresses = addresses
            if not addresses:
                return  # no network yet: the next look may find one
            self._multicast = discovery.open_multicast()
            self._told, self._told_at = _as_service(chat, addresses), time.monotonic()
            self._multicast.register_service(self._told, allow_name_change=True)
            return
        assert self._told is not None
        changed = _as_service(chat, addresses, self._told.name)
        if changed.text != self._told.text:
            self._told, self._told_at = changed, time.monotonic()
            self._multicast.update_service(changed)

    def _next(self, chat: Chat) -> Chat | None:
        """What is to be told next: ``chat`` again for a look at the addresses, or the newest change; None: the end."""
        try:
            wanted = self._inbox.get(timeout=LOOK)
        except queue.Empty:
            return chat
        until = self._told_at + self._calm
        while wanted is not None:
            chat = wanted
            try:
                wanted = self._inbox.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                return chat
        return None

    def _close(self) -> None:
        multicast, self._multicast, self._told = self._multicast, None, None
        if multicast is not None:
            multicast.close()


def _own_addresses() -> list[str]:
    """What others can reach this computer by; link-local numbers have no meaning on another's cable."""
    wanted = discovery.interfaces()
    if wanted is not None:
        return list(wanted)
    return [number for number in local_addresses() if "%" not in number][: discovery.ADDRESSES]


def _as_service(chat: Chat, addresses: list[str], name: str = "") -> ServiceInfo:
    """``name``: the one that it has got already, which may have a number behind it."""
    from zeroconf import ServiceInfo

    host = f"chat-{chat.id or chat.port}.local."  # not the computer's own name: another responder answers for that
    return ServiceInfo(
        SERVICE,
        name or f"{chat.label}.{SERVICE}",
        chat.port,
        properties=chat.properties,
        server=host,
        addresses=[ipaddress.ip_address(number).packed for number in addresses],
    )
