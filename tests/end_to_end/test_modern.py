"""What people do beside talking, with ChatClient's own rules on a real ChatServer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chat_tk.client import abilities, asking, oneself, rights, speech
from chat_tk.client.events import LinesSought, PersonFound, RoomsListed
from tests.end_to_end.person import NOW, Person
from tests.server.live import LOOPBACK, Serving, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    """A server with a history."""
    with serving(replace(LOOPBACK, data_dir=tmp_path)) as server:
        yield server


@pytest.fixture
def pair(server: Serving) -> tuple[Person, Person]:
    """Two people in the lobby, who have seen each other."""
    ann, bob = Person(server, "ann"), Person(server, "bob")
    ann.settle()
    return ann, bob


def test_an_answer_quotes_what_it_answers(pair: tuple[Person, Person], server: Serving) -> None:
    """On both screens, and on that of who comes later."""
    ann, bob = pair
    ann.says("Who brings the cake?")
    bob.settle()
    asked = bob.session.lines("#lobby")[-1]
    bob.does(speech.say(bob.session, "#lobby", "I do", NOW, reply_to=asked.id))
    ann.settle()
    cid = Person(server, "cid")
    for person in (ann, bob, cid):  # whoever comes later reads both in one page
        quote = next(line for line in person.session.lines("#lobby") if line.text == "I do").quote
        assert quote is not None
        assert (quote.sender, quote.text) == ("ann", "Who brings the cake?")


def test_a_reaction_comes_and_goes_for_everybody(pair: tuple[Person, Person], server: Serving) -> None:
    """It is told live, is in the history, and is taken back by the same deed."""
    ann, bob = pair
    ann.says("Done!")
    bob.settle()
    bob.does(speech.react(bob.session, bob.session.lines("#lobby")[-1].id, "\U0001f389", NOW))
    ann.settle()
    cid = Person(server, "cid")
    shown = [next(line for line in each.session.lines("#lobby") if line.text == "Done!") for each in (ann, bob, cid)]
    assert [[(r.text, r.who, r.mine) for r in line.reactions] for line in shown] == [
        [("\U0001f389", ("bob",), False)],
        [("\U0001f389", ("bob",), True)],
        [("\U0001f389", ("bob",), False)],
    ]
    bob.does(speech.react(bob.session, bob.session.lines("#lobby")[-1].id, "\U0001f389", NOW))
    ann.settle()
    assert ann.session.lines("#lobby")[-1].reactions == bob.session.lines("#lobby")[-1].reactions == ()


def test_one_sees_who_is_writing_until_it_is_said(pair: tuple[Person, Person]) -> None:
    """And nobody hears of a command."""
    ann, bob = pair
    ann.does(speech.typed(ann.session, "#lobby", "hel", NOW))
    bob.settle()
    assert bob.session.rooms["#lobby"].typing_names == ("ann",)
    ann.says("hello")
    bob.settle()
    assert bob.session.rooms["#lobby"].typing_names == ()
    assert speech.typed(ann.session, "#lobby", "/msg bob psst", NOW) == []


def test_one_takes_back_what_one_said(pair: tuple[Person, Person]) -> None:
    """With its quote elsewhere."""
    ann, bob = pair
    ann.says("secret")
    line = ann.session.lines("#lobby")[-1]
    bob.settle()
    bob.does(speech.say(bob.session, "#lobby", "what?", NOW, reply_to=bob.session.lines("#lobby")[-1].id))
    ann.does(speech.delete(ann.session, line.id))
    bob.settle()
    assert bob.said() == ["This message was deleted.", "what?"]
    quote = bob.session.lines("#lobby")[-1].quote
    assert quote is not None
    assert quote.text == ""


def test_somebody_is_shown_under_the_whole_name(server: Serving) -> None:
    """The nick is made of it; a status stands beside it, and away."""
    ann = Person(server, "ann")
    maria = Person(server, "Maria_Rossi", "Maria Rossi")
    maria.does(oneself.set_status(maria.session, "in the kitchen"))
    maria.does(oneself.set_away(maria.session, "lunch"))
    ann.settle()
    (row,) = [member for member in ann.session.members("#lobby") if member.nick == "Maria_Rossi"]
    assert (row.who, row.status, row.away) == ("Maria Rossi", "in the kitchen", True)
    maria.says("hi")
    ann.settle()
    late = Person(server, "late")
    (row,) = [member for member in late.session.members("#lobby") if member.nick == "Maria_Rossi"]
    assert (row.who, row.status, row.away) == ("Maria Rossi", "in the kitchen", True)
    assert ann.session.lines("#lobby")[-1].who == "Maria Rossi"


def test_who_somebody_is_comes_as_one_value(pair: tuple[Person, Person]) -> None:
    """Also for who is not here."""
    ann, _bob = pair
    (found,) = [each for each in ann.does(asking.who_is(ann.session, "bob", NOW)) if isinstance(each, PersonFound)]
    assert (found.person.nick, found.person.found, found.person.shared) == ("bob", True, ("Lobby",))
    assert "127.0.0.1" in found.person.address
    (found,) = [each for each in ann.does(asking.who_is(ann.session, "zoe", NOW)) if isinstance(each, PersonFound)]
    assert not found.person.found


def test_the_rooms_are_listed(pair: tuple[Person, Person]) -> None:
    """With a part of the name, those alone."""
    ann, bob = pair
    bob.does(bob.session.ask("JOIN", "#kitchen"))
    listed = [each.rooms for each in ann.does(asking.list_rooms(ann.session, "", NOW)) if isinstance(each, RoomsListed)]
    assert [(room.title, room.people, room.joined) for room in listed[-1].rooms] == [
        ("Lobby", 2, True),
        ("kitchen", 1, False),
    ]
    listed = [
        each.rooms for each in ann.does(asking.list_rooms(ann.session, "kit", NOW)) if isinstance(each, RoomsListed)
    ]
    assert [room.name for room in listed[-1].rooms] == ["#kitchen"]


def test_the_server_finds_what_is_not_here(pair: tuple[Person, Person]) -> None:
    """The search of the server goes through all that was said."""
    ann, bob = pair
    for text in ("a needle", "hay", "more hay"):
        ann.says(text)
    bob.settle()
    found = bob.does(asking.search(bob.session, "needle", NOW, on_server=True, everywhere=False))
    while not (answers := [each.found for each in found if isinstance(each, LinesSought)]):
        bob.hear()
        found = bob.heard
    assert [line.text for line in answers[0].lines] == ["a needle"]


def test_who_keeps_order_removes_and_bans(pair: tuple[Person, Person], server: Serving) -> None:
    """As their rights allow; the others are told in words before anything is sent."""
    ann, bob = pair
    ann.does(ann.session.ask("JOIN", "#den"))
    bob.does(bob.session.ask("JOIN", "#den"))
    ann.settle()
    assert ann.session.rooms["#den"].shown().manages
    assert not bob.session.rooms["#den"].shown().manages
    ann.does(rights.ban(ann.session, "#den", "bob", "enough"))
    bob.settle()
    assert not bob.session.rooms["#den"].joined
    bob.does(bob.session.ask("JOIN", "#den"))
    assert not bob.session.rooms["#den"].joined
    ann.does(rights.unban(ann.session, "#den", "bob"))
    bob.does(bob.session.ask("JOIN", "#den"))
    ann.does(rights.set_role(ann.session, "#den", ["bob"], "@", on=True))
    bob.settle()
    assert bob.session.rooms["#den"].shown().manages


def test_a_raised_hand_is_known_and_taken_down(pair: tuple[Person, Person]) -> None:
    """It is one's own business, and the host's."""
    ann, _bob = pair
    assert abilities.of(ann.session).hands
    ann.does(oneself.raise_hand(ann.session, up=True))
    assert ann.session.rooms["#lobby"].shown().hand
    ann.does(oneself.raise_hand(ann.session, up=False))
    assert not ann.session.rooms["#lobby"].shown().hand
