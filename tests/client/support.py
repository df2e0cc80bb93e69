"""What the client's tests share: a session that is in, and a screen and a connection that only remember."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from chat_tk.client.details import Link
from chat_tk.client.events import Change, LineChanged, LinesAdded, LinesFound, LinesMoved, Send
from chat_tk.client.screen import Screen
from chat_tk.client.session import Session
from chat_tk.client.values import Kind, Line, Member, Room
from chat_tk.irc.message import Message, format_message, parse

NOW = 1_700_000_000.0


def said(session: Session, *lines: str, now: float = NOW) -> list[Change]:
    """What the session makes of what the server says."""
    return session.apply_all([parse(line) for line in lines], now)


def show(shown: list[int], session: Session, changes: Iterable[Change], room: str) -> None:
    """What a screen that shows ``room`` makes of ``changes``: the ids of the lines that stand on it, in order."""
    for change in changes:
        if isinstance(change, LinesAdded):
            shown += [each.id for each in change.lines if each.room == room]
        elif isinstance(change, LinesFound):
            shown[:0] = [each.id for each in change.lines]
        elif isinstance(change, LinesMoved):
            shown[:] = [each.id for each in session.lines(room)]


def sent(changes: Iterable[Change]) -> list[str]:
    """What goes on the wire."""
    return [format_message(change.message) for change in changes if isinstance(change, Send)]


def texts(changes: Iterable[Change]) -> list[str]:
    """The texts of new lines, and of what a line of comings and goings says anew."""
    new = []
    for change in changes:
        if isinstance(change, LinesAdded):
            new += [line.text for line in change.lines]
        elif isinstance(change, LineChanged) and change.line.kind is Kind.MOVEMENT and "\n" in change.line.details:
            new.append(change.line.details.rpartition("\n")[2])
    return new


def joined(name: str = "ann", capabilities: str = "", others: str = "bob") -> Session:
    """A session in #lobby, with others, after the handshake."""
    session = Session(name)
    session.begin(NOW)
    if capabilities:
        names = " ".join(word.partition("=")[0] for word in capabilities.split())
        said(session, f":s CAP * LS :{capabilities}", f":s CAP * ACK :{names}")
    said(
        session,
        f":s 001 {name} :Welcome",
        f":s 005 {name} PREFIX=(ov)@+ NETWORK=Room\\x20204 CHANTYPES=# :are supported",
    )
    said(session, f":{name}!u@h JOIN #lobby", f":s 353 {name} = #lobby :@{name} {others}", f":s 366 {name} #lobby :End")
    return session


MODERN = "batch echo-message labeled-response message-tags"


class FakeModel:
    """A connection that remembers what was sent."""

    def __init__(self) -> None:
        self.started = 0
        self.sent: list[str] = []
        self.closed: list[str] = []

    def start(self) -> None:
        self.started += 1

    def send(self, message: Message) -> None:
        self.sent.append(format_message(message._replace(tags={})))

    def taken(self) -> None:
        pass

    def close(self, quit_message: str = "") -> None:
        self.closed.append(quit_message)


class FakeScreen(Screen):
    """A screen that remembers what it shows."""

    def __init__(self, *, tries_again: Iterable[bool] = ()) -> None:
        self.nick = self.network = self.status = self.restored = self.typed = ""
        self.rooms: dict[str, Room] = {}
        self.selected: str | None = None
        self.lines: list[Line] = []
        self.members: list[Member] = []
        self.told: list[str] = []
        self.links: list[Link] = []
        self.asked: list[str] = []
        self.closed = 0
        self._answers = iter(tries_again)

    def show_nick(self, nick: str, network: str) -> None:
        self.nick, self.network = nick, network

    def show_link(self, link: Link) -> None:
        self.links.append(link)

    def show_status(self, text: str) -> None:
        self.status = text

    def open_room(self, room: Room) -> None:
        assert room.key not in self.rooms
        self.rooms[room.key] = room

    def move_room(self, was: str, room: Room) -> None:
        del self.rooms[was]
        self.open_room(room)
        self.selected = room.key if self.selected == was else self.selected

    def change_room(self, room: Room) -> None:
        assert room.key in self.rooms
        self.rooms[room.key] = room

    def close_room(self, key: str) -> None:
        del self.rooms[key]

    def select_room(self, key: str, lines: Sequence[Line], members: Sequence[Member], draft: str) -> None:
        assert key in self.rooms
        self.selected, self.lines, self.members, self.restored = key, list(lines), list(members), draft

    def add_lines(self, lines: Sequence[Line]) -> None:
        assert lines
        self.lines.extend(lines)

    def add_earlier(self, lines: Sequence[Line]) -> None:
        assert lines
        self.lines[:0] = lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)

    def draft(self) -> str:
        return self.typed

    def change_line(self, line: Line) -> None:
        self.lines = [line if line.id == each.id else each for each in self.lines]

    def show_members(self, members: Sequence[Member]) -> None:
        self.members = list(members)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def ask_retry(self, text: str) -> bool:
        self.asked.append(text)
        return next(self._answers)

    def ask_trust(self, text: str) -> bool:
        return self.ask_retry(text)

    def close(self) -> None:
        self.closed += 1


class Clock:
    """A clock that a test turns, and what is due by it."""

    def __init__(self) -> None:
        self.now = NOW
        self._due: list[tuple[float, Callable[[], None]]] = []

    def __call__(self) -> float:
        return self.now

    def later(self, seconds: float, function: Callable[[], None]) -> None:
        self._due.append((self.now + seconds, function))

    def pass_by(self, seconds: float) -> None:
        """Let time pass, second by second."""
        for _second in range(int(seconds)):
            self.now += 1
            due = [function for at, function in self._due if at <= self.now]
            self._due = [(at, function) for at, function in self._due if at > self.now]
            for function in due:
                function()
