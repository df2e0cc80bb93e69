"""The hall: who is connected, from arrival to departure; between the connections and the rules of the chat.

Rule 1: only the core's thread runs code in this file, and nothing here waits.
Rule 2: however somebody goes (QUIT, reset, silence, removal, our error), ``depart`` comes once, last, and cleans up.
Rule 3: time is looked at through what is due next (``silence``, ``errands``); nobody ever walks over all clients.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.irc.numerics import ERR_INPUTTOOLONG
from chat_tk.net.connection import Connection, Ended
from chat_tk.net.doors import Door
from chat_tk.net.worker import prepare_for
from chat_tk.server import actions, banning, conversation, registry, several
from chat_tk.server.bans import Ban
from chat_tk.server.chat import Call, Chat
from chat_tk.server.clients import Client
from chat_tk.server.contracts import Reply, Worker
from chat_tk.server.decoding import TOO_LONG, Item, Mended
from chat_tk.server.delivery import Deliveries
from chat_tk.server.doorman import Doorman
from chat_tk.server.errands import Errands
from chat_tk.server.events import Connected, DoorKnown, Left, Problem
from chat_tk.server.reply import CommandReply
from chat_tk.server.silence import Silence
from chat_tk.server.turns import LONG, Turns

_log = logging.getLogger(__name__)

QUIET: Final = 60.0
"""Seconds between two problems told to the host about refused connections."""
ENDED: Final = "The chat has ended"
MENDED: Final = "This was not UTF-8 and was read as Windows-1252; please set your program to UTF-8"


class Hall:
    """All clients of the server."""

    def __init__(self, chat: Chat, delivery: Deliveries, worker: Worker, post: Callable[..., None]) -> None:
        """``post`` has a function called on the core's thread; ``worker`` has one of its own."""
        self._chat = chat
        self._delivery = delivery
        self._clients: dict[int, Client] = {}
        self._doorman = Doorman(chat)
        self._errands = chat.desk = Errands(chat, worker, post, self._resume)
        self._turns = Turns(chat.network)
        self._unwelcome: dict[int, Ban] = {}
        self._silence = Silence(chat, delivery, self.send_off)
        self._now = 0.0
        self._call: Call | None = None
        self._complained_at = -QUIET
        self._closing = False

    @property
    def empty(self) -> bool:
        """Whether nobody is connected."""
        return not self._clients

    @property
    def due(self) -> float:
        """When ``check_time`` has something to do (``time.monotonic``)."""
        return self._now if self._turns.waiting else min(self._silence.due, self._errands.due)

    def begin(self, now: float) -> None:
        """A beat begins; ``now`` is ``time.monotonic``."""
        self._now = now
        self._call = None
        self._errands.begin(now)
        self._turns.begin()

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
            chat.emit(Connected(chat.clock(), user.number, user.host, ""))
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

    def _complain(self, host: str, problem: str) -> None:
        if self._now - self._complained_at >= QUIET and not self._closing:
            self._complained_at = self._now
            text = _("Somebody at {host} could not join: {problem}.").format(host=host, problem=problem)
            self._chat.emit(Problem(self._chat.clock(), text))

    # Saying

    def hear(self, client: Client, items: list[Item]) -> None:
        """Carry out what a client said."""
        client.heard_at = self._now
        client.pinged_at = 0.0
        if client.held or self._errands.busy(client.user.number):
            client.held.extend(items)
        else:
            self._hear_all(client, items)

    def _hear_all(self, client: Client, items: list[Item]) -> None:
        """Carry out what may be now; what stands behind a command that waits (``Errands``, ``Turns``) waits too."""
        index = 0
        while index < len(items) and self._delivery.knows(client.user):
            item = several.in_a_row(items, index)
            if isinstance(item, Message) and item.command in LONG and not self._turns.may_answer():
                self._turns.wait(client, items[index:])
                client.took(index)
                return
            index += several.count(item)
            try:
                self._carry_out(client, item)
            except Exception as error:  # noqa: BLE001  a bug costs this client its connection, nobody else
                self._fail(client, item, error)
            if self._errands.busy(client.user.number):
                client.held = items[index:]
                client.took(index)
                return
        client.took(len(items))

    def _resume(self, call: Call, function: Callable[[Call], None]) -> None:
        """A command goes on that had to wait; then what was said behind it."""
        client = self._clients.get(call.user.number)
        if client is None or not self._delivery.knows(call.user):
            return
        try:
            self._go_on(client, call, function)
        except Exception as error:  # noqa: BLE001  as above
            self._fail(client, TOO_LONG, error)
        self._hear_held(client)

    def _hear_held(self, client: Client) -> None:
        held, client.held = client.held, []
        self._hear_all(client, held)

    def _go_on(self, client: Client, call: Call, function: Callable[[Call], None]) -> None:
        coming = not client.user.registered
        registry.attempt(call, function)
        self._after_command(client, call.reply)
        if client.user.plain and coming:
            self._invite_on(client)

    def _carry_out(self, client: Client, item: Item) -> None:
        if item is TOO_LONG:
            self._reply(client, TOO_LONG).numeric(ERR_INPUTTOOLONG)
        elif isinstance(item, Message):
            self._dispatch(client, item)
        else:
            coming, reply = not client.user.registered, self._reply(client, TOO_LONG)
            call = Call(self._chat, client.user, reply, reply.now)
            conversation.hear(call, self._delivery, item, partial(self._dispatch, client))
            if coming:
                self._invite_on(client)

    def _invite_on(self, client: Client) -> None:
        """Somebody at a plain-text program has answered: the next question, or into the lobby."""
        if not self._errands.busy(client.user.number):
            conversation.go_on(self._chat, self._delivery, client.user, partial(self._dispatch, client))

    def _dispatch(self, client: Client, message: Message) -> None:
        call = self._call_of(client, message)
        if isinstance(message, Mended) and message.command != "METADATA":  # which refuses it by itself
            warning = (message.command, "INVALID_UTF8", MENDED)
            call.reply.send(actions.by_server(self._chat, call.now, "WARN", *warning))
        registry.dispatch(call, message)
        self._after_command(client, call.reply)

    def _call_of(self, client: Client, message: Message) -> Call:
        """The call of a command. What one client says without tags in one beat shares it: no label, nothing to keep.

        But for BATCH, the end of which is answered with the label of its beginning.
        """
        shared = not message.tags and message.command != "BATCH"
        if shared and self._call is not None and self._call.user is client.user:
            return self._call
        reply = self._reply(client, message)
        call = Call(self._chat, client.user, reply, reply.now)
        if shared:
            self._call = call
        return call

    def _after_command(self, client: Client, reply: Reply) -> None:
        if self._errands.busy(client.user.number):
            return
        assert isinstance(reply, CommandReply)
        reply.finish()
        if client.user.registered and not client.registered:
            client.registered = True
            self._doorman.named(client.user.home)

    def _reply(self, client: Client, message: Message) -> CommandReply:
        return CommandReply(self._chat, self._delivery, client.user, message, self._chat.clock())

    def _fail(self, client: Client, item: Item, error: Exception) -> None:
        verb = item.command if isinstance(item, Message) else "plain text"
        _log.error("A command of client %d failed: %s", client.user.number, verb, exc_info=error)
        text = _("The server made an error ({what}); the chat goes on.").format(what=verb)
        self._chat.emit(Problem(self._chat.clock(), text))
        self.send_off(client, "The server made an error, please connect again")

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
        self._errands.check_time(now)
        while (waiting := self._turns.next()) is not None:
            self._hear_held(waiting)
