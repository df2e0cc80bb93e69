"""The people of a room in order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.client.order import Order, Person
from chat_tk.client.values import Member
from tests.client.support import NOW, joined, parse, said

RANKS = "@+"


def row(person: Person) -> Member:
    return Member(person.nick, person.prefixes[:1])


CHANGES = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["", "@", "+", "@+", None])), max_size=60)


@settings(deadline=None)
@given(CHANGES)
def test_it_is_the_same_as_sorting_anew(changes: list[tuple[str, str | None]]) -> None:
    """After every change, by rank and name; who did not change is the same object."""
    order: Order = Order()
    people: dict[str, Person] = {}
    before: dict[str, Member] = {}
    for key, prefixes in changes:
        if prefixes is None:
            people.pop(key, None)
        else:
            people[key] = Person(key.upper(), prefixes)
        order.touch(key)
        shown = order.all(people, RANKS, row)
        wanted = sorted(people, key=lambda k: ((RANKS + " ").find(people[k].prefixes[:1] or " "), k))
        assert [member.nick.lower() for member in shown] == wanted
        for member in shown:
            if before.get(member.nick) == member:
                assert before[member.nick] is member
        before = {member.nick: member for member in shown}


def test_five_thousand_come_and_go() -> None:
    """They are all there, in order, and a change is seen."""
    session = joined()
    session.apply_all([parse(f":u{number:04}!u@h JOIN #lobby") for number in range(5000)], NOW)
    assert len(session.members("#lobby")) == 5002
    said(session, ":u0007!u@h QUIT", ":s MODE #lobby +o u4999", ":u0001!u@h NICK zed")
    nicks = [member.nick for member in session.members("#lobby")]
    assert nicks[:3] == ["ann", "u4999", "bob"]
    assert nicks[-1] == "zed"
    assert "u0007" not in nicks
