"""RENAME: the room stays, under another name."""

from __future__ import annotations

import time

from chat_tk.client import roaming, speech
from chat_tk.client.events import MembersChanged, RoomClosed, RoomMoved, RoomOpened, Send
from tests.client.support import MODERN, NOW, joined, said, sent


def test_the_room_goes_on_under_its_new_name() -> None:
    """Lines and people stay; what is under way follows."""
    session = joined(capabilities=MODERN)
    said(session, ":ann!u@h JOIN #foo", ":s 353 ann = #foo :ann bob", ":s 366 ann #foo :End")
    said(session, ":bob!b@h PRIVMSG #foo :hello")
    changes = said(session, ":bob!b@h RENAME #foo #bar :Typo fix")
    assert [(change.was, change.room.key) for change in changes if isinstance(change, RoomMoved)] == [("#foo", "#bar")]
    assert not [change for change in changes if isinstance(change, (RoomOpened, RoomClosed))]
    assert {line.room for line in session.lines("#bar")} == {"#bar"}
    assert [line.text for line in session.lines("#bar")][-2:] == [
        "hello",
        "bob renamed this room: it is called bar now. (Typo fix)",
    ]
    assert {member.nick for member in session.members("#bar")} == {"ann", "bob"}
    assert "PRIVMSG #bar :hi" in sent(speech.say(session, "#bar", "hi", NOW))[0]
    assert not [change for change in session.changes() if isinstance(change, Send)]


def test_who_came_just_before_is_named() -> None:
    """What is told once for many goes with the room: the line of comings says all of them."""
    session = joined(others="bob")
    came = [f":c{number}!u@h JOIN #lobby" for number in range(3)]
    said(session, *came, ":bob!b@h RENAME #lobby #den :")
    assert "Joined: c0, c1, c2" in [line.text for line in session.lines("#den")]


def test_what_was_read_stays_read() -> None:
    """A server that keeps marks by name hears of it under the new one."""
    session = joined(capabilities="draft/read-marker message-tags server-time", others="bob")
    said(session, "@msgid=1;time=2021-11-26T10:00:00.000Z :bob!b@h PRIVMSG #lobby :hello")
    roaming.read(session, "#lobby")
    told = sent(said(session, ":bob!b@h RENAME #lobby #den :"))
    assert told == ["MARKREAD #den timestamp=2021-11-26T10:00:00.000Z"]
    session.tells_read = False
    assert sent(said(session, ":bob!b@h RENAME #den #hall :")) == []


def test_the_password_of_a_room_goes_with_it() -> None:
    """So that one is let in again after the connection broke."""
    session = joined(capabilities=MODERN)
    session.ask("JOIN", "#den", "sesame")
    said(session, ":ann!u@h JOIN #den", ":s 366 ann #den :End", ":bob!b@h RENAME #den #hall :")
    session.lost()
    session.resume()
    session.begin(NOW)
    assert "JOIN #hall,#lobby sesame" in sent(said(session, ":s 001 ann :Welcome"))


def test_capitals_alone_change_no_key() -> None:
    """The room is not closed and opened for it."""
    session = joined(capabilities=MODERN)
    changes = said(session, ":bob!b@h RENAME #lobby #Lobby :")
    assert not any(isinstance(change, (RoomOpened, RoomClosed)) for change in changes)
    assert session.rooms["#lobby"].name == "#Lobby"


def test_nonsense_changes_nothing() -> None:
    """A name that is none, a room that we are not in, a name that we know."""
    session = joined(capabilities=MODERN)
    said(session, ":ann!u@h JOIN #den")
    before = set(session.rooms)
    said(session, ":x RENAME #lobby bob :", ":x RENAME #y #z :", ":x RENAME #lobby #den :", ":x RENAME #lobby")
    assert set(session.rooms) == before


def test_a_room_full_of_lines_is_renamed_at_no_cost() -> None:
    """No line is touched for it; whichever is looked at afterwards has the key that counts."""
    session = joined()
    said(session, *(f":bob!b@h PRIVMSG #lobby :text {number}" for number in range(20_000)))
    began = time.monotonic()
    said(session, *(f":bob!b@h RENAME {_name(number)} {_name(number + 1)} :x" for number in range(5_000)))
    assert time.monotonic() - began < 30  # it took 200 s
    room = session.rooms[_name(5_000)]
    reached = (
        room.lines[0],
        next(iter(room.lines)),
        next(reversed(room.lines)),
        *room.lines.above(room.lines[9].id, 3),
    )
    assert {line.room for line in reached} == {room.key}
    assert {line.room for line in session.lines(room.key)} == {room.key}


def test_a_partner_who_changes_names_is_told_once() -> None:
    """However often, between two keys."""
    session = joined()
    said(session, ":bob!b@h PRIVMSG ann :hi")
    changes = said(session, *(f":{'bob' if not n else f'b{n}'}!b@h NICK b{n + 1}" for n in range(50)))
    moved = [(change.was, change.room.key) for change in changes if isinstance(change, RoomMoved)]
    assert len(moved) <= 2  # the line that says so is told between the first and the second
    assert (moved[0][0], moved[-1][1]) == ("bob", "b50")


def test_people_who_changed_just_before_are_told() -> None:
    """Under the name that the room has then."""
    session = joined()
    changes = said(session, ":bob!b@h PART #lobby", ":s RENAME #lobby #den :")
    assert MembersChanged("#den") in changes


def _name(number: int) -> str:
    return f"#r{number}" if number else "#lobby"
