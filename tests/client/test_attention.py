"""When a person hears of a line at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.client.attention import OLD, alert, in_quiet_hours, names
from chat_tk.client.choices import MINUTES_A_DAY, Rules
from chat_tk.client.values import Kind, Level, Line, Room
from tests.client.support import NOW

LINE = Line(1, "#den", Kind.MESSAGE, NOW, "hello", "bob")
MENTION = LINE._replace(mentions_me=True)
DEN = Room("#den", "Den")
USUAL = Rules()
BOB = Room("bob", "bob", private=True)


def rings(line: Line, room: Room, rules: Rules = USUAL, *, looking: bool = False, minute: int = 720) -> bool:
    return alert(line, room, rules, looking=looking, now=NOW, minute=minute) is not None


@pytest.mark.parametrize(
    ("line", "room", "rules", "heard"),
    [
        (LINE, DEN, Rules(), False),
        (MENTION, DEN, Rules(), True),
        (LINE, BOB, Rules(), True),
        (LINE, BOB, Rules(private=False), False),
        (LINE, DEN, Rules(rooms=Level.ALL.value), True),
        (MENTION, DEN, Rules(rooms=Level.NOTHING.value), False),
        (LINE, replace(DEN, level=Level.ALL), Rules(rooms=Level.NOTHING.value), True),
        (LINE, replace(BOB, level=Level.NOTHING), Rules(), False),
        (LINE, replace(BOB, level=Level.MENTIONS), Rules(private=False), True),
        (MENTION, replace(DEN, level=Level.NOTHING), Rules(rooms=Level.ALL.value), False),
        (MENTION, DEN, Rules(popup=False, flash=False, sound=False), False),
    ],
)
def test_the_rules_say_of_what_one_hears(line: Line, room: Room, rules: Rules, heard: bool) -> None:
    """A room's own level goes before those for all; a private conversation is a mention."""
    assert rings(line, room, rules) is heard


def test_never_for_what_is_no_news() -> None:
    """One's own, the old, the deleted, the program's, and where one looks."""
    assert not rings(MENTION._replace(own=True), DEN)
    assert not rings(MENTION._replace(at=NOW - OLD - 1), DEN)
    assert not rings(MENTION._replace(deleted=True), DEN)
    assert not rings(MENTION._replace(sender="", kind=Kind.INFO), DEN)
    assert not rings(MENTION, DEN, looking=True)


def test_it_tells_who_where_and_what_in_short() -> None:
    """As plain text, whatever it holds."""
    told = alert(
        MENTION._replace(text="\x02hi\x02\n<b>you</b> " + "x" * 500), DEN, Rules(), looking=False, now=NOW, minute=0
    )
    assert told is not None
    assert (told.key, told.title) == ("#den", "bob in Den")
    assert told.text.startswith("hi you xxx")
    assert len(told.text) <= 200


@settings(deadline=None)
@given(*[st.integers(0, MINUTES_A_DAY - 1)] * 3)
def test_the_quiet_hours_go_over_midnight(start: int, end: int, minute: int) -> None:
    """From the first minute to the one before the last; the same twice is none."""
    rules = Rules(rooms=Level.ALL.value, quiet=True, quiet_from=start, quiet_to=end)
    quiet, now = set(), start
    while now != end:
        quiet.add(now)
        now = (now + 1) % MINUTES_A_DAY
    assert in_quiet_hours(rules, minute) is (minute in quiet)
    assert rings(LINE, DEN, rules, minute=minute) is (minute not in quiet)


def test_a_name_is_a_word_of_its_own() -> None:
    """In any case, with the words that the person wants to hear."""
    assert names("Hey ANN!", ("ann",))
    assert not names("Anna", ("ann",))
    assert names("the \x02server\x02 is down", ("ann", "server"))
    assert not names("anything", ("",))
