"""Mode strings: to changes and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc.modes import LONGEST, Change, ModeKinds, format_changes, parse_changes

KINDS = ModeKinds()


@pytest.mark.parametrize(
    ("letters", "arguments", "changes"),
    [
        ("+ov-l", ["a", "b"], [("+", "o", "a"), ("+", "v", "b"), ("-", "l", "")]),
        ("nt", [], [("+", "n", ""), ("+", "t", "")]),
        ("+l-lk", ["5", "key"], [("+", "l", "5"), ("-", "l", ""), ("-", "k", "key")]),
        ("b", [], [("+", "b", "")]),
        ("+zo", ["a"], [("+", "z", ""), ("+", "o", "a")]),
        ("-+-", [], []),
        ("+o", ["a", "b"], [("+", "o", "a")]),
    ],
)
def test_parse(letters: str, arguments: list[str], changes: list[tuple[str, str, str]]) -> None:
    """Each letter finds its argument, whatever is missing, unknown or too much."""
    assert parse_changes(letters, arguments, KINDS) == changes


def test_parse_is_bounded() -> None:
    """An endless mode string is read up to the bound."""
    assert len(parse_changes("n" * 100_000, [], KINDS)) == LONGEST


def test_format_says_each_sign_once() -> None:
    """The sign stands only where it changes; arguments follow in order; nothing is nothing."""
    changes = [Change("+", "o", "a"), Change("+", "v", "b"), Change("-", "l"), Change("+", "n")]
    assert format_changes(changes) == ("+ov-l+n", "a", "b")
    assert format_changes([]) == ()


@given(st.lists(st.builds(Change, st.sampled_from("+-"), st.sampled_from("bekovnt"), st.just("")), min_size=1))
def test_round_trip(wanted: list[Change]) -> None:
    """What is formatted reads as the same changes."""
    changes = [
        change._replace(argument=f"a{index}") if KINDS.takes_argument(change.sign, change.letter) else change
        for index, change in enumerate(wanted)
    ]
    letters, *arguments = format_changes(changes)
    assert parse_changes(letters, arguments, KINDS) == changes
