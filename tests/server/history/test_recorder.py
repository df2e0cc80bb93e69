"""What a beat brought is written as one transaction, where it belongs."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from chat_tk.server.history import recorder
from chat_tk.server.history.inserts import CHUNK, SIZES
from chat_tk.server.told import Told
from tests.server.history.support import ALL, stage


def test_a_beat_is_one_transaction(tmp_path: Path) -> None:
    """More rows than one statement holds are written together, in their order."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby")
        said = [s.says(ann, "#lobby", str(number)).message.params[1] for number in range(CHUNK * 2 + 3)]
        assert s.commit() == len(said)
        assert s.recorder.waiting == 0
        assert s.texts([s.place("#lobby")]) == said[-100:]


def test_any_number_of_rows_is_written_with_few_statements(tmp_path: Path) -> None:
    """Whatever a beat brings, SQLite is not made to keep a statement for each number of rows."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby")
        s.says(ann, "#lobby", "first")
        s.commit()
        statements: set[str] = set()
        s.connection.set_trace_callback(lambda text: statements.add(text.partition("VALUES")[0] + str(text.count("("))))
        for count in range(1, CHUNK + 6):
            for number in range(count):
                s.says(ann, "#lobby", str(number))
            assert s.commit() == count
        s.connection.set_trace_callback(None)
        assert len(statements) <= len(SIZES) + 5
        assert s.texts([s.place("#lobby")])[-CHUNK - 5 :] == [str(number) for number in range(CHUNK + 5)]


def test_messages_in_a_row_are_rows_of_their_own(tmp_path: Path) -> None:
    """However many stand in a row, each has its place, its id and its text, and few statements are made."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby")
        s.says(ann, "#lobby", "first")
        s.commit()
        statements: set[str] = set()
        s.connection.set_trace_callback(lambda text: statements.add(text.partition("VALUES")[0] + str(text.count("("))))
        said: list[Told] = []
        for count in range(2, CHUNK + 6):
            said += s.says_in_a_row(ann, "#lobby", *[f"{count} {number}" for number in range(count)]).each()
            said += s.says(ann, "#lobby", "alone").each()
            assert s.commit() == count + 1
        s.connection.set_trace_callback(None)
        assert len(statements) <= 2 * len(SIZES) + 5
        found = s.page([s.place("#lobby")], limit=100)
        assert found
        assert [(f"{row.token}-{row.number:x}", row.text) for row in found] == [
            (told.msgid, told.message.params[1]) for told in said[-100:]
        ]
        assert {(row.source, row.verb, row.id == row.number) for row in found} == {(ann.mask, 0, True)}


def test_of_messages_in_a_row_one_may_be_taken_back(tmp_path: Path) -> None:
    """Before it is written, too: the others stay, in the file and among the lobby's last lines."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby")
        said = s.says_in_a_row(ann, "#lobby", *"abcdef")
        s.recorder.forget(said.each()[4].msgid, ann, s.room("#lobby"), s.now)
        assert [told.message.params[1] for told in s.recorder.latest()] == ["d", "f"]
        s.commit()
        assert s.texts([s.place("#lobby")]) == ["a", "b", "c", "d", "f"]


def test_what_waits_is_counted_in_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in a row count one by one towards what is kept in memory; the oldest go, together."""
    monkeypatch.setattr(recorder, "BACKLOG", 10)
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby")
        s.says_in_a_row(ann, "#lobby", *"abcd")
        s.says_in_a_row(ann, "#lobby", *"efghijk")
        assert s.recorder.waiting == 11
        s.recorder.trim()
        assert (s.recorder.waiting, s.recorder.lost) == (7, 4)


def test_what_cannot_be_written_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failure nothing of the beat is in the file, all of it in memory, and it is written whole later."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby")
        for number in range(CHUNK + 1):
            s.says(ann, "#lobby", str(number))
        s.connection.execute("PRAGMA query_only=1")
        with pytest.raises(sqlite3.OperationalError):
            s.commit()
        s.recorder.undo(s.connection)
        assert s.recorder.waiting == CHUNK + 1
        s.connection.execute("PRAGMA query_only=0")
        assert s.texts([s.place("#lobby")]) == []
        monkeypatch.setattr(recorder, "BACKLOG", 10)
        s.recorder.trim()
        assert (s.recorder.waiting, s.recorder.lost) == (10, CHUNK - 9)
        s.commit()
        assert s.texts([s.place("#lobby")])[-1] == str(CHUNK)


def test_what_somebody_does_in_all_its_rooms_is_in_each(tmp_path: Path) -> None:
    """QUIT and NICK are rows of every room, with one id."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#a", "#b")
        told = s.told(ann, "QUIT", "bye")
        s.recorder.in_rooms([membership.channel for membership in ann.memberships.values()], told)
        s.commit()
        for room in ("#a", "#b"):
            found = s.page([s.place(room)], kinds=ALL)
            assert found is not None
            assert [f"{row.token}-{row.number:x}" for row in found] == [told.msgid]


def test_private_talk_belongs_to_its_two_ends(tmp_path: Path) -> None:
    """Each end finds it under the other's name; nobody else finds it under any name."""
    with stage(tmp_path) as s:
        ann, bob, eve = s.person("ann"), s.person("bob"), s.person("eve")
        s.whispers(ann, bob, "secret")
        s.whispers(bob, ann, "answer")
        s.whispers(ann, ann, "note to myself")
        s.commit()
        assert s.texts(s.own(ann, "bob")) == s.texts(s.own(bob, "ann")) == ["secret", "answer"]
        assert s.texts(s.own(ann, "ann")) == ["note to myself"]
        assert [s.texts(s.own(eve, nick)) for nick in ("ann", "bob", "eve")] == [[], [], []]


