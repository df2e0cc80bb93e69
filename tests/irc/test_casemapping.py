"""Which names are the same, by CASEMAPPING."""

from __future__ import annotations

import pytest

from chat_tk.client.session import Session
from chat_tk.irc.casemapping import fold_by
from tests.client.support import joined, said


@pytest.mark.parametrize(
    ("casemapping", "same", "different"),
    [
        ("ascii", [("Ann", "ann")], [("a[", "a{"), ("Ä", "ä"), ("а", "a")]),
        ("rfc1459", [("Ann", "ann"), ("a[]\\~", "a{}|^")], [("Ä", "ä"), ("а", "a")]),
        ("rfc1459-strict", [("a[]\\", "a{}|")], [("a~", "a^")]),
        ("rfc7613", [("Ann", "ann"), ("Ä", "ä")], [("a[", "a{")]),
    ],
)
def test_the_tables(casemapping: str, same: list[tuple[str, str]], different: list[tuple[str, str]]) -> None:
    """Modern IRC, "CASEMAPPING parameter"; nothing beyond ASCII where the server folds ASCII alone."""
    fold = fold_by(casemapping)
    assert all(fold(one) == fold(other) for one, other in same)
    assert not any(fold(one) == fold(other) for one, other in different)


def test_the_client_believes_its_server() -> None:
    """Two people whose names look alike are two, unless the server says that they are one."""
    foreign = joined(others="bob")
    said(foreign, ":a[!u@h JOIN #lobby", ":A{!u@h JOIN #lobby", ":bоb!u@h JOIN #lobby")
    assert [member.nick for member in foreign.members("#lobby")] == ["ann", "a[", "bob", "bоb"]


def test_ours_says_that_look_alikes_are_the_same() -> None:
    """The token comes before the first room."""
    session = Session("ann")
    session.begin(0)
    said(session, ":s 001 ann :Hi", ":s 005 ann CASEMAPPING=ascii LOOKALIKES :are supported", ":ann!u@h JOIN #den")
    said(session, ":bob!u@h JOIN #den", ":bоb!u@h JOIN #den", ":b[!u@h JOIN #den", ":b{!u@h JOIN #den")
    assert [member.nick for member in session.members("#den")] == ["ann", "b[", "bob", "b{"]
