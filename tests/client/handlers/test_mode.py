"""What a change of a room's rules says to a person."""

from __future__ import annotations

from tests.client.support import joined, said


def test_a_room_that_becomes_read_only_says_so_once() -> None:
    """Whoever cannot write any more reads why before they try; what changes nothing is silent."""
    session = joined()
    said(session, ":s 324 ann #lobby +nt")
    before = len(session.lines("#lobby"))
    said(
        session,
        ":ann!a@h MODE #lobby +m",
        ":ann!a@h MODE #lobby +m",
        ":ann!a@h MODE #lobby -m",
        ":ann!a@h MODE #lobby +s",
    )
    assert [line.text for line in session.lines("#lobby")][before:] == [
        "From now on everybody can read here, and only those who keep order write.",
        "Everybody can write here again.",
    ]
