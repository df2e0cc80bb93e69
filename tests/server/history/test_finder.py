"""Full-text search: words, rooms, names and times; an index that can be made again."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.server.history import finder, reader
from chat_tk.server.history.finder import Finder
from chat_tk.server.selectors import Search
from tests.server.history.support import Stage, stage


def fill(s: Stage) -> None:
    """Ann and Bob in two rooms, and a private word."""
    ann, bob = s.person("ann", "#food", "#den"), s.person("bob", "#food")
    for user, room, text in (
        (ann, "#food", "That was FAST food!"),
        (bob, "#food", "Fasting is hard, \x02Jürgen\x02"),
        (ann, "#den", "fast cars"),
        (bob, "#food", '\x01ACTION eats "slow" food\x01'),
    ):
        s.now += 1
        s.says(user, room, text)
    s.whispers(ann, bob, "fast secret")
    s.recorder.in_room(s.room("#food"), s.told(ann, "TOPIC", "#food", "fast topic"))
    s.commit()


def found(s: Stage, index: Finder, rooms: list[str] | None = None, **asked: object) -> list[str]:
    numbers = None if rooms is None else reader.room_numbers(s.connection, [s.place(room) for room in rooms])
    return [row.text or "" for row in index.search(Search(**asked), numbers)]  # type: ignore[arg-type]


def test_words(tmp_path: Path) -> None:
    """All of them, from their beginning, without regard to case and accents, in ascending order; never an event."""
    with stage(tmp_path) as s:
        fill(s)
        index = Finder(s.path)
        assert found(s, index, ["#food"], text="fast") == ["That was FAST food!", "Fasting is hard, \x02Jürgen\x02"]
        assert found(s, index, ["#food"], text="food fast") == ["That was FAST food!"]
        assert found(s, index, ["#food"], text="jurgen") == ["Fasting is hard, \x02Jürgen\x02"]
        assert found(s, index, ["#food"], text="action") == []
        assert found(s, index, ["#food"], text="topic") == []
        assert found(s, index, ["#food"], text="fast", limit=1) == ["Fasting is hard, \x02Jürgen\x02"]
        index.close()


def test_rooms(tmp_path: Path) -> None:
    """Only the rooms that were named; without any (the host), all channels and no private conversation."""
    with stage(tmp_path) as s:
        fill(s)
        index = Finder(s.path)
        assert found(s, index, ["#den"], text="fast") == ["fast cars"]
        assert found(s, index, [], text="fast") == []
        assert found(s, index, ["#nowhere"], text="fast") == []
        assert len(found(s, index, None, text="fast")) == 3
        own = reader.room_numbers(s.connection, s.own(s.network.users[1], "bob"))
        assert [row.text for row in index.search(Search(text="secret"), own)] == ["fast secret"]
        index.close()


def test_many_rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More rooms than a query names are looked through afterwards, with the same result."""
    with stage(tmp_path) as s:
        fill(s)
        monkeypatch.setattr(finder, "NAMED_ROOMS", 0)
        index = Finder(s.path)
        assert found(s, index, ["#den"], text="fast") == ["fast cars"]
        assert found(s, index, ["#den"], before=2**50) == ["fast cars"]
        index.close()


def test_names_and_times(tmp_path: Path) -> None:
    """``from`` is a whole name; ``after`` and ``before`` include their moment."""
    with stage(tmp_path) as s:
        fill(s)
        index, at = Finder(s.path), 1_700_000_001_000
        assert found(s, index, ["#food"], sender="ANN") == ["That was FAST food!"]
        assert found(s, index, ["#food"], sender="an") == []
        assert found(s, index, ["#food"], text="fast", before=at) == ["That was FAST food!"]
        assert found(s, index, ["#food"], text="fast", after=at, limit=1) == ["That was FAST food!"]
        assert found(s, index, ["#food"], text="fast", after=at + 1) == ["Fasting is hard, \x02Jürgen\x02"]
        assert found(s, index, ["#food"], after=at, before=at) == ["That was FAST food!"]
        index.close()


@given(st.text(max_size=60))
def test_what_a_person_types_is_no_query_language(text: str) -> None:
    """Quotes, operators and signs are words or nothing: the index understands what it is asked, always."""
    connection = finder.sqlite3.connect(":memory:")
    connection.executescript("CREATE VIRTUAL TABLE words USING fts5(text, who, room)")
    for asked in [step for way in finder.queries(Search(text=text, sender=text), [1]) for step in way]:
        connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (asked,)).fetchall()
    connection.close()


def test_what_is_said_later_is_found(tmp_path: Path) -> None:
    """A search looks at what has been said since the last one."""
    with stage(tmp_path) as s:
        fill(s)
        index = Finder(s.path)
        assert found(s, index, ["#den"], text="slow") == []
        s.says(s.network.users[1], "#den", "slow cars")
        s.commit()
        assert found(s, index, ["#den"], text="slow") == ["slow cars"]
        index.close()


