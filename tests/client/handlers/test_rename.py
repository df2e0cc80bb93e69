"""RENAME: the room stays, under another name."""

from __future__ import annotations

from chat_tk.client import roaming, speech
from chat_tk.client.events import RoomClosed, RoomOpened, Send
from tests.client.support import MODERN, NOW, joined, said, sent


def test_the_room_goes_on_under_its_new_name() -> None:
    """Lines and people stay; what is under way follows."""
    session = joined(capabilities=MODERN)
    said(session, ":ann!u@h JOIN #foo", ":s 353 ann = #foo :ann bob", ":s 366 ann #foo :End")
    said(session, ":bob!b@h PRIVMSG #foo :hello")
    changes = said(session, ":bob!b@h RENAME #foo #bar :Typo fix")
    assert [change.room.key for change in changes if isinstance(change, RoomOpened)] == ["#bar"]
    assert [change.key for change in changes if isinstance(change, RoomClosed)] == ["#foo"]
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
