"""The hall: who is connected, from arrival to departure; between the connections and the rules of the chat.

Rule 1: only the core's thread runs code in this file, and nothing here waits.
Rule 2: however somebody goes (QUIT, reset, silence, removal, our error), ``depart`` comes once, last, and cleans up.
Rule 3: time is looked at through what is due next (``silence``, ``hearing``); nobody ever walks over all clients.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc import caps
from chat_tk.net.connection import Connection, Ended
from chat_tk.net.doors import Door
from chat_tk.net.worker import prepare_for
from chat_tk.server import actions, banning, conversation
from chat_tk.server.bans import Ban
from chat_tk.server.chat import Chat
from chat_tk.server.clients import Client
from chat_tk.server.contracts import Worker
from chat_tk.server.delivery import Deliveries
from chat_tk.server.doorman import Doorman
from chat_tk.server.events import Connected, DoorKnown, Left, Problem
from chat_tk.server.hearing import Hearing
from chat_tk.server.silence import Silence

_log = logging.getLogger(__name__)

QUIET: Final = 60.0
"""Seconds between two problems told to the host about refused connections."""
ENDED: Final = "The chat has ended"


class Hall:
    """All clients of the server."""

    def __init__(self, chat: Chat, delivery: Deliveries, worker: Worker, post: Callable[..., None]) -> None:
        """``post`` has a function called on the core's thread; ``worker`` has one of its own."""
        self._chat = chat
        self._delivery = delivery
        self._clients: dict[int, Client] = {}
        self._doorman = Doorman(chat)
        self._unwelcome: dict[int, Ban] = {}
        self._silence = Silence(chat, delivery, self.send_off)
        self._hearing = Hearing(chat, delivery, worker, post, self)
        self.hear = self._hearing.hear
        """What a client has said; no call in between, as every message comes this way."""
        self._now = 0.0
        self._complained_at = -QUIET
        self._closing = False

    @property
    def empty(self) -> bool:
        """Whether nobody is connected."""
        return not self._clients

    @property
    def due(self) -> float:
        """When ``check_time`` has something to do (``time.monotonic``)."""
        return min(self._silence.due, self._hearing.due)

    def begin(self, now: float) -> None:
        """A beat begins; ``now`` is ``time.monotonic``."""
        self._now = now
        self._hearing.begin(now)

    # Coming

    def arrive(self, client: Client, connection: Connection) -> None:
        """Somebody has connected: is told to go, or appears."""
        user, chat = client.user, self._chat
        client.connection = connection
        self._clients[user.number] = client
        prepare_for(len(self._clients))
        self._delivery.open(user, connection)
        if problem := ENDED if self._closing else self._doorman.admit(user.home):
            self._complain(user.address, problem)
            self._dismiss(client, problem)
            return
        client.admitted = True
        if ban := chat.bans.on_address(user.address, chat.clock()):
            self._unwelcome[user.number] = ban  # told when its door, and so its tongue, is known
            self._complain(user.address, "banned")
        else:
            chat.network.add(user)
            chat.emit(Connected(chat.clock(), user.number, user.host))
        self._silence.begin(client, self._now)

    def recognise(self, client: Client, door: Door) -> None:
        """By which door it came is known; a plain-text program is asked for its name.

        Told again when it was only slow, and speaks IRC after all: then the question is a line that it does not know.
        """
        user = client.user
        if not self._delivery.knows(user):
            return
        if user.number in self._unwelcome:
            user.capabilities = 0 if door is Door.IRC else caps.PLAIN
            banning.turn_away(self._chat, user, self._unwelcome[user.number])
            client.let_go()
            return
        user.secure = client.connection is not None and client.connection.secure
        way = f"{door.value}, encrypted" if user.secure else door.value
        self._chat.emit(DoorKnown(self._chat.clock(), user.number, way))
        if door is not Door.IRC:
            user.capabilities = caps.PLAIN
            if door is not Door.UDP or self._chat.config.password:  # a name comes unasked by UDP
                conversation.ask(self._chat, self._delivery, user)
        elif user.plain:
            user.capabilities = 0
            self._delivery.put(user, b"\r\n")

    def named(self, client: Client) -> None:
        """It has a name, and is in the chat: it counts no more among those who are on the way."""
        client.registered = True
        self._doorman.named(client.user.home)

    def _complain(self, host: str, problem: str) -> None:
        if self._now - self._complained_at >= QUIET and not self._closing:
            self._complained_at = self._now
            text = _("Somebody at {host} could not join: {problem}.").format(host=host, problem=problem)
            self._chat.emit(Problem(self._chat.clock(), text))

    # Going

    def depart(self, client: Client, ended: Ended) -> None:
        """The connection is over, whoever ended it."""
        self.depart_together([(client, ended)])

    def depart_together(self, ended: Sequence[tuple[Client, Ended]]) -> None:
        """These connections are over: nobody of them is told of the others."""
        going = [(client, why.value) for client, why in ended if self._clients.pop(client.user.number, None)]
        for client, reason in going:
            actions.settle(self._chat, client.user)
            self._delivery.part_with(client.user, reason)
            client.let_go()
        self._hearing.interrupt()
        try:
            actions.leave_together(self._chat, [(client.user, reason) for client, reason in going])
        except Exception as error:  # noqa: BLE001  whatever the rules stumble over, they go
            _log.error("%d clients could not leave in order", len(going), exc_info=error)
            for client, _reason in going:
                self._chat.network.remove(client.user)
        for client, _reason in going:
            self._unwelcome.pop(client.user.number, None)
            client.connection = None  # they hold each other: left so, both would wait for the collector, for minutes
            if client.admitted:
                self._doorman.gone(client.user.home, named=client.registered)
        prepare_for(len(self._clients))

    def client(self, number: int) -> Client | None:
        """Who is in the chat, or on the way there, by its number."""
        client = self._clients.get(number)
        return client if client is not None and self._delivery.knows(client.user) else None

    @property
    def clients(self) -> Mapping[int, Client]:
        """All who are connected."""
        return self._clients

    def close(self) -> None:
        """The chat ends: everyone is told, nobody is told that the others go."""
        self._closing = True
        at, network = self._chat.clock(), self._chat.network
        for client in self._clients.values():
            user = client.user
            if user.number in network.users:
                network.remove(user)
                self._chat.emit(Left(at, user.number, user.nick, ENDED))
            self._dismiss(client, ENDED)

    def cut(self, *, patiently: bool) -> tuple[str, ...]:
        """End the connections that have not ended by themselves; who they were.

        ``patiently``: only of those who have been sent everything, and merely do not end their side.
        """
        names = []
        for client in self._clients.values():
            connection = client.connection
            if connection is not None and not (patiently and connection.waiting):
                connection.abort(Ended.TIMEOUT)
                names.append(client.user.nick or f"{client.user.address} ({client.user.number})")
        return tuple(names)

    def send_off(self, client: Client, reason: str) -> None:
        """Out of the chat, told why, disconnected. Twice is once."""
        try:
            actions.leave(self._chat, client.user, reason)
        except Exception as error:  # noqa: BLE001  whatever the rules stumble over, the client goes
            _log.error("Client %d could not leave in order", client.user.number, exc_info=error)
            self._chat.network.remove(client.user)
        self._dismiss(client, reason)

    def _dismiss(self, client: Client, reason: str) -> None:
        self._delivery.disconnect(client.user, reason)
        client.let_go()

    # Time

    def check_time(self, now: float) -> None:
        """Ask those who were silent for long, and end those who do not answer."""
        for number in self._silence.overdue(now):
            if (client := self.client(number)) is not None:
                self._silence.look(client, now)
        self._hearing.check_time(now)
