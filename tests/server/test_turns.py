"""Long answers take turns, in order, and nobody else waits for them."""

from __future__ import annotations

import pytest

from chat_tk.irc.message import Message, parse
from chat_tk.server import turns
from tests.server.stage import Person, Stage


def hears(person: Person, *lines: str) -> None:
    """Lines that reach the core in this beat."""
    person.stage.hall.hear(person.client, [parse(line) for line in lines])


def told(person: Person) -> list[Message]:
    """What has come."""
    return [parse(line) for line in person.heard().decode().split("\r\n")[:-1]]


def end_beat(stage: Stage) -> None:
    """As the core ends a beat, and begins the next one."""
    stage.hall.check_time(stage.now)
    stage.delivery.flush()
    stage.hall.begin(stage.now)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A beat has room for one long answer."""
    monkeypatch.setattr(turns, "MOST", 1)
    return Stage()


def test_one_beat_answers_so_much_and_the_next_goes_on(stage: Stage) -> None:
    """Each question has its answer in a beat of its own, in the order in which it was asked."""
    ann = stage.enters("ann")
    hears(ann, *[f"WHO x{number}" for number in range(5)])
    for number in range(5):
        end_beat(stage)
        assert [message.params[1] for message in told(ann)] == [f"x{number}"]
    assert stage.hall.due > stage.now


def test_what_was_said_behind_a_question_keeps_its_place(stage: Stage) -> None:
    """Also what is said while the question waits; and another beat is due at once."""
    ann = stage.enters("ann")
    hears(ann, "NAMES #lobby", "LIST", "PING :first")
    hears(ann, "PING :second")
    end_beat(stage)
    assert [message.command for message in told(ann)] == ["353", "366"]
    assert stage.hall.due <= stage.now
    hears(ann, "PING :third")
    end_beat(stage)
    heard = told(ann)
    assert heard[0].command == "321"
    assert [message.params[-1] for message in heard if message.command == "PONG"] == ["first", "second", "third"]


def test_others_are_heard_meanwhile(stage: Stage) -> None:
    """Two ask for everything again and again; what a third says is told in the beat in which it was said."""
    ann, bob, cid = stage.enters("ann"), stage.enters("bob"), stage.enters("cid")
    hears(ann, *["WHO *"] * 10)
    hears(bob, *["LIST"] * 10)
    end_beat(stage)
    for number in range(5):
        cid.says(f"PRIVMSG #lobby :{number}")
        for person in (ann, bob):
            said = [message.params[-1] for message in told(person) if message.command == "PRIVMSG"]
            assert said == [str(number)]


def test_who_goes_while_waiting_waits_no_longer(stage: Stage) -> None:
    """Its questions are forgotten, and the next one's are answered."""
    ann, bob = stage.enters("ann"), stage.enters("bob")
    hears(ann, "WHO a", "WHO b", "WHO c")
    hears(bob, "WHO d")
    ann.leaves()
    for _count in range(3):
        end_beat(stage)
    assert "d" in [message.params[1] for message in told(bob) if message.command == "315"]
    assert stage.hall.due > stage.now


def test_who_asks_later_is_not_answered_before(stage: Stage) -> None:
    """However many ask anew in each beat, who waits has its turn."""
    ann, bob, cid = stage.enters("ann"), stage.enters("bob"), stage.enters("cid")
    hears(ann, "WHO a")
    hears(bob, "WHO b", "WHO c")
    for number in range(4):
        end_beat(stage)
        hears(cid, f"WHO x{number}")
    answered = [message.params[1] for message in told(bob) if message.command == "315"]
    assert answered == ["b", "c"]


def test_a_small_chat_answers_at_once() -> None:
    """With the usual bound a few people never notice."""
    ann = Stage().enters("ann")
    assert len([line for line in ann.says(*["WHO *"] * 40) if " 315 " in line]) == 40
