"""Who reads what, in which order, and how often is sent: delivery without sockets."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.server.delivery import Deliveries
from chat_tk.server.state import Channel, Network, User
from chat_tk.server.told import Told


class Wire:
    """A connection that keeps what it was handed: one item for each send."""

    def __init__(self) -> None:
        self.sends: list[bytes] = []
        self.closed = False

    def send(self, data: bytes) -> None:
        assert not self.closed
        assert type(data) is bytes
        assert data
        self.sends.append(data)

    def close(self) -> None:
        self.closed = True

    def read(self) -> list[str]:
        text = b"".join(self.sends).decode()
        self.sends.clear()
        return text.split("\r\n")[:-1]


class Room:
    """A delivery, and users in #den by their nicks."""

    def __init__(self, **capabilities: int) -> None:
        self.delivery = Deliveries()
        self.network = Network()
        self.users: dict[str, User] = {}
        self.wires: dict[str, Wire] = {}
        for nick, bits in capabilities.items():
            self.enter(nick, bits)

    @property
    def den(self) -> Channel:
        found = self.network.channel("#den")
        assert found
        return found

    def enter(self, nick: str, capabilities: int = 0) -> User:
        user = User(len(self.users) + 1, "host", username="u", capabilities=capabilities)
        self.network.add(user)
        self.network.rename(user, nick)
        self.network.join(user, "#den", 0)
        self.users[nick], self.wires[nick] = user, Wire()
        self.delivery.open(user, self.wires[nick])
        return user

    def told(self, nick: str, text: str, **more: object) -> Told:
        user = self.users[nick]
        message = Message("PRIVMSG", ("#den", text), user.mask)
        return Told(message, at=0.0, sender=user, **more)  # type: ignore[arg-type]

    def says(self, nick: str, text: str, label: str = "") -> None:
        self.delivery.say(self.den, self.told(nick, text), label)

    def reads(self, nick: str) -> list[str]:
        """The last words of the lines that came in one send."""
        wire = self.wires[nick]
        assert len(wire.sends) <= 1, "more than one send in a beat"
        return [line.rpartition(" ")[2].lstrip(":") for line in wire.read()]


def test_one_send_for_all_lines_of_a_beat() -> None:
    """A room's lines of a beat are joined; each member gets one send."""
    room = Room(ann=0, bob=0, cid=0)
    for number in range(5):
        room.says("ann", str(number))
    assert not room.wires["bob"].sends
    room.delivery.flush()
    assert room.reads("bob") == room.reads("cid") == ["0", "1", "2", "3", "4"]
    room.delivery.flush()
    assert not room.wires["bob"].sends


def test_members_of_one_profile_share_the_very_bytes() -> None:
    """Rendered and joined once per profile, whatever the number of members."""
    room = Room(ann=0, bob=0, cid=0, dan=caps.SERVER_TIME)
    room.says("ann", "1")
    room.says("ann", "2")
    room.delivery.flush()
    assert room.wires["bob"].sends[0] is room.wires["cid"].sends[0]
    assert room.wires["dan"].sends[0].count(b"@time=1970-01-01T00:00:00.000Z ") == 2


def test_who_speaks_reads_the_others_only() -> None:
    """Without echo-message nobody reads its own line, and everybody reads all others, in one order."""
    room = Room(ann=0, bob=0, cid=0)
    for nick, text in [("ann", "a1"), ("bob", "b1"), ("ann", "a2"), ("ann", "a3"), ("bob", "b2")]:
        room.says(nick, text)
    room.delivery.flush()
    assert room.reads("ann") == ["b1", "b2"]
    assert room.reads("bob") == ["a1", "a2", "a3"]
    assert room.reads("cid") == ["a1", "b1", "a2", "a3", "b2"]


def test_alone_nothing_is_sent() -> None:
    """Who talks to an empty room gets no empty send."""
    room = Room(ann=0)
    room.says("ann", "hello?")
    room.delivery.flush()
    assert not room.wires["ann"].sends


