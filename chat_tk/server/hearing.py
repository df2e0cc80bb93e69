"""What clients say is carried out: each line by what stands for it in the table of commands, in its order.

Rule 1: only the core's thread runs code in this file, and nothing here waits.
Rule 2: what somebody has said behind a command that is not done yet (``Errands``, ``Turns``) waits with the client
    (``Client.held``), so that it is carried out in its order; others notice nothing.
Rule 3: a bug in a command costs its client the connection, and nobody else anything.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.irc.numerics import ERR_INPUTTOOLONG
from chat_tk.server import actions, conversation, registry, several
from chat_tk.server.chat import Call, Chat
from chat_tk.server.clients import Client
from chat_tk.server.contracts import Reply, Worker
from chat_tk.server.decoding import TOO_LONG, Item, Mended
from chat_tk.server.delivery import Deliveries
from chat_tk.server.errands import Errands
from chat_tk.server.events import Problem
from chat_tk.server.reply import CommandReply
from chat_tk.server.turns import LONG, Turns

_log = logging.getLogger(__name__)

MENDED: Final = "This was not UTF-8 and was read as Windows-1252; please set your program to UTF-8"


class Present(Protocol):
    """What hearing needs of the hall."""

    def client(self, number: int) -> Client | None:
        """Who is in the chat, or on the way there, by its number."""

    def named(self, client: Client) -> None:
        """Somebody who was on the way is in the chat now."""

    def send_off(self, client: Client, reason: str) -> None:
        """Out of the chat, told why, disconnected."""


class Hearing:
    """All that is said, from a client's lines to its commands."""

    def __init__(
        self, chat: Chat, delivery: Deliveries, worker: Worker, post: Callable[..., None], present: Present
    ) -> None:
        """``post`` has a function called on the core's thread; ``worker`` has one of its own."""
        self._chat = chat
        self._delivery = delivery
        self._present = present
        self._errands = chat.desk = Errands(chat, worker, post, self._resume)
        self._turns = Turns(chat.network)
        self._now = 0.0
        self._call: Call | None = None

    @property
    def due(self) -> float:
        """When ``check_time`` has something to do (``time.monotonic``)."""
        return self._now if self._turns.waiting else self._errands.due

    def begin(self, now: float) -> None:
        """A beat begins; ``now`` is ``time.monotonic``."""
        self._now = now
        self._call = None
        self._errands.begin(now)
        self._turns.begin()

    def interrupt(self) -> None:
        """Something else is told now: what is said from here on in this beat is later than that."""
        self._call = None

    def check_time(self, now: float) -> None:
        """Go on with those who have waited long enough for a guess, or for their turn."""
        self._errands.check_time(now)
        while (waiting := self._turns.next()) is not None:
            self._hear_held(waiting)

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
        taken = 0
        for place, item in enumerate(items):
            if not self._delivery.knows(client.user):
                break
            if isinstance(item, Message) and item.command in LONG and not self._turns.may_answer():
                self._turns.wait(client, items[place:])
                client.took(taken)
                return
            taken += several.count(item)
            try:
                self._carry_out(client, item)
            except Exception as error:  # noqa: BLE001  a bug costs this client its connection, nobody else
                self._fail(client, item, error)
            if self._errands.busy(client.user.number):
                client.held = items[place + 1 :]
                client.took(taken)
                return
        client.took(several.total(items))

    def _resume(self, call: Call, function: Callable[[Call], None]) -> None:
        """A command goes on that had to wait; then what was said behind it."""
        client = self._present.client(call.user.number)
        if client is None:
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

        But for BATCH, the end of which is answered with the label of its beginning. With the call it shares the time;
        behind what has a time of its own another one begins, as history is in the order of time.
        """
        shared = not message.tags and message.command != "BATCH"
        if shared and self._call is not None and self._call.user is client.user:
            return self._call
        reply = self._reply(client, message)
        call = Call(self._chat, client.user, reply, reply.now)
        self._call = call if shared else None
        return call

    def _after_command(self, client: Client, reply: Reply) -> None:
        if self._errands.busy(client.user.number):
            return
        assert isinstance(reply, CommandReply)
        reply.finish()
        if client.user.registered and not client.registered:
            self._present.named(client)

    def _reply(self, client: Client, message: Message) -> CommandReply:
        return CommandReply(self._chat, self._delivery, client.user, message, self._chat.clock())

    def _fail(self, client: Client, item: Item, error: Exception) -> None:
        verb = item.command if isinstance(item, Message) else "plain text"
        _log.error("A command of client %d failed: %s", client.user.number, verb, exc_info=error)
        text = _("The server made an error ({what}); the chat goes on.").format(what=verb)
        self._chat.emit(Problem(self._chat.clock(), text))
        self._present.send_off(client, "The server made an error, please connect again")
