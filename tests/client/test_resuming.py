"""Any order of talk, cuts and returns: nothing lost, nothing twice, unread counts right. A server in 100 lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.client.controller import ChatController
from chat_tk.client.events import ConnectionLost, ConnectionMade, Received
from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.irc.message import Message, parse
from tests.client.support import Clock, FakeScreen
from tests.client.test_controller import TARGET

CAPABILITIES = "batch echo-message labeled-response message-tags server-time draft/chathistory"
LIMIT = 3
"""Messages of a page."""
OTHERS = ("#lobby", "#den", "bob")


class World:
    """A server with one room, one conversation and one client; the two directions of its connection; and the network.

    ``log``   what was said in each room: its id, who, the text
    ``up``    what the client has sent and the server has not read; ``down`` the other way
    """

    def __init__(self) -> None:
        self.log: dict[str, list[tuple[str, str, str]]] = {room: [] for room in OTHERS}
        self.stamps: dict[str, str] = {}
        self.up: list[Message] = []
        self.down: list[str] = []
        self.inside = self.cut = False
        self.in_rooms: set[str] = set()
        self.said = 0
        self.models = self.answered = 0
        self.clock = Clock()
        self.screen = FakeScreen()
        self.controller = ChatController(TARGET, lambda: Wire(self), self.clock, self.clock.later)
        self.controller.screen = self.screen
        self.controller.start()
        self.connect()
        self.controller.submit("/join den")
        self.settle()
        self.controller.choose_room("#lobby", "")
        for room in OTHERS:
            self.other(room)
        self.settle()

    # --- the server -------------------------------------------------------------------------------------------------

    def tags(self, msgid: str) -> str:
        return f"msgid={msgid};time={self.stamps[msgid]}"

    def keep(self, room: str, who: str, text: str) -> str:
        msgid = f"m{len(self.stamps)}"
        self.stamps[msgid] = datetime.fromtimestamp(self.clock.now, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        self.log[room].append((msgid, who, text))
        return msgid

    def line(self, room: str, entry: tuple[str, str, str], extra: str = "") -> str:
        msgid, who, text = entry
        target = room if room.startswith("#") else ("ann" if who == room else room)
        return f"@{extra}{self.tags(msgid)} :{who}!u@h PRIVMSG {target} :{text}"

    def answer(self, message: Message) -> list[str]:
        params, label = message.params, message.tags.get("label", "")
        match message.command:
            case "CAP" if params[0] == "LS":
                return [f":s CAP * LS :{CAPABILITIES}"]
            case "CAP" if params[0] == "REQ":
                return [f":s CAP * ACK :{params[1]}"]
            case "CAP":
                self.inside = True
                self.in_rooms = set()
                return [
                    ":s 001 ann :Welcome",
                    f":s 005 ann PREFIX=(ov)@+ CHANTYPES=# CHATHISTORY={LIMIT} :are supported",
                    ":s 422 ann :no motd",
                    *self.enter("#lobby"),
                ]
            case "JOIN":
                return [line for room in params[0].split(",") if room not in self.in_rooms for line in self.enter(room)]
            case "PING":
                return [f":s PONG s :{params[0]}"]
            case "PRIVMSG":
                self.keep(params[0], "ann", params[1])
                return [self.line(params[0], self.log[params[0]][-1], f"label={label};" if label else "")]
            case "CHATHISTORY":
                return self.history(params)
        return []

    def enter(self, room: str) -> list[str]:
        self.in_rooms.add(room)
        return [f":ann!u@h JOIN {room}", f":s 353 ann = {room} :ann bob", f":s 366 ann {room} :End"]

    def history(self, params: Sequence[str]) -> list[str]:
        if params[0] == "TARGETS":
            return [":s BATCH +t draft/chathistory-targets", ":s BATCH -t"]
        room, reference = params[1], params[2].removeprefix("msgid=")
        log = self.log[room]
        place = next((index for index, entry in enumerate(log) if entry[0] == reference), 0)
        page = {"LATEST": log[-LIMIT:], "AFTER": log[place + 1 :][:LIMIT], "BEFORE": log[max(0, place - LIMIT) : place]}
        inside = [self.line(room, entry, "batch=h;") for entry in page[params[0]]]
        return [f":s BATCH +h chathistory {room}", *inside, ":s BATCH -h"]

    # --- what happens -----------------------------------------------------------------------------------------------

    def other(self, room: str) -> None:
        """Somebody else says something."""
        self.said += 1
        self.keep(room, "bob", f"text {self.said}")
        if self.inside and not self.cut and (room in self.in_rooms or room == "bob"):
            self.down.append(self.line(room, self.log[room][-1]))

    def own(self, room: str) -> None:
        """The person says something, where they look."""
        self.said += 1
        if room == self.screen.selected:
            self.controller.submit(f"text {self.said}")

    def look(self, room: str) -> None:
        self.controller.choose_room(room, "")

    def server_reads(self, _room: str) -> None:
        if self.up and not self.cut:
            self.down += self.answer(self.up.pop(0))

    def client_hears(self, _room: str) -> None:
        if self.down and not self.cut:
            self.controller.handle([Received((parse(self.down.pop(0)),))])

    def break_it(self, _room: str) -> None:
        """The connection is reset; what was under way either way is gone."""
        if not self.cut:
            self.silence("")
            self.controller.handle([ConnectionLost(by_server=False, detail="reset")])

    def silence(self, _room: str) -> None:
        """The cable is pulled, and nobody is told."""
        self.cut, self.inside = True, False
        self.up, self.down = [], []

    def come_back(self, _room: str) -> None:
        """The network is there again; whoever has not noticed that it was gone does so in time."""
        if self.cut:
            while self.models == self.answered:
                self.clock.pass_by(1)
            self.connect()

    def connect(self) -> None:
        self.cut = False
        self.answered = self.models
        self.up, self.down = [], []
        self.controller.handle([ConnectionMade()])
        self.settle()

    def settle(self) -> None:
        while self.up or self.down:
            self.server_reads("")
            self.client_hears("")


class Wire:
    """``controller.Model``: what is sent lies in the world until the server reads it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open = True

    def start(self) -> None:
        self._world.models += 1

    def send(self, message: Message) -> None:
        if self._open and not self._world.cut:
            self._world.up.append(message)

    def taken(self) -> None:
        pass

    def close(self, quit_message: str = "") -> None:
        self._open = False