def test_echo_and_label() -> None:
    """The label stands on the sender's own line only, in front of its other tags."""
    room = Room(ann=caps.ECHO_MESSAGE | caps.SERVER_TIME, bob=caps.SERVER_TIME)
    room.says("bob", "b1")
    room.says("ann", "a1", label="x;y")
    room.says("ann", "a2")
    room.delivery.flush()
    assert b"label" not in room.wires["bob"].sends[0]
    lines = room.wires["ann"].read()
    assert [line.rpartition(" :")[2] for line in lines] == ["b1", "a1", "a2"]
    assert lines[1].startswith(r"@label=x\:y;time=")
    assert "label" not in lines[0] + lines[2]


def test_skipped_members_and_needs() -> None:
    """``skip`` and the capabilities that a line needs leave members out, without disturbing the order of the rest."""
    room = Room(ann=0, bob=0, cid=caps.AWAY_NOTIFY)
    room.says("ann", "1")
    room.delivery.to_room(room.den, room.told("ann", "away", needs=caps.AWAY_NOTIFY))
    room.delivery.to_room(room.den, room.told("ann", "2"), skip=room.users["bob"])
    room.says("ann", "3")
    room.delivery.flush()
    assert room.reads("bob") == ["1", "3"]
    assert room.reads("cid") == ["1", "away", "2", "3"]
    assert room.reads("ann") == ["2"]


def test_a_direct_line_comes_behind_what_the_room_said() -> None:
    """What one user is told, it reads in that order; the others still get the room's lines in one send."""
    room = Room(ann=0, bob=0, cid=0)
    room.says("ann", "1")
    room.delivery.to_user(room.users["bob"], room.told("ann", "secret"))
    room.says("ann", "2")
    room.delivery.to_user(room.users["bob"], room.told("ann", "secret2"))
    room.says("bob", "3")
    room.delivery.flush()
    assert room.reads("bob") == ["1", "secret", "2", "secret2"]
    assert room.reads("cid") == ["1", "2", "3"]
    assert room.reads("ann") == ["3"]


def test_a_speaker_that_was_told_directly_reads_nothing_twice() -> None:
    """Own lines before and after a direct line are left out all the same."""
    room = Room(ann=0, bob=0)
    room.says("ann", "a1")
    room.says("bob", "b1")
    room.delivery.put(room.users["ann"], b"PONG x\r\n")
    room.says("ann", "a2")
    room.says("bob", "b2")
    room.delivery.flush()
    assert room.reads("ann") == ["b1", "x", "b2"]


def test_settling_lets_a_newcomer_miss_what_was_said_before() -> None:
    """Settle before a membership changes: who comes later reads from then on, who goes has read until then."""
    room = Room(ann=0, bob=0)
    room.says("ann", "before")
    room.delivery.settle(room.den)
    room.network.part(room.users["bob"].memberships["#den"])
    room.enter("cid")
    room.says("ann", "after")
    room.delivery.flush()
    assert room.reads("bob") == ["before"]
    assert room.reads("cid") == ["after"]


def test_who_reads_a_room_is_found_out_again_when_it_changes() -> None:
    """Beat for beat the same people, then one more, then one less, then one who reads other bytes."""
    room = Room(ann=0, bob=0)
    told: dict[str, list[str]] = {}
    for number, change in enumerate(["", "", "comes", "", "goes", "tags"]):
        room.delivery.settle(room.den)
        if change == "comes":
            room.enter("cid")
        elif change == "goes":
            room.network.part(room.den.members[room.users["bob"]])
        elif change == "tags":
            room.users["cid"].capabilities = caps.SERVER_TIME
        room.says("ann", str(number))
        room.delivery.flush()
        dated = any(b"@time=" in sent for sent in room.wires["cid"].sends) if "cid" in room.wires else False
        assert dated == (change == "tags")
        for nick in room.users:
            told[nick] = told.get(nick, []) + room.reads(nick)
    assert told == {"ann": [], "bob": ["0", "1", "2", "3"], "cid": ["2", "3", "4", "5"]}


