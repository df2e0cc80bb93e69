"""Pages: in order, without gap or double, of the rooms that were asked for alone."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.server.history import reader
from chat_tk.server.records import Row
from chat_tk.server.selectors import Point, Targets
from tests.server.history.support import ALL, Stage, stage


def msgid(row: Row) -> Point:
    return Point(msgid=f"{row.token}-{row.number:x}")


def numbers(found: list[Row] | None) -> list[int]:
    assert found is not None
    return [int(row.text or 0) for row in found]


def ten(s: Stage) -> tuple[list[reader.Place], list[Row]]:
    """0 … 9, a second apart; the place and the rows."""
    ann = s.person("ann", "#room")
    for number in range(10):
        s.now += 1
        s.says(ann, "#room", str(number))
    s.commit()
    places = [s.place("#room")]
    rows = s.page(places)
    assert rows is not None
    return places, rows


def test_pages_by_id(tmp_path: Path) -> None:
    """BEFORE, AFTER, LATEST: excluding the message itself; AROUND: with it; BETWEEN: neither, from the first one on."""
    with stage(tmp_path) as s:
        places, rows = ten(s)
        three, seven = msgid(rows[3]), msgid(rows[7])
        assert numbers(s.page(places, "BEFORE", seven, limit=3)) == [4, 5, 6]
        assert numbers(s.page(places, "AFTER", three, limit=3)) == [4, 5, 6]
        assert numbers(s.page(places, "LATEST", three, limit=3)) == [7, 8, 9]
        assert numbers(s.page(places, "LATEST", seven)) == [8, 9]
        assert numbers(s.page(places, "LATEST", limit=2)) == [8, 9]
        assert numbers(s.page(places, "AROUND", three, limit=4)) == [1, 2, 3, 4]
        assert numbers(s.page(places, "AROUND", msgid(rows[0]), limit=3)) == [0, 1, 2]
        assert numbers(s.page(places, "BETWEEN", three, seven, limit=2)) == [4, 5]
        assert numbers(s.page(places, "BETWEEN", seven, three, limit=2)) == [5, 6]
        assert numbers(s.page(places, "BETWEEN", three, three)) == []


def test_pages_by_time(tmp_path: Path) -> None:
    """The same by timestamps, each excluding its moment."""
    with stage(tmp_path) as s:
        places, rows = ten(s)
        three, seven = Point(rows[3].at), Point(rows[7].at)
        assert numbers(s.page(places, "BEFORE", seven, limit=3)) == [4, 5, 6]
        assert numbers(s.page(places, "AFTER", three, limit=3)) == [4, 5, 6]
        assert numbers(s.page(places, "LATEST", seven)) == [8, 9]
        assert numbers(s.page(places, "BETWEEN", three, seven)) == [4, 5, 6]
        assert numbers(s.page(places, "BETWEEN", seven, three, limit=1)) == [6]
        assert numbers(s.page(places, "BETWEEN", Point(three.at + 1), msgid(rows[6]))) == [4, 5]
        assert numbers(s.page(places, "BEFORE", Point(0))) == []
        assert numbers(s.page(places, "AFTER", Point(2**60))) == []


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from([0, 0, 0, 1, 5, -3]), st.sampled_from("sstr")), max_size=60),
    size=st.integers(1, 7),
    events=st.booleans(),
)
def test_paging_has_no_gap_and_no_double(steps: list[tuple[int, str]], size: int, events: bool) -> None:
    """Back from the newest and on from the oldest, by ids: each message once, in one order, however the clock runs."""
    with TemporaryDirectory() as folder, stage(Path(folder)) as s:
        ann = s.person("ann", "#room", "#other")
        for number, (step, kind) in enumerate(steps):
            s.now += step / 1000
            verb = {"s": "PRIVMSG", "t": "TOPIC", "r": "NOTICE"}[kind]
            s.recorder.in_room(s.room("#room"), s.told(ann, verb, "#room", str(number)))
            s.says(ann, "#other", "not this")
            if number % 7 == 0:
                s.commit()
        s.commit()
        places, kinds = [s.place("#room")], ALL if events else (0,)
        back: list[int] = []
        found = s.page(places, "LATEST", limit=size, kinds=kinds)
        while found:
            back = numbers(found) + back
            found = s.page(places, "BEFORE", msgid(found[0]), limit=size, kinds=kinds)
        on: list[int] = []
        found = s.page(places, "AFTER", Point(0), limit=size, kinds=kinds)
        while found:
            on += numbers(found)
            found = s.page(places, "AFTER", msgid(found[-1]), limit=size, kinds=kinds)
        wanted = [number for number, (_step, kind) in enumerate(steps) if events or kind != "t"]
        assert back == on
        assert sorted(back) == wanted


def test_ids_of_other_rooms_are_no_places(tmp_path: Path) -> None:
    """An id of another room, of another's private talk, or of nobody, is not found: nothing is told about it."""
    with stage(tmp_path) as s:
        places, _rows = ten(s)
        ann, bob, eve = s.person("ann2", "#x"), s.person("bob"), s.person("eve")
        elsewhere, secret = s.says(ann, "#x", "1"), s.whispers(ann, bob, "2")
        s.commit()
        for told in (elsewhere, secret):
            assert s.page(places, "BEFORE", Point(msgid=told.msgid)) is None
            assert s.page(s.own(eve, "bob"), "AROUND", Point(msgid=told.msgid)) is None
        assert s.page(places, "AFTER", Point(msgid="made-up")) is None
        assert s.page(places, "AFTER", Point(msgid=f"other-{10:x}")) is None
        own = Point(msgid=secret.msgid)
        assert (
            numbers(s.page(s.own(bob, "ann2"), "AROUND", own))
            == numbers(s.page(s.own(ann, "bob"), "AROUND", own))
            == [2]
        )


