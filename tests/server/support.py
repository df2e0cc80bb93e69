"""Stand-ins and small clients with which the server's tests read like a play.

Pure (no socket, no thread): ``Play`` puts actors on a stage of real state with a fake delivery.

    play = Play()
    ann, bob = play.enters("ann"), play.enters("bob")
    ann.says("PRIVMSG #lobby :hi")
    assert bob.heard() == [":ann!ann@ann.host PRIVMSG #lobby :hi"]

With real sockets and threads: ``live``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from chat_tk.irc import caps
from chat_tk.irc.message import Message, format_message, parse
from chat_tk.irc.numerics import Numeric
from chat_tk.server import commands, registry  # noqa: F401  the first fills the table of the second
from chat_tk.server.accounts import AccountsFile
from chat_tk.server.chat import Call, Chat
from chat_tk.server.config import Config
from chat_tk.server.events import Event
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told

NOW = 1_700_000_000.0
"""The Unix time on a play's stage."""


class FakeDelivery:
    """Delivers at once, as lines without tags; ``settled`` and ``ended`` tell what else was asked of it."""

    def __init__(self) -> None:
        self.lines: dict[User, list[str]] = {}
        self.told: list[tuple[User, Told, str]] = []
        self.settled: list[Channel] = []
        self.ended: dict[User, str] = {}

    def to_room(self, channel: Channel, told: Told, *, skip: User | None = None) -> None:
        for user in channel.members:
            if user is not skip:
                self.to_user(user, told)

    def say(self, channel: Channel, told: Told, label: str = "") -> None:
        for user in channel.members:
            if user is not told.sender:
                self.to_user(user, told)
            elif user.capabilities & caps.ECHO_MESSAGE:
                self.to_user(user, told, label)

    def to_user(self, user: User, told: Told, label: str = "") -> None:
        if told.reaches(user):
            message = told.extended if told.extended and user.capabilities & caps.EXTENDED_JOIN else told.message
            self.told.append((user, told, label))
            self.lines.setdefault(user, []).append(format_message(message))

    def batch(self, user: User, told: Told, lines: Sequence[Told]) -> None:
        if user.capabilities & caps.BATCH:
            self.lines.setdefault(user, []).append(" ".join(("BATCH", *told.message.params)))
        for line in lines:
            self.to_user(user, line)

    def to_ranks(self, channel: Channel, least: int, told: Told) -> None:
        for user, membership in channel.members.items():
            if membership.rank >= least and user is not told.sender:
                self.to_user(user, told)

    def to_rooms(self, channels: Sequence[Channel], told: Told) -> None:
        for user in {member: None for channel in channels for member in channel.members}:
            self.to_user(user, told)

    def to_neighbours(self, user: User, told: Told, neighbours: Iterable[User]) -> None:
        for neighbour in neighbours:
            self.to_user(neighbour, told)

    def to_person(self, user: User, told: Told) -> None:
        self.to_user(user, told)

    def settle(self, channel: Channel) -> None:
        self.settled.append(channel)

    def disconnect(self, user: User, reason: str) -> None:
        self.ended[user] = reason
        self.lines.setdefault(user, []).append(f"ERROR :{reason}")


class FakeReply:
    """Answers at once, as lines without tags; ``answers`` counts them (0 would be an ACK for a label)."""

    def __init__(self, chat: Chat, delivery: FakeDelivery, user: User, label: str = "") -> None:
        self.chat, self.delivery, self.user, self.label, self.now = chat, delivery, user, label, chat.clock()
        self.answers = 0

    def numeric(self, row: Numeric, *params: object) -> None:
        self.send(
            Told(
                Message(row.code, (self.user.nick or "*", *row.fill(*params)), self.chat.config.name),
                at=self.chat.clock(),
            )
        )

    def send(self, told: Told) -> None:
        self.answers += 1
        self.delivery.to_user(self.user, told, self.label)

    def batch(self, kind: str, params: Sequence[str], lines: Sequence[Told]) -> None:
        self.answers += 1
        self.delivery.lines.setdefault(self.user, []).append(" ".join(("BATCH", kind, *params)))
        for told in lines:
            self.delivery.to_user(self.user, told)

    def recall(self, room: str, past: Sequence[Told]) -> None:
        self.batch("chathistory", (room,), past)

    def spoke(self, channel: Channel, told: Told) -> None:
        self.answers += bool(self.user.capabilities & caps.ECHO_MESSAGE)
        self.delivery.say(channel, told, self.label)


class AtOnce:
    """A ``contracts.Desk`` that does everything at once, and never makes anybody wait; ``failed`` holds problems."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def work(self, call: Call, job, then, settle=None, worker=None) -> None:
        result = job()
        if settle:
            settle(result)
        registry.attempt(call, lambda call: then(call, result))

    def guess(self, call: Call, check, then, *, slow: bool = True) -> None:
        then(call, check())

    def later(self, job, problem: str) -> None:
        try:
            job()
        except Exception:  # noqa: BLE001
            self.failed.append(problem)


class Actor:
    """Somebody on the stage: ``says`` a line to the server, has ``heard`` lines from it."""

    def __init__(self, play: Play, user: User) -> None:
        self.play, self.user = play, user

    def says(self, *lines: str) -> Actor:
        """Have the lines parsed and carried out, each as one command."""
        for line in lines:
            message = parse(line)
            registry.dispatch(self.call(message.tags.get("label", "")), message)
        return self

    def heard(self) -> list[str]:
        """The lines told since the last time, without their tags."""
        return self.play.delivery.lines.pop(self.user, [])

    def call(self, label: str = "") -> Call:
        """A command of this actor, to hand to a function that wants one."""
        reply = FakeReply(self.play.chat, self.play.delivery, self.user, label)
        return Call(self.play.chat, self.user, reply, self.play.chat.clock())

    @property
    def ended(self) -> str | None:
        """With which reason the server ended the connection; None: it did not."""
        return self.play.delivery.ended.get(self.user)


class Play:
    """A stage: real state and rules, fake delivery, a clock that stands (``now``), ``events`` as emitted."""

    def __init__(self, config: Config | None = None) -> None:
        self.now = NOW
        self.numbers = itertools.count(1)
        self.delivery = FakeDelivery()
        self.events: list[Event] = []
        self.chat = Chat(config or Config(), self.delivery, self.events.append, lambda: self.now)
        self.chat.desk = self.desk = AtOnce()
        self.chat.keeper = AccountsFile(None)

    def connects(self, host: str = "somewhere") -> Actor:
        """Somebody without a name yet."""
        user = User(next(self.numbers), host, connected_at=self.now)
        self.chat.network.add(user)
        return Actor(self, user)

    def enters(self, nick: str, capabilities: int = 0) -> Actor:
        """Somebody who has registered by NICK and USER (and entered the lobby by itself); what came is forgotten."""
        actor = self.connects(f"{nick}.host")
        actor.user.capabilities = capabilities
        actor.says(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        self.all_forget()
        return actor

    def appears(self, nick: str, *rooms: str, capabilities: int = 0) -> Actor:
        """Somebody put straight into the state, registered, without any command having run."""
        actor = self.connects(f"{nick}.host")
        user = actor.user
        user.username = user.realname = nick
        user.capabilities = capabilities
        self.chat.network.register(user)
        self.chat.network.rename(user, nick)
        for room in rooms:
            self.chat.network.join(user, room, self.now)
        return actor

    def all_forget(self) -> None:
        """Forget what everyone was told, and the events, so far."""
        self.delivery.lines.clear()
        self.events.clear()