def test_what_is_forgotten_is_not_found(tmp_path: Path) -> None:
    """Rows that are deleted leave the index too: nothing of their words stays in it."""
    with stage(tmp_path) as s:
        fill(s)
        index = Finder(s.path)
        index.index()
        rows = s.connection.execute("SELECT id, room, source, text, kind FROM messages").fetchall()
        index.forget(rows)
        index.forget(rows)  # what is not in it is not taken out again
        assert index._words is not None
        assert list(index._words.matching(["fast*"], 0, 2**62, newest=True, slices=9)) == []
        index._words._database.execute("INSERT INTO words1(words1) VALUES ('integrity-check')")
        index.close()


@pytest.mark.parametrize("wreck", [b"rubbish" * 1000, b""])
def test_a_broken_index_is_made_again(tmp_path: Path, wreck: bytes) -> None:
    """It is made from the history; a broken one costs nothing."""
    with stage(tmp_path) as s:
        fill(s)
        index = Finder(s.path)
        index.index()
        index.close()
        (tmp_path / "history-search.sqlite").write_bytes(wreck)
        assert found(s, index, ["#den"], text="fast") == ["fast cars"]
        index.close()


def test_an_index_of_another_history_is_made_again(tmp_path: Path) -> None:
    """When the history was set aside, an index that was left beside the new one is not believed."""
    with stage(tmp_path) as s:
        fill(s)
        index = Finder(s.path)
        index.index()
        index.close()
        s.connection.execute("DELETE FROM messages")
        assert found(s, index, ["#den"], text="fast") == []
        index.close()


@pytest.mark.parametrize("seed", range(3))
def test_no_step_leaves_out_what_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """What is found is what stands there, whatever part, room or person it is of: compared with looking at each."""
    monkeypatch.setattr("chat_tk.server.history.index.PART", 9)
    monkeypatch.setattr(finder, "SLICE", 4)
    monkeypatch.setattr(finder, "_FETCHED", 2)
    monkeypatch.setattr(finder, "TRIED", 3)
    monkeypatch.setattr(finder, "FEW", 2)
    chance = random.Random(seed)
    rooms, words = ["#a", "#b", "#c"], ["ha", "hall", "hallo", "tea", "t", "été"]
    with stage(tmp_path) as s:
        people = [s.person(nick, *rooms) for nick in ("ann", "bob")]
        said = []
        for _number in range(60):
            who, room, text = chance.choice(people), chance.choice(rooms), " ".join(chance.choices(words, k=2))
            s.now += 1
            s.says(who, room, text)
            said.append((who.nick, room, text))
        s.commit()
        index = Finder(s.path)
        for _question in range(60):
            asked, sender = chance.choices(words, k=chance.randint(1, 3)), chance.choice(["", "ann", "bob", "eve"])
            where = chance.choice([rooms, rooms[:1], rooms[1:], ["#none"]])
            fits = [
                text
                for nick, room, text in said
                if sender in ("", nick)
                and room in where
                and all(any(w == q or (w.startswith(q) and len(q) > 1) for w in text.split()) for q in asked)
            ]
            assert found(s, index, where, text=" ".join(asked), sender=sender) == fits[-100:]
        index.close()


def test_parts_are_one_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many parts there are: the newest are found first, the oldest with ``after``, none twice; one can go."""
    monkeypatch.setattr("chat_tk.server.history.index.PART", 7)
    monkeypatch.setattr(finder, "SLICE", 5)
    with stage(tmp_path) as s:
        ann = s.person("ann", "#den")
        texts = [f"word{number} {'odd' if number % 2 else 'even'}" for number in range(60)]
        for text in texts:
            s.now += 1
            s.says(ann, "#den", text)
        s.commit()
        index = Finder(s.path)
        assert found(s, index, ["#den"], text="word") == texts
        assert found(s, index, ["#den"], text="word", limit=9) == texts[-9:]
        assert found(s, index, ["#den"], text="word odd", limit=3) == texts[55:60:2]
        assert found(s, index, ["#den"], text="odd", after=0, limit=3) == texts[1:6:2]
        assert found(s, index, ["#den"], text="word even nowhere") == []
        rows = s.connection.execute("SELECT id, room, source, text, kind FROM messages ORDER BY id").fetchall()
        index.forget(rows[::2])
        assert found(s, index, None, text="word") == texts[1::2]
        index.forget(rows[:30])
        assert index._words is not None
        assert found(s, index, None, text="word") == texts[31::2]
        assert len(index._words._parts) == 3  # of six, those with nothing left have gone
        index.close()
        index = Finder(s.path)  # opened again, it goes on where it was
        s.now += 1
        s.says(ann, "#den", "word60 even")
        s.commit()
        assert found(s, index, ["#den"], text="even") == ["word60 even"]
        index.close()
