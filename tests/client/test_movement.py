"""Comings and goings as one line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.client.movement import DETAILS, MOST, Move, Movements
from chat_tk.client.values import Kind
from tests.client.support import NOW, joined, said


def movements(*moves: tuple[Move, str] | tuple[Move, str, str]) -> Movements:
    made = Movements(1, NOW)
    for move, name, *new in moves:
        made.add(move, name, f"{name} {move.value}.", *new)
    return made


def test_one_movement_reads_as_a_sentence() -> None:
    """As it always did."""
    assert movements((Move.CAME, "Ann")).text == "Ann came."


def test_several_are_condensed() -> None:
    """Each kind with its people; who came and went stands once."""
    text = movements(
        *[(Move.CAME, name) for name in ("Ann", "Bob", "Cid", "Dan", "Eve", "Fay")],
        (Move.WENT, "Gus"),
        (Move.WENT, "Ann"),
        (Move.CAME, "Gus"),
        (Move.RENAMED, "Bob", "Rob"),
    ).text
    assert text.split("; ") == [
        "Joined: Cid, Dan, Eve, Fay and 1 more",
        "joined and left again: Ann",
        "left and came back: Gus",
        "new names: Bob → Rob",
    ]


def test_a_name_that_comes_back_is_no_news() -> None:
    """Two renames of one person are one, or none."""
    assert movements((Move.RENAMED, "a", "b"), (Move.RENAMED, "b", "c")).text == "New names: a → c"
    assert movements((Move.RENAMED, "a", "b"), (Move.RENAMED, "b", "a")).text == "b renamed."


def test_the_details_tell_each_in_its_own_line() -> None:
    """Of many the last ones, and how many there were before."""
    made = movements(*[(Move.CAME, f"p{number}") for number in range(DETAILS + 5)])
    first, *rest = made.details.split("\n")
    assert first == "5 before"
    assert rest == [f"p{number} came." for number in range(5, DETAILS + 5)]
    assert not movements(*[(Move.CAME, "x")] * MOST).takes(NOW)


def test_in_a_room_they_are_one_line_until_somebody_says_something() -> None:
    """Told when it is new, and changed once for all that came together."""
    session = joined()
    said(session, ":cid!c@h JOIN #lobby", ":dan!d@h JOIN #lobby", ":cid!c@h PART #lobby")
    line = session.lines("#lobby")[-1]
    assert (line.kind, line.text) == (Kind.MOVEMENT, "Joined: dan; joined and left again: cid")
    said(session, ":dan!d@h PRIVMSG #lobby :hi", ":dan!d@h QUIT :bye")
    assert [each.text for each in session.lines("#lobby")[-3:]] == [line.text, "hi", "dan left the chat. (bye)"]


MOVES = st.tuples(st.sampled_from([Move.CAME, Move.WENT, Move.RENAMED]), st.sampled_from("abc"), st.sampled_from("abc"))


@settings(deadline=None)
@given(st.lists(MOVES, max_size=40))
def test_nobody_stands_twice(moves: list[tuple[Move, str, str]]) -> None:
    """Whatever a server tells, each name is in one place at most, and there is a text."""
    made = movements(*[move if move[0] is Move.RENAMED else move[:2] for move in moves])
    places = [*made.came, *made.went, *made.through, *made.back]
    assert len(places) == len(set(places)) or any(move[0] is Move.RENAMED for move in moves)
    assert not moves or made.text


def test_a_line_says_all_of_its_movements_though_others_follow_at_once() -> None:
    """Comings, a word and a going that come together: the first line is complete, too."""
    session = joined()
    said(session, ":cid!c@h JOIN #lobby", ":dan!d@h JOIN #lobby", ":dan!d@h PRIVMSG #lobby :hi", ":dan!d@h PART #lobby")
    assert [each.text for each in session.lines("#lobby")[-3:]] == ["Joined: cid, dan", "hi", "dan left this room."]
