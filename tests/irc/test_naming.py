"""What somebody is called on the screen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.irc.names import fold
from chat_tk.irc.naming import LONGEST, shown_name


@pytest.mark.parametrize(
    ("nick", "display", "shown"),
    [
        ("Maria_Rossi", "Maria Rossi", "Maria Rossi"),
        ("Maria_Rossi2", "Maria Rossi", "Maria Rossi (Maria_Rossi2)"),
        ("mallory", "Bob", "Bob (mallory)"),
        ("mallory", "Bob (bob)", "Bob bob (mallory)"),
        ("mallory", "b\u202eob\u200b", "bob (mallory)"),
        ("mallory", "Bob\n12:00 ann:", "Bob 12:00 ann: (mallory)"),
        ("Guest", "!!!", "!!! (Guest)"),
        ("bob", "", "bob"),
        ("bob", " \u200b ", "bob"),
        ("\u200bbob", "", "\ufffdbob"),
        ("\u200bbob", "bob", "bob (\ufffdbob)"),
    ],
)
def test_a_display_name_stands_alone_only_where_the_nick_says_the_same(nick: str, display: str, shown: str) -> None:
    """Everywhere else the nick stands beside it."""
    assert shown_name(nick, display) == shown


@settings(deadline=None)
@given(st.from_regex("[A-Za-z_]{1,10}", fullmatch=True), st.from_regex("[A-Za-z_]{1,10}", fullmatch=True), st.text())
def test_nobody_passes_for_somebody_else(nick: str, other: str, display: str) -> None:
    """Whatever one wants to be called, it is not what the person ``other`` is called who says nothing."""
    for wish in (display, other, f" {other} ", f"{other}\u200b", other.replace("_", " ")):
        shown = shown_name(nick, wish)
        assert len(shown) <= LONGEST + len(nick) + 3
        if fold(nick) != fold(other):
            assert fold(shown.replace(" ", "_")) != fold(other)
