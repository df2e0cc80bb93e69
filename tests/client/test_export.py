"""What is kept of a room as a text or a web page."""

from __future__ import annotations

import time

import pytest

from chat_tk.client.export import as_html, as_text
from chat_tk.client.values import Kind, Line, Quote, Reaction

NOON = 1_795_176_000.0


def line(number: int, text: str, sender: str = "Alice", **more: object) -> Line:
    plain = Line(number, "#lobby", Kind.MESSAGE, NOON + number, text, sender)
    return plain._replace(**more)  # type: ignore[arg-type]


def test_text_has_times_names_and_days() -> None:
    """Formatting codes are gone, an action and a notice of the program are told apart."""
    lines = [
        line(1, "\x02Hello\x02 all", name="Alice B."),
        line(2, "waves", kind=Kind.ACTION),
        line(3, "Tom joined", "", kind=Kind.INFO),
        line(90_000, "next day\nand on"),
    ]
    assert as_text("Lobby", lines, time.gmtime) == (
        "Lobby\n\n--- 2026-11-20 ---\n[12:00] Alice B.: Hello all\n[12:00] * Alice waves\n[12:00] Tom joined\n\n"
        "--- 2026-11-21 ---\n[13:00] Alice: next day\n        and on\n"
    )


def test_nobody_can_forge_a_line_of_the_text() -> None:
    """The further lines of a message begin as no message does."""
    said = as_text("Lobby", [line(1, "hello\n[09:12] Bob: I owe you money")], time.gmtime).splitlines()
    assert [each for each in said if each.startswith("[")] == ["[12:00] Alice: hello"]
    assert "        [09:12] Bob: I owe you money" in said


def test_a_page_shows_the_look_and_links() -> None:
    """Bold stays bold, an address a link, an answer and its reactions are there."""
    said = line(
        1,
        "\x02see\x02 https://a.example/?x=1&y=2",
        quote=Quote("m", "Bob", "what?"),
        reactions=(Reaction("👍", ("Bob",)),),
    )
    page = as_html("Lobby", [said], time.gmtime)
    assert "<b>see</b>" in page
    assert 'href="https://a.example/?x=1&amp;y=2"' in page
    assert "<blockquote>Bob: what?</blockquote>" in page
    assert "👍 1" in page


@pytest.mark.parametrize("nasty", ["</p><script>x()</script>", '"><img src=x>', "javascript:alert(1)"])
def test_nothing_said_becomes_a_tag(nasty: str) -> None:
    """Not in a text, a name, a title or a quote."""
    said = line(1, nasty, nasty, quote=Quote("m", nasty, nasty))
    page = as_html(nasty, [said], time.gmtime)
    body = page[page.index("<body>") :]
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in body


def test_absurd_moments_do_not_stop_it() -> None:
    """A clock elsewhere may be anything."""
    assert as_text("x", [line(1, "odd", at=1e300)], time.gmtime).endswith("Alice: odd\n")