def test_what_is_for_ranks_is_for_ranks(tmp_path: Path) -> None:
    """Messages to @#room are on the pages of those alone who have that rank."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#room")
        s.recorder.in_room(s.room("#room"), s.told(ann, "PRIVMSG", "@#room", "1"), 3)
        s.commit()
        assert s.page([s.place("#room")]) == []
        assert numbers(s.page([s.place("#room")], kinds=(0, 3, 4, 5))) == [1]


def test_targets(tmp_path: Path) -> None:
    """By the latest message, between two moments, counted from the first; never a room one is not in."""
    with stage(tmp_path) as s:
        ann, bob, cid = s.person("ann", "#room"), s.person("bob", "#secret"), s.person("cid")
        at = []
        for say in (
            lambda: s.whispers(bob, ann, "x"),
            lambda: s.says(ann, "#room", "x"),
            lambda: s.says(bob, "#secret", "x"),
            lambda: s.whispers(ann, cid, "x"),
        ):
            s.now += 10
            say()
            at.append(round(s.now * 1000))
        s.commit()

        def asked(start: int, end: int, limit: int = 10) -> list[str]:
            kept = s.room("#room").kept
            channels = [reader.Place("", "#room", kept)]  # type: ignore[arg-type]
            owners = [place.owner for place in s.own(ann, "")]
            return [one.name for one in reader.targets(s.connection, Targets(start, end, limit), channels, owners)]

        assert asked(0, 2**60) == asked(2**60, 0) == ["bob", "#room", "cid"]
        assert asked(0, 2**60, 2) == ["bob", "#room"]
        assert asked(2**60, 0, 2) == ["#room", "cid"]
        assert asked(at[0], at[3]) == ["#room"]


def test_a_room_without_a_number_holds_nothing(tmp_path: Path) -> None:
    """A new channel, of which nothing has been written, does not find what an older one of its name has left."""
    with stage(tmp_path) as s:
        ten(s)
        fresh = type(s.room("#room").kept)("", "#room", "#room")
        assert s.page([reader.Place("", "#room", fresh)]) == []


@pytest.mark.parametrize("kinds", [(0,), ALL])
def test_a_page_is_found_in_the_index(tmp_path: Path, kinds: tuple[int, ...]) -> None:
    """No walk over the table and no sorting of it, whatever is asked (the plan of the query says so)."""
    with stage(tmp_path) as s:
        ten(s)
        seen: list[str] = []
        s.connection.set_trace_callback(seen.append)
        s.page([s.place("#room")], "BEFORE", Point(2**50), kinds=kinds)
        s.connection.set_trace_callback(None)
        plan = s.connection.execute("EXPLAIN QUERY PLAN " + seen[-1]).fetchall()
        assert not [line for *_numbers, line in plan if line.startswith("SCAN") and "messages" in line]
        assert any("USING COVERING INDEX places (room=? AND kind=? AND at>? AND at<?)" in line for *_n, line in plan)