def test_one_send_for_several_rooms_of_a_beat() -> None:
    """Who is in two rooms gets what both said, and what it was told alone, in one piece; dropped, it gets nothing."""
    room = Room(ann=0, bob=0, cid=0)
    for nick in ("ann", "bob"):
        room.network.join(room.users[nick], "#pit", 0)
    pit = room.network.channel("#pit")
    assert pit
    for beat in ("1", "2"):
        room.says("ann", "den" + beat)
        room.delivery.say(pit, room.told("ann", "pit" + beat))
        room.delivery.put(room.users["cid"], b"x :alone\r\n")
        room.delivery.flush()
        assert room.reads("bob") == ["den" + beat, "pit" + beat]
        assert room.reads("cid") == ["den" + beat, "alone"]
    room.delivery.drop(room.users["cid"])
    room.says("ann", "more")
    room.delivery.flush()
    assert room.reads("bob") == ["more"]
    assert not room.wires["cid"].sends


def test_what_is_said_to_rooms_in_turn_is_read_in_its_order() -> None:
    """Whoever reads several of them, in whatever they came; who reads one of them reads that; still one send."""
    room = Room(ann=0, bob=caps.SERVER_TIME, cid=0, eve=0)
    for nick, names in (("ann", ("#pit", "#far")), ("bob", ("#pit", "#far")), ("eve", ("#pit",))):
        for name in names:
            room.network.join(room.users[nick], name, 0)
    for number, name in enumerate(("#den", "#pit", "#den", "#far", "#pit", "#pit", "#den")):
        channel = room.network.channel(name)
        assert channel
        room.delivery.say(channel, room.told("ann", name + str(number)))
    room.delivery.put(room.users["bob"], b"x :alone\r\n")
    room.delivery.flush()
    assert room.reads("bob") == ["#den0", "#pit1", "#den2", "#far3", "#pit4", "#pit5", "#den6", "alone"]
    assert room.reads("eve") == ["#den0", "#pit1", "#den2", "#pit4", "#pit5", "#den6"]
    assert room.reads("cid") == ["#den0", "#den2", "#den6"]


def test_disconnect_sends_what_is_queued_then_error() -> None:
    """ERROR is the last line, even behind what the same beat brings later; then comes the end. Twice is once."""
    room = Room(ann=0, bob=0)
    bob = room.users["bob"]
    room.says("ann", "1")
    room.delivery.settle(room.den)
    room.network.remove(bob)
    room.delivery.disconnect(bob, "Gone fishing")
    room.delivery.disconnect(bob, "Another reason")
    assert not room.delivery.knows(bob)
    room.delivery.put(bob, b"late :late\r\n")
    room.says("ann", "2")
    room.delivery.flush()
    assert room.wires["bob"].read()[1:] == ["late :late", "ERROR :Gone fishing"]
    assert room.wires["bob"].closed
    room.delivery.put(bob, b"too late\r\n")
    room.delivery.flush()
    assert not room.wires["bob"].sends


def test_a_dropped_client_is_told_nothing() -> None:
    """A connection that is over costs nobody else anything."""
    room = Room(ann=0, bob=0)
    room.delivery.drop(room.users["bob"])
    room.says("ann", "1")
    room.delivery.to_user(room.users["bob"], room.told("ann", "2"))
    room.delivery.disconnect(room.users["bob"], "x")
    room.delivery.flush()
    assert not room.wires["bob"].sends


@pytest.mark.parametrize("bits", [0, caps.SERVER_TIME, caps.MESSAGE_TAGS | caps.ECHO_MESSAGE])
def test_every_line_once_whatever_the_mixture(bits: int) -> None:
    """Twenty people talk at random, some are told directly: nobody misses, doubles or reorders a line."""
    room = Room(**{f"n{number}": bits if number % 2 else 0 for number in range(20)})
    wanted: dict[str, list[str]] = {nick: [] for nick in room.users}
    for turn in range(300):
        nick = f"n{turn * 7 % 20}"
        room.says(nick, f"t{turn}")
        for other, user in room.users.items():
            if other != nick or user.capabilities & caps.ECHO_MESSAGE:
                wanted[other].append(f"t{turn}")
        if turn % 11 == 0:
            room.delivery.put(room.users[nick], f"direct d{turn}\r\n".encode())
            wanted[nick].append(f"d{turn}")
        if turn % 50 == 49:
            room.delivery.flush()
            for other in room.users:
                assert room.reads(other) == wanted[other]
                wanted[other].clear()
