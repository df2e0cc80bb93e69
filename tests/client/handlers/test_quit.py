"""QUIT: why somebody left, for people to read."""

from __future__ import annotations

import pytest

from tests.client.support import joined, said


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("Quit: good night", " (good night)"),
        ("Quit: Ping timeout", " (Ping timeout)"),
        ("Ping timeout: 150 seconds", " (The connection is broken.)"),
        ("Connection reset by peer", " (The connection is broken.)"),
        ("Connection closed", ""),
        ("Quit:", ""),
        ("G-Lined", " (G-Lined)"),
    ],
)
def test_the_words_of_servers_are_not_shown(reason: str, told: str) -> None:
    """A broken connection is told in our words; what the person wrote stands as it is."""
    session = joined()
    said(session, f":bob!b@h QUIT :{reason}")
    assert session.lines("#lobby")[-1].text == f"bob left the chat.{told}"
