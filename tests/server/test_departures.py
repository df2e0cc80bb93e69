"""Many who go at once: out of everything, told to those who stay, and to nobody who goes."""

from __future__ import annotations

import pytest

from chat_tk.irc.message import parse
from chat_tk.net.connection import Ended
from chat_tk.server.events import Left
from chat_tk.server.state import Network
from tests.server.stage import Person, Stage


def crowd(stage: Stage, count: int) -> list[Person]:
    """So many in the lobby; what they were told is forgotten."""
    people = [stage.enters(f"n{number}") for number in range(count)]
    for person in people:
        person.heard()
    return people


def go(stage: Stage, people: list[Person], ended: Ended = Ended.RESET) -> None:
    """All their connections are over in this beat."""
    stage.hall.depart_together([(person.client, ended) for person in people])
    stage.beat()


def said(data: bytes) -> list[str]:
    """The verbs of what was heard."""
    return [parse(line).command for line in data.decode().split("\r\n")[:-1]]


def test_who_stays_reads_of_each_once_and_who_goes_of_nobody() -> None:
    """In one room, in several, and in none."""
    stage = Stage()
    people = crowd(stage, 12)
    gone, stay = people[:9], people[9:]
    for person in (*gone[:4], stay[0]):
        person.says("JOIN #den")
    for person in people:
        person.heard()
    nameless = stage.connects()
    go(stage, [*gone, nameless])
    for person in stay:
        quits = [parse(line) for line in person.heard().decode().split("\r\n")[:-1]]
        assert sorted(message.nick for message in quits) == [f"n{number}" for number in range(9)]
        assert {(message.command, message.params[-1]) for message in quits} == {("QUIT", Ended.RESET.value)}
    for person in gone:
        assert said(person.heard()) == ["ERROR"]
        assert person.wire.closed
    assert sorted(event.nick for event in stage.events if isinstance(event, Left)) == sorted(
        ["", *(f"n{number}" for number in range(9))]
    )
    assert [user.nick for user in stage.chat.network.users.values()] == ["n9", "n10", "n11"]
    assert stage.enters("n0").user.nick == "n0"


def test_what_was_said_before_the_end_is_told_and_answered() -> None:
    """A peer may have closed only its own side: it still reads what came before it went, the others what it said."""
    stage = Stage()
    ann, bob, cid = crowd(stage, 3)
    stage.hall.hear(ann.client, [parse("PRIVMSG #lobby :last words"), parse("PING :x")])
    stage.hall.hear(cid.client, [parse("PRIVMSG #lobby :hi")])
    go(stage, [ann, bob], Ended.EOF)
    assert said(ann.heard()) == ["PONG", "PRIVMSG", "ERROR"]
    assert said(bob.heard()) == ["PRIVMSG", "PRIVMSG", "ERROR"]
    assert said(cid.heard()) == ["PRIVMSG", "QUIT", "QUIT"]


def test_the_neighbours_of_those_who_go_are_not_counted_for_each(monkeypatch) -> None:
    """A hundred who go from one room cost a hundred times something, not its square."""
    stage = Stage()
    people = crowd(stage, 100)
    looked: list[int] = []
    monkeypatch.setattr(Network, "neighbours", lambda _network, _user: looked.append(1) or iter(()))
    before = stage.delivery.sent
    go(stage, people)
    assert not looked
    assert stage.delivery.sent - before == sum(len(person.heard()) for person in people)
    assert stage.delivery.sent - before < 100 * 60  # a farewell each
    assert stage.hall.empty


@pytest.mark.logs_errors
def test_one_who_cannot_leave_in_order_goes_all_the_same(monkeypatch, caplog) -> None:
    """A bug in what is told of a departure keeps nobody in the chat."""
    stage = Stage()
    people = crowd(stage, 3)

    def broken(*_args: object) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr(stage.delivery, "to_rooms", broken)
    go(stage, people[:2])
    assert [user.nick for user in stage.chat.network.users.values()] == ["n2"]
    assert "could not leave" in caplog.text
