"""What the host does, carried out: from the window, through the core, to everyone concerned.

Rule 1: only the core's thread runs code in this file, and nothing here waits.
Rule 2: who has gone meanwhile, and what cannot be done, is a ``Problem`` in the log, never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from chat_tk.i18n import _
from chat_tk.irc.message import Message, encode
from chat_tk.irc.naming import title_of
from chat_tk.net.doors import Door
from chat_tk.server import banning, order, premises, settings
from chat_tk.server.bans import BanError
from chat_tk.server.chat import Chat
from chat_tk.server.clients import Client
from chat_tk.server.config import Config
from chat_tk.server.delivery import Deliveries
from chat_tk.server.events import Problem
from chat_tk.server.hall import Hall
from chat_tk.server.order import HOST
from chat_tk.server.plain import REMOVED
from chat_tk.server.premises import RoomError
from chat_tk.server.state import Channel, User


class Host:
    """The host's hand in the chat."""

    def __init__(self, chat: Chat, delivery: Deliveries, hall: Hall) -> None:
        self._chat = chat
        self._delivery = delivery
        self._hall = hall

    # People

    def message(self, numbers: Sequence[int], text: str) -> None:
        """Tell these people something, each alone."""
        for user in self._named(numbers):
            order.tell_alone(self._chat, user, text)

    def mute(self, numbers: Sequence[int], *, on: bool) -> None:
        """They may read and not write, or write again."""
        for user in self._named(numbers):
            order.mute(self._chat, user, HOST, on=on)

    def make_operator(self, numbers: Sequence[int], *, on: bool) -> None:
        """They keep order until they leave, or no more."""
        for user in self._named(numbers):
            order.make_operator(self._chat, user, HOST, on=on)

    def lower_hand(self, number: int) -> None:
        """The hand of this person goes down."""
        for user in self._named([number]):
            order.lower_hand(self._chat, user, HOST)

    def remove(self, number: int, reason: str, *, may_return: bool = True) -> None:
        """A client goes; unless it may return, it is banned for today (``banning.keep_out``)."""
        client = self._client(number)
        if client is None:
            return
        if not may_return:
            self._try(partial(banning.keep_out, self._chat, client.user, HOST, reason))
        text = f"{REMOVED} ({reason})" if reason else REMOVED
        if client.registered and not client.user.plain:
            kill = Message("KILL", (client.user.nick, reason or "Removed"), self._chat.config.name)
            self._delivery.put(client.user, encode(kill))
        self._hall.send_off(client, text)

    def ban(self, what: str, reason: str, length: float) -> None:
        """Keep out a name, an address, a network or a mask for so many seconds (0: for ever)."""
        self._try(partial(banning.ban, self._chat, what, HOST, reason, length))

    def unban(self, what: str) -> None:
        """Let somebody in again."""
        self._try(partial(banning.unban, self._chat, what, HOST))

    # Rooms

    def create_room(self, name: str, topic: str) -> None:
        """A room that stays."""
        self._try(partial(premises.create, self._chat, name, topic, HOST))

    def rename_room(self, name: str, to: str) -> None:
        """Another name for a room."""
        self._with_room(name, lambda room: premises.rename_by_host(self._chat, room, to, HOST))

    def set_topic(self, text: str, room: str = "") -> None:
        """What a room (the lobby, when it is not named) is about from now on."""
        name = room or self._chat.config.lobby
        self._with_room(name, lambda channel: premises.set_topic(self._chat, channel, text, HOST))

    def set_read_only(self, name: str, *, on: bool) -> None:
        """Only operators write there, or everybody again."""
        self._with_room(name, lambda room: premises.set_read_only(self._chat, room, HOST, on=on))

    def close_room(self, name: str, reason: str) -> None:
        """Everybody is put out, and the room is no more."""
        self._with_room(name, lambda room: premises.close(self._chat, room, reason, HOST))

    # The chat

    def pause(self, *, on: bool) -> None:
        """All read, only operators write; or everybody again."""
        order.pause(self._chat, HOST, on=on)

    def announce(self, text: str) -> None:
        """A notice to everyone in the chat."""
        order.announce(self._chat, text)

    def clear_said(self) -> None:
        """What was said in rooms is forgotten."""
        order.clear(self._chat, HOST)

    def end_udp(self) -> None:
        """UDP is switched off: those who came over it go."""
        for client in list(self._hall.clients.values()):
            if client.connection is not None and client.connection.door is Door.UDP:
                self._hall.send_off(client, "UDP was switched off")

    def change_settings(self, wanted: Config) -> None:
        """Other settings hold from now on, as far as they can at once; ``SettingsChanged`` names them."""
        settings.change(self._chat, wanted, self._chat.clock())

    # Finding

    def _client(self, number: int) -> Client | None:
        client = self._hall.client(number)
        if client is None:
            self._problem(_("There is no client {number} any more.").format(number=number))
        return client

    def _named(self, numbers: Sequence[int]) -> Iterator[User]:
        """Those of them who are in the chat."""
        for number in numbers:
            client = self._client(number)
            if client is not None and client.user.registered:
                yield client.user

    def _with_room(self, name: str, function: Callable[[Channel], object]) -> None:
        channel = self._chat.network.channel(name)
        if channel is None:
            self._problem(_("There is no room {name} any more.").format(name=title_of(name)))
        else:
            self._try(partial(function, channel))

    def _try(self, function: Callable[[], object]) -> None:
        try:
            function()
        except (BanError, RoomError) as error:
            self._problem(str(error))

    def _problem(self, text: str) -> None:
        self._chat.emit(Problem(self._chat.clock(), text))
