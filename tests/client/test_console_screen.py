"""The chat as lines of text."""

from __future__ import annotations

import io

import pytest

from chat_tk.client.console_screen import EARLIER, ConsoleScreen
from chat_tk.client.details import Found, Invitation, Link, PersonDetails, Phase, RoomList, RoomOffer
from chat_tk.client.terminal import Terminal
from chat_tk.client.values import Kind, Line, Quote, Reaction, Room


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


def test_an_answer_tells_what_it_answers(written: Written) -> None:
    """In short, before its words."""
    written.lines()
    written.screen.add_lines([line(1, "I do")._replace(quote=Quote("m", "ann", "Who brings the cake?", 1))])
    written.screen.add_lines([line(2, "I do")._replace(quote=Quote("m"))])
    first, second = written.lines()
    assert first.endswith("bob: (to ann: Who brings the cake?) I do")
    assert second.endswith("bob: (answers an earlier message) I do")


def test_a_room_with_another_name_is_not_told_again(written: Written) -> None:
    """Only what has not stood here yet; nor that one is no longer in it."""
    written.screen.add_lines([line(1), line(2)])
    written.screen.move_room("#lobby", Room("#den", "den"))
    written.lines()
    written.screen.select_room("#den", [each._replace(room="#den") for each in (line(1), line(2), line(3))], (), "")
    written.screen.close_room("#lobby")
    assert [text.rpartition(": ")[2] for text in written.lines()] == ["--- den ---", "text 3"]


def test_reactions_and_what_was_taken_back_are_told_as_they_come(written: Written) -> None:
    """The new one alone; one that is taken back is not worth a word."""
    written.lines()
    once = line(1, "Done")._replace(reactions=(Reaction("\N{PARTY POPPER}", ("ann",)),))
    twice = once._replace(reactions=(Reaction("\N{PARTY POPPER}", ("ann", "cid")),))
    for each in (once, twice, once):
        written.screen.change_line(each)
    written.screen.change_line(once._replace(text="This message was deleted.", deleted=True, reactions=()))
    assert written.lines() == [
        "* ann reacts with \N{PARTY POPPER} to: Done",
        "* cid reacts with \N{PARTY POPPER} to: Done",
        "* bob: This message was deleted.",
    ]


def test_who_comes_and_goes_is_told_one_by_one(written: Written) -> None:
    """A terminal cannot change a line that stands there."""
    written.lines()
    movement = line(1, "Ann joined.", kind=Kind.MOVEMENT)._replace(sender="", details="Ann joined.")
    written.screen.add_lines([movement])
    written.screen.change_line(movement._replace(text="Joined: Ann, Bob", details="Ann joined.\nBob joined."))
    assert [each[each.index("*") :] for each in written.lines()] == ["* Ann joined.", "* Bob joined."]


def test_what_stood_there_is_not_written_again(written: Written) -> None:
    """On changing to a room and back: only what is new."""
    written.screen.add_lines([line(1), line(2)])
    written.screen.open_room(Room("#den", "den"))
    written.screen.select_room("#den", (), (), "")
    written.lines()
    written.screen.select_room("#lobby", (line(1), line(2), line(3, "new")), (), "")
    assert [each.rpartition(": ")[2] for each in written.lines()] == ["--- Lobby ---", "new"]


def test_answers_to_questions_are_lines(written: Written) -> None:
    """Who somebody is, which rooms there are, what was found; what there is not is said, too."""
    written.lines()
    written.screen.show_person(
        PersonDetails("bob", address="b@h", idle=150, rooms=("Lobby",), away=True, away_text="tea")
    )
    written.screen.show_person(PersonDetails("zoe", found=False))
    written.screen.show_rooms(RoomList((RoomOffer("#den", "den", 1, "cake"),), complete=True))
    written.screen.show_found(Found("x", ()))
    assert written.lines() == [
        "* bob is at b@h.",
        "* Away: tea",
        "* bob last wrote 2 minutes ago.",
        "* bob is in: Lobby",
        "* zoe is not here.",
        "* den (1 person): cake",
        "* /join NAME enters one.",
        "* Nothing was found.",
    ]


def test_a_broken_connection_is_a_line_and_not_one_each_second(written: Written) -> None:
    """Each wait is told once, with how not to wait."""
    written.lines()
    words = "The connection to the chat is broken."
    for seconds in (4, 3, 2):
        written.screen.show_link(Link(Phase.WAITING, words, seconds))
    assert written.lines() == [f"! {words} Next try in 4 seconds. /connect tries now."]
    written.screen.show_link(Link(Phase.BROKEN, "Trying again ..."))
    assert written.lines() == []
    written.screen.show_link(Link(Phase.WAITING, words, 1))
    assert written.lines() == [f"! {words} Next try in 1 second. /connect tries now."]


def test_what_was_missed_is_told_when_it_comes(written: Written) -> None:
    """A page of history brings lines that have not stood here; what has is not told again."""
    written.screen.add_lines([line(1), line(2)])
    written.lines()
    written.screen.show_lines([line(1), line(3), line(2), line(4, own=True)])
    assert [each.rpartition(": ")[2] for each in written.lines()] == ["text 3"]
    written.screen.show_lines([line(1), line(3), line(2)])
    assert written.lines() == []


def test_who_is_called_something_else_is_not_told_to_have_come_again(written: Written) -> None:
    """The name that becomes known a moment later changes the line, and a terminal cannot."""
    written.lines()
    movement = line(1, "Anna_Maria joined.", kind=Kind.MOVEMENT)._replace(sender="", details="Anna_Maria joined.")
    another = movement._replace(id=3, text="Bob joined.", details="Bob joined.")
    written.screen.add_lines([movement, line(2), another])
    written.screen.change_line(movement._replace(text="Anna Maria joined.", details="Anna Maria joined."))
    assert len(written.lines()) == 3
    written.screen.add_earlier([movement._replace(id=4), line(5)])
    written.lines()
    written.screen.change_line(movement._replace(id=4, text="Anna Maria joined.", details="Anna Maria joined."))
    assert written.lines() == []


def test_what_a_window_has_buttons_for_is_told_as_it_is_typed(written: Written) -> None:
    """An invitation, a room with a password, a room that one was removed from; that one once."""
    written.lines()
    written.screen.show_invitation(Invitation("#staff", "Staff", "Alice"))
    written.screen.ask_room_password("#vault", "vault")
    for _time in range(2):
        written.screen.change_room(Room("#lobby", "Lobby", joined=False))
    assert written.lines() == [
        "* You are invited to Staff: /join Staff goes there.",
        "* vault needs a password: /join vault PASSWORD",
        "* You are not in Lobby any more: /join Lobby tries to enter it again.",
    ]