def test_a_reused_name_inherits_nothing(tmp_path: Path) -> None:
    """Who has the nick later, on another connection, finds nothing; an account finds its own under any nick."""
    with stage(tmp_path) as s:
        ann, bob = s.person("ann"), s.person("bob", account="Bob")
        s.whispers(ann, bob, "secret")
        s.commit()
        for user in (ann, bob):
            s.network.remove(user)
        thief, back = s.person("ann"), s.person("robert", account="bob")
        assert s.texts(s.own(thief, "bob")) == []
        assert s.texts(s.own(back, "ann")) == ["secret"]
        false = s.person("bob")
        assert s.texts(s.own(false, "ann")) == []


def test_a_dropped_account_leaves_nothing_to_inherit(tmp_path: Path) -> None:
    """Who registers the name later does not read the private talk of who had it before; the other end still does."""
    with stage(tmp_path) as s:
        ann, bob = s.person("ann", account="Ann"), s.person("bob")
        s.whispers(ann, bob, "secret")
        s.commit()
        s.recorder.disown("Ann")
        s.commit()
        assert s.texts(s.own(ann, "bob")) == []
        assert s.texts(s.own(bob, "ann")) == ["secret"]
        s.whispers(ann, bob, "anew")
        s.commit()
        assert s.texts(s.own(ann, "bob")) == ["anew"]


def test_a_room_that_was_closed_is_sealed(tmp_path: Path) -> None:
    """Who founds a room of the name of one that was secret does not read what was said there; of an open one, does."""
    with stage(tmp_path) as s:
        ann, eve = s.person("ann", "#open", "#board"), s.person("eve")
        for room in ("#open", "#board"):
            s.says(ann, room, f"in {room}")
        s.room("#board").modes.add("i")
        s.recorder.in_room(s.room("#board"), s.told(ann, "MODE", "#board", "+i"))
        s.commit()
        for membership in list(ann.memberships.values()):
            s.network.part(membership)
        for room in ("#open", "#board"):
            s.network.join(eve, room, s.now)
            s.says(eve, room, "hello?")
        s.commit()
        assert s.texts([s.place("#open")]) == ["in #open", "hello?"]
        assert s.texts([s.place("#board")]) == ["hello?"]


def test_a_room_that_stays_keeps_its_history(tmp_path: Path) -> None:
    """A permanent room keeps its modes too: who may enter it is decided there, so nothing is sealed."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#board")
        s.room("#board").permanent = True
        s.room("#board").modes.add("i")
        s.says(ann, "#board", "kept")
        s.commit()
        s.room("#board").kept = None  # as after a start
        s.says(ann, "#board", "later")
        s.commit()
        assert s.texts([s.place("#board")]) == ["kept", "later"]


def test_the_newest_of_the_lobby_are_at_hand(tmp_path: Path) -> None:
    """The last messages, without events, and of the lobby alone."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby", "#b")
        for number in range(5):
            s.says(ann, "#lobby", str(number))
            s.recorder.in_room(s.room("#lobby"), s.told(ann, "TOPIC", "#lobby", "t"))
            s.says(ann, "#b", "elsewhere")
        assert [told.message.params[1] for told in s.recorder.recent] == ["2", "3", "4"]


def test_a_clock_that_was_ahead_in_an_earlier_run(tmp_path: Path) -> None:
    """Numbers that an earlier run has taken are skipped; no row is lost or written over."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby")
        s.network.number_from(10**15)
        s.says(ann, "#lobby", "from the future")
        s.commit()
        s.network.number_from(10**15)
        s.now += 1
        s.says(ann, "#lobby", "now")
        s.commit()
        s.says(ann, "#lobby", "later")
        s.commit()
        assert s.texts([s.place("#lobby")]) == ["from the future", "now", "later"]


def test_one_change_that_cannot_be_written_takes_nothing_with_it(tmp_path: Path) -> None:
    """A number that no file can hold is given up; what was taken back beside it, and what was said, is written."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby")
        secret, room = s.says(ann, "#lobby", "secret"), s.room("#lobby")
        s.commit()
        s.recorder.forget_rows("x-1", [2**70])
        s.recorder.forget(secret.msgid, ann, room, secret.at)
        s.says(ann, "#lobby", "later")
        with pytest.raises(OverflowError):
            s.commit()
        s.recorder.undo(s.connection)
        s.recorder.give_up()
        assert s.commit() == 1
        assert (s.recorder.lost, s.recorder.waiting) == (0, 0)
        rows = s.connection.execute("SELECT text FROM messages").fetchall()
        assert [text for (text,) in rows if text] == ["later"]


def test_what_was_taken_back_outlives_a_failure_without_a_culprit(tmp_path: Path) -> None:
    """Nobody knows what was in the way, and no row waits: nothing is forgotten, and it is tried again."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby")
        secret = s.says(ann, "#lobby", "secret")
        s.commit()
        s.recorder.forget(secret.msgid, ann, s.room("#lobby"), secret.at)
        s.recorder.give_up()
        s.commit()
        assert s.connection.execute("SELECT text FROM messages WHERE text = 'secret'").fetchall() == []
