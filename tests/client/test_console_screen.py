"""The chat as lines of text."""

from __future__ import annotations

import io

import pytest

from chat_tk.client.console_screen import EARLIER, ConsoleScreen
from chat_tk.client.terminal import Terminal
from chat_tk.client.values import Kind, Line, Room


class Written:
    """A screen, and what it wrote."""

    def __init__(self) -> None:
        self._out = io.StringIO()
        self.screen = ConsoleScreen(Terminal(self._out, interactive=False, dumb=True), lambda _question: False)
        self.screen.open_room(Room("#lobby", "Lobby"))
        self.screen.select_room("#lobby", (), (), "")

    def lines(self) -> list[str]:
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return text.splitlines()


@pytest.fixture
def written() -> Written:
    return Written()


def line(number: int, text: str = "", *, own: bool = False, kind: Kind = Kind.MESSAGE) -> Line:
    return Line(number, "#lobby", kind, 1_700_000_000.0 + number, text or f"text {number}", "bob", own)


def test_the_last_lines_before_one_came_are_told_once(written: Written) -> None:
    """With their day, one's own among them, what the program itself says not."""
    written.lines()
    written.screen.add_earlier([*(line(number, own=number % 2 == 0) for number in range(50)), line(99, kind=Kind.INFO)])
    first, *told, last = written.lines()
    assert first == "--- before you came ---"
    assert last == "--- Lobby ---"
    assert [each.rpartition(": ")[2] for each in told] == [f"text {number}" for number in range(50 - EARLIER, 50)]
    assert all(each.startswith("2023-11-1") for each in told)
    written.screen.add_earlier([line(1)])
    assert written.lines() == []


def test_nobody_can_forge_a_line_with_a_line_break(written: Written) -> None:
    """Further lines of one message are marked as such."""
    written.lines()
    written.screen.add_lines([line(1, "hello\n12:00 ann: I owe you money")])
    first, second = written.lines()
    assert first.endswith("bob: hello")
    assert second.startswith("      | 12:00 ann")


def test_what_was_not_sent_is_shown(written: Written) -> None:
    """A prompt cannot be filled; the text is there to be typed again."""
    written.lines()
    written.screen.select_room("#lobby", (), (), "one\ntwo")
    assert "* Not sent the last time: one / two" in written.lines()
