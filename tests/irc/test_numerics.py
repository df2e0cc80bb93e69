"""The table of numerics: every row can be filled, and nothing given to it moves its neighbours."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc import numerics
from chat_tk.irc.message import Message, format_message, parse
from chat_tk.irc.numerics import BY_CODE, Numeric

ROWS = [row for row in vars(numerics).values() if isinstance(row, Numeric)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_row(row: Numeric) -> None:
    """A row is called what its constant is called, has its own code, and needs each of its parameters."""
    assert getattr(numerics, row.name) is row
    assert re.fullmatch("[0-9]{3}", row.code)
    assert BY_CODE[row.code] is row
    fields = re.findall(r"\{([^}]*)\}", row.text)
    needed = sorted({index for index in fields if index != "*"})
    assert needed == [str(index) for index in range(len(needed))]
    if needed:
        with pytest.raises(IndexError):
            row.fill(*range(len(needed) - 1))
    filled = row.fill(*[f"given{index}" for index in needed])
    assert all(f"given{index}" in " ".join(filled) for index in needed)
    assert parse(format_message(Message(row.code, ("nick", *filled)))).params == ("nick", *filled)


@given(st.sampled_from(ROWS), st.lists(st.text(" :{}*0a", max_size=4), min_size=8, max_size=8))
def test_nothing_given_moves_its_neighbours(row: Numeric, given_params: list[str]) -> None:
    """Braces, colons, spaces and empty texts stay where they were put: the number of parameters never changes."""
    filled = row.fill(*given_params)
    assert parse(format_message(Message(row.code, ("nick", *filled)))).params == ("nick", *filled)
    if "{*}" not in row.text:
        assert len(filled) == len(row.fill(*["x"] * 8))


def test_trailing_text_is_kept_as_it_is() -> None:
    """What stands in the last parameter is not interpreted."""
    assert numerics.RPL_TOPIC.fill("#den", "a :b {0} {x}") == ("#den", "a :b {0} {x}")


def test_star_takes_all_that_is_given() -> None:
    """The words of 005 stand before its text; the last field of 354 may be a full name."""
    assert numerics.RPL_ISUPPORT.fill("A=1", "B") == ("A=1", "B", "are supported by this server")
    assert numerics.RPL_WHOSPCRPL.fill("7", "", "Anna B.") == ("7", "*", "Anna B.")


def test_made_up_middle_parameters_are_made_fit() -> None:
    """A client can name a channel that is empty, has spaces or starts with a colon; the answer still has its shape."""
    fill = numerics.ERR_NOSUCHCHANNEL.fill
    assert [fill(name)[0] for name in ("", "a b", ":a", "#ok")] == ["*", "_a_b", "_:a", "#ok"]
