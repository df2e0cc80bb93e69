"""A history without threads: a recorder on a stage of real state, its file, and what is read from it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from chat_tk.irc.message import Message
from chat_tk.irc.names import fold
from chat_tk.server import records
from chat_tk.server.history import database, reader
from chat_tk.server.history.reader import Place
from chat_tk.server.history.recorder import Recorder
from chat_tk.server.records import Row
from chat_tk.server.selectors import Page, Point
from chat_tk.server.several import Several
from chat_tk.server.state import Channel, Network, User
from chat_tk.server.told import Told

TALK = (records.SAID,)
ALL = (records.SAID, records.EVENT, records.REACTION)


class Stage:
    """People in rooms, and the recorder that is told what they do. ``now`` is Unix seconds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = 1_700_000_000.0
        self.network = Network()
        self.network.number_from(int(self.now * 1000) << 10)
        self.recorder = Recorder(self.network, "#lobby", 3)
        database.prepare(path)
        self.connection = database.connect(path)
        self.recorder.use(self.connection)
        self.count = 0

    def person(self, nick: str, *rooms: str, account: str = "") -> User:
        self.count += 1
        user = User(self.count, "host", nick=nick, username=nick, account=account)
        self.network.add(user)
        self.network.rename(user, nick)
        for room in rooms:
            self.network.join(user, room, self.now)
        return user

    def room(self, name: str) -> Channel:
        found = self.network.channel(name)
        assert found is not None
        return found

    def told(self, user: User, verb: str, *params: str) -> Told:
        return Told(Message(verb, params, user.mask), at=self.now, sender=user, msgid=self.network.new_id())

    def says(self, user: User, room: str, text: str) -> Told:
        value = self.told(user, "PRIVMSG", room, text)
        self.recorder.in_room(self.room(room), value)
        return value

    def says_in_a_row(self, user: User, room: str, *texts: str) -> Told:
        message = Several("PRIVMSG", (room, *texts), user.mask)
        value = Told(message, at=self.now, sender=user, msgid=self.network.new_id(len(texts)))
        self.recorder.in_room(self.room(room), value)
        return value

    def whispers(self, user: User, other: User, text: str) -> Told:
        value = self.told(user, "PRIVMSG", other.nick, text)
        self.recorder.between(other, value)
        return value

    def commit(self) -> int:
        return self.recorder.write(self.connection)

    def place(self, room: str) -> Place:
        return Place("", fold(room))

    def own(self, user: User, nick: str) -> list[Place]:
        return [Place(owner, fold(nick)) for owner in records.identities(user, self.network.token)]

    def page(
        self,
        places: list[Place],
        how: str = "LATEST",
        start: Point | None = None,
        end: Point | None = None,
        limit: int = 100,
        kinds: tuple[int, ...] = TALK,
    ) -> list[Row] | None:
        return reader.page(self.connection, Page(how, "", start, end, limit), places, kinds)

    def texts(self, places: list[Place], *args: object, **more: object) -> list[str | None]:
        found = self.page(places, *args, **more)  # type: ignore[arg-type]
        assert found is not None
        return [row.text for row in found]


@contextlib.contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """A stage whose file is closed afterwards."""
    made = Stage(folder / "history.sqlite")
    try:
        yield made
    finally:
        with contextlib.suppress(sqlite3.Error):
            made.connection.close()