STEP = st.tuples(
    st.sampled_from(
        [World.other, World.other, World.own, World.own, World.look, World.server_reads, World.server_reads,
         World.client_hears, World.client_hears, World.break_it, World.silence, World.come_back]
    ),
    st.sampled_from(OTHERS),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=45))
def test_no_cut_loses_or_doubles_anything(steps: Sequence[tuple[Callable[[World, str], None], str]]) -> None:
    """Each message that the server has stands here once, own ones as delivered; failed ones it has not."""
    world = World()
    for step, room in steps:
        step(world, room)
        world.clock.pass_by(1)
    world.come_back("")
    world.settle()
    for room in OTHERS:
        lines = [line for line in world.controller.session.lines(room) if line.sender]
        arrived = [line.text for line in lines if line.delivery is Delivery.DELIVERED]
        assert sorted(arrived) == sorted(text for _id, _who, text in world.log[room]), room
        theirs = [line.text for line in lines if not line.own]
        assert theirs == [text for _id, who, text in world.log[room] if who == "bob"], room
        assert all(line.delivery is not Delivery.UNDER_WAY for line in lines)
        check_unread(world, room, lines)
    shown = [line for line in world.screen.lines if line.kind is Kind.MESSAGE]
    assert shown == [line for line in world.controller.session.lines(world.screen.selected or "") if line.sender]


def check_unread(world: World, room: str, lines: Sequence[Line]) -> None:
    """Nothing is unread where one looks; elsewhere no more than others have said, and at least what came last."""
    state = world.controller.session.rooms[room]
    theirs = sum(not line.own for line in lines)
    assert state.unread == 0 if room == world.screen.selected else state.unread <= theirs


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([World.other, World.break_it, World.silence, World.come_back]),
                          st.sampled_from(OTHERS)), max_size=40))  # fmt: skip
def test_unread_is_what_others_said_meanwhile(steps: Sequence[tuple[Callable[[World, str], None], str]]) -> None:
    """Whether it came live or with the history: in rooms that one does not look at, all of it, once."""
    world = World()
    for step, room in steps:
        step(world, room)
        world.settle()
    world.come_back("")
    world.settle()
    for room in ("#den", "bob"):
        state = world.controller.session.rooms[room]
        assert state.unread == len(world.log[room]), room
        assert state.mentions == (len(world.log[room]) if room == "bob" else 0)
