"""The chat is found by itself: what the network is told of it, kept up to date from the events.

Threads: ``heard`` is called by whoever emits events (the core's thread, mostly) and never waits; the announcement has a
thread of its own (``net.announcer``).
Rule 1: a chat that listens only for this computer is not announced (unless the environment names interfaces: tests).
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import chat_tk
from chat_tk.net import discovery
from chat_tk.net.address import is_loopback
from chat_tk.net.announcer import Announcer
from chat_tk.net.discovery import Chat
from chat_tk.server.config import Config
from chat_tk.server.events import Event, Left, Problem, Registered, SettingsChanged, Started

FILE: Final = "chat.id"


class Announcement:
    """One chat's announcement: from ``Started`` to ``stop``."""

    def __init__(
        self,
        emit: Callable[[Event], None],
        clock: Callable[[], float],
        *,
        config: Callable[[], Config],
        encrypted: Callable[[], bool],
    ) -> None:
        """``emit`` hears every event, and of a ``Problem`` with the announcement; the last two tell what holds now."""
        self._emit = emit
        self._clock = clock
        self._config = config
        self._encrypted = encrypted
        self._people: set[int] = set()
        self._chat: Chat | None = None
        self._announcer: Announcer | None = None
        self._steps: dict[type, Callable[[Event], None]] = {
            Started: self._begin,
            Registered: self._came,
            Left: self._went,
            SettingsChanged: lambda _event: self._tell(),
        }

    def heard(self, event: Event) -> None:
        """Something happened in the chat: pass it on, and tell the network what it has to know of it."""
        self._emit(event)
        if (step := self._steps.get(type(event))) is not None:
            step(event)

    def stop(self) -> None:
        """The chat is no longer to be found; it does not wait."""
        if self._announcer is not None:
            self._announcer.stop()

    def wait(self, deadline: float) -> None:
        """Give the goodbye so many seconds."""
        if self._announcer is not None:
            self._announcer.wait(deadline)

    def _begin(self, event: Event) -> None:
        config = self._config()
        if not config.announce or not isinstance(event, Started):
            return
        places, wanted = event.addresses or event.secure, discovery.interfaces()
        if wanted == () or (wanted is None and all(is_loopback(place.host) for place in places)):
            return
        self._chat = Chat(
            name=config.network,
            port=places[0].port,
            tls=self._encrypted(),
            password=bool(config.password),
            version=chat_tk.__version__,
            id=_identity(config.data_dir),
        )
        self._announcer = Announcer(self._chat, lambda problem: self._emit(Problem(self._clock(), problem)))
        self._announcer.start()

    def _came(self, event: Event) -> None:
        self._people.add(event.number)  # type: ignore[union-attr]  # only those events come here
        self._tell()

    def _went(self, event: Event) -> None:
        self._people.discard(event.number)  # type: ignore[union-attr]
        self._tell()

    def _tell(self) -> None:
        if self._announcer is not None and self._chat is not None:
            config = self._config()
            self._announcer.change(
                replace(self._chat, name=config.network, password=bool(config.password), people=len(self._people))
            )


def _identity(folder: Path | None) -> str:
    """What tells this chat from others, the same on each start; another each time where nothing is kept."""
    made = secrets.token_hex(8)
    if folder is None:
        return made
    path = folder / FILE
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if re.fullmatch("[0-9a-f]{16}", known := path.read_text(encoding="ascii").strip()):
            return known
    with contextlib.suppress(OSError):
        path.write_text(made + "\n", encoding="ascii")
    return made
