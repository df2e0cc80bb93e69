"""Who is writing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.client.writing import ACTIVE, PAUSE, PAUSED, PEOPLE, STILL, Heard, Told
from tests.client.support import MODERN, NOW, joined, said, sent, texts


def test_somebody_writes_until_the_notice_is_old() -> None:
    """'At least 6 seconds have passed since the last typing=active', 30 since 'paused'."""
    heard = Heard()
    assert heard.told("a", "active", NOW)
    assert not heard.told("a", "active", NOW + 1)
    assert not heard.expire(NOW + ACTIVE)
    assert heard.expire(NOW + ACTIVE + 1.1)
    heard.told("a", "paused", NOW)
    assert not heard.expire(NOW + PAUSED - 1)
    assert heard.expire(NOW + PAUSED + 1)


def test_it_ends_with_the_message_with_leaving_and_when_told() -> None:
    """'A message is received from the sender; the sender leaves; typing=done'."""
    session = joined(capabilities=MODERN, others="bob")
    notice = "@+typing=active :bob!b@h TAGMSG #lobby"
    for end in (":bob!b@h PRIVMSG #lobby :hi", "@+typing=done :bob!b@h TAGMSG #lobby", ":bob!b@h PART #lobby"):
        said(session, notice)
        assert session.rooms["#lobby"].shown().typing == ("bob",)
        said(session, end)
        assert session.rooms["#lobby"].shown().typing == ()
    session.tick(NOW)


def test_a_crowd_of_writers_is_bounded() -> None:
    """And a clock that is set back leaves nobody writing for ever."""
    heard = Heard()
    for number in range(PEOPLE + 5):
        heard.told(f"p{number}", "active", NOW)
    assert len(heard) == PEOPLE
    heard.expire(NOW - 10_000)
    assert len(heard) == 0


def test_oneself_is_told_continuously_and_paused_once() -> None:
    """'continuously while the user is making updates', 'paused once', 'done when the user clears the field'."""
    told = Told()
    assert told.typed("#a", "h", NOW) == [("#a", "active")]
    assert told.typed("#a", "he", NOW + 1) == []
    assert told.typed("#a", "hel", NOW + PAUSE) == [("#a", "active")]
    assert told.tick(NOW + PAUSE + STILL) == [("#a", "paused")]
    assert told.tick(NOW + 60) == []
    assert told.typed("#a", "", NOW + 61) == [("#a", "done")]
    assert told.typed("#a", "/msg bob secret", NOW + 70) == []


def test_another_room_is_another_matter() -> None:
    """Who turns away has stopped writing there."""
    told = Told()
    told.typed("#a", "h", NOW)
    assert told.typed("#b", "x", NOW + 10) == [("#a", "done"), ("#b", "active")]


KEYS = st.lists(
    st.tuples(st.sampled_from(["#a", "#b"]), st.sampled_from(["", "x", "/x"]), st.floats(0.1, 5), st.booleans())
)


@settings(deadline=None)
@given(KEYS)
def test_no_room_is_told_more_often_than_each_three_seconds(keys: list[tuple[str, str, float, bool]]) -> None:
    """'any typing notification is not sent within 3 seconds of another one for a given target'."""
    told, now, last = Told(), NOW, {}
    for room, text, wait, tick in keys:
        now += wait
        for target, _state in told.tick(now) if tick else told.typed(room, text, now):
            assert now - last.get(target, 0.0) >= PAUSE
            last[target] = now


def test_nobody_hears_that_they_may_not_be_seen_writing() -> None:
    """In a room where one is muted the server refuses each notice; the person has asked for nothing yet."""
    session = joined(capabilities=MODERN)
    session.tell_typing(session.told_typing.typed("#lobby", "h", NOW))
    assert sent(session.changes()) == ["@+typing=active;label=typing TAGMSG #lobby"]
    assert said(session, "@label=typing :s 404 ann #lobby :You are muted", "@label=typing :s FAIL TAGMSG X :no") == []
    assert texts(said(session, ":s 404 ann #lobby :You are muted")) != []
