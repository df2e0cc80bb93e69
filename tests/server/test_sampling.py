"""Tests of what the host's window is shown: rows that changed, at their pace, and what each second brought."""

from __future__ import annotations

import pytest

from chat_tk.irc import own
from chat_tk.net.doors import Door
from chat_tk.server import order, premises
from chat_tk.server.events import Registered, Sampled
from chat_tk.server.sampling import Sampler
from tests.server.stage import Stage


class Watched:
    """A stage with a sampler; ``looks`` are what the window was told."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.looks: list[Sampled] = []
        self.sampler = Sampler(
            self.stage.chat, self.stage.hall.clients, lambda: self.stage.delivery.sent, self.looks.append
        )
        self.noted = 0
        self.now = 1000.0

    def beats(self, seconds: float = 0.0) -> Sampled | None:
        """Time passes, a beat ends; what the window is told, if anything."""
        self.now += seconds
        before = len(self.looks)
        self.sampler.note(self.stage.events[self.noted :])
        self.noted = len(self.stage.events)
        self.sampler.beat(self.now, 0.001)
        return self.looks[-1] if len(self.looks) > before else None


@pytest.fixture
def watched() -> Watched:
    watched = Watched()
    assert watched.beats() is not None
    return watched


def test_a_row_appears_at_once_and_then_at_its_pace(watched):
    """The first change after a pause is told at once, the next ones together a quarter of a second later."""
    stage = watched.stage
    watched.beats(0.5)
    ann = stage.connects()
    look = watched.beats()
    assert [(row.number, row.nick, row.door) for row in look.people] == [(1, "", "IRC")]
    ann.says("NICK ann", "USER ann 0 * :ann")
    assert watched.beats(0.1) is None
    ann.says("PRIVMSG #lobby :hi", "PRIVMSG #lobby :hi")
    assert watched.sampler.due == pytest.approx(watched.now + 0.15)
    look = watched.beats(0.16)
    assert [(row.nick, row.messages) for row in look.people] == [("ann", 2)]
    assert watched.sampler.due == pytest.approx(1001.0, abs=0.01)


def test_a_row_shows_what_its_person_is(watched):
    """Away, muted, operator, plain text, hand, program."""
    stage = watched.stage
    ann, bob = stage.enters("ann", "message-tags"), stage.connects(Door.PLAIN)
    bob.sends(b"bob\n")
    ann.says("AWAY :tea", f"@{own.PROGRAM}=ChatClient TAGMSG ann", "HAND UP")
    order.mute(stage.chat, bob.user, order.HOST, on=True)
    order.make_operator(stage.chat, ann.user, order.HOST, on=True)
    rows = {row.nick: row for row in watched.beats(1).people}
    assert (rows["ann"].away, rows["ann"].program, rows["ann"].hand, rows["ann"].operator) == (
        *("tea", "ChatClient"),
        *(True, True),
    )
    assert (rows["bob"].plain, rows["bob"].muted, rows["bob"].door) == (True, True, "plain text")


def test_a_person_is_called_with_the_spaces_of_the_name(watched):
    """By the display name, at once when it changes; a program that has none has told the real name."""
    stage = watched.stage
    ann, bob = stage.connects(), stage.enters("bob", "draft/metadata-2", "batch")
    ann.says("NICK Ann_Lee", "USER ann 0 * :Ann Lee")
    bob.says("SETNAME :Ann Lee")
    assert {row.nick: row.name for row in watched.beats(1).people} == {"Ann_Lee": "Ann Lee", "bob": "bob"}
    assert [event.name for event in stage.events if isinstance(event, Registered)] == ["bob", "Ann Lee"]
    bob.says("METADATA * SET display-name :Robert")
    assert [row.name for row in watched.beats(1).people] == ["Robert (bob)"]
    ann.says("SETNAME :Somebody")
    assert [row.name for row in watched.beats(1).people] == ["Ann_Lee"]


def test_who_left_is_gone_with_its_hand(watched):
    """One number in ``gone``; the hands are told anew."""
    ann = watched.stage.enters("ann")
    ann.says("HAND UP")
    assert [hand.name for hand in watched.beats(1).hands] == ["ann"]
    ann.says("QUIT")
    look = watched.beats(1)
    assert (look.gone, look.people, look.hands) == ((ann.user.number,), (), ())


def test_rooms_are_told_when_one_changed_the_lobby_first(watched):
    """With members, topic and modes; not again when nothing happened."""
    stage = watched.stage
    premises.create(stage.chat, "#a", "plans", order.HOST)
    stage.enters("ann").says("JOIN #a")
    rooms = watched.beats(1).rooms
    assert [(room.name, room.topic, room.members, room.lobby) for room in rooms] == [
        ("#lobby", "", 1, True),
        ("#a", "plans", 1, False),
    ]
    assert watched.beats(1).rooms is None


def test_a_second_is_summed_up(watched):
    """Messages and bytes a second, the longest beat, the bytes that wait; a row whose bytes wait is told."""
    stage = watched.stage
    ann, bob = stage.enters("ann"), stage.enters("bob")
    watched.beats(1)
    ann.says("PRIVMSG #lobby :hi", "PRIVMSG bob :psst")
    bob.wire.waiting = 500
    look = watched.beats(2)
    assert look.sample.people == 2
    assert look.sample.messages == 1.0
    assert look.sample.sent > 20
    assert (look.sample.waiting, look.sample.beat) == (500, 0.001)
    assert {row.nick: row.waiting for row in look.people} == {"ann": 0, "bob": 500}


def test_many_messages_make_one_row(watched):
    """The window does not chase messages: a thousand of them are one row of one look."""
    ann = watched.stage.enters("ann")
    watched.beats(1)
    for _count in range(1000):
        ann.says("PRIVMSG #lobby :hi")
        watched.beats(0.0001)
    looks = [look for look in watched.looks[-1:] if look.people]
    assert len(watched.looks) < 6
    assert all(len(look.people) <= 1 for look in looks)
