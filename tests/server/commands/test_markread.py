"""MARKREAD, as the draft "read-marker" says."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from chat_tk.server import marking
from chat_tk.server.marks import READERS, TARGETS, Marks
from tests.server.support import NOW, Play

EARLY, LATER = "timestamp=2019-01-04T14:33:26.123Z", "timestamp=2020-01-04T14:33:26.123Z"


@pytest.fixture
def play() -> Play:
    return Play()


def test_a_mark_is_told_on_joining_before_the_end_of_names(play: Play) -> None:
    """'The command MUST be sent before the RPL_ENDOFNAMES reply'; '*' when nothing is known."""
    ann = play.enters("ann", caps.READ_MARKER).says("JOIN #den")
    heard = ann.heard()
    assert ":chat.local MARKREAD #den *" in heard
    assert heard.index(":chat.local MARKREAD #den *") < next(i for i, line in enumerate(heard) if " 366 " in line)
    ann.says(f"MARKREAD #den {EARLY}", "PART #den", "JOIN #den")
    assert ann.heard().count(f":chat.local MARKREAD #den {EARLY}") == 2  # set, and on coming again


def test_it_is_set_and_asked_for(play: Play) -> None:
    """'The server MUST reply to a successful MARKREAD client set command using a MARKREAD server command'."""
    ann = play.enters("ann", caps.READ_MARKER)
    ann.says("MARKREAD #lobby", f"MARKREAD #lobby {EARLY}", "MARKREAD #LOBBY", f"MARKREAD bob {EARLY}")
    assert ann.heard() == [
        ":chat.local MARKREAD #lobby *",
        f":chat.local MARKREAD #lobby {EARLY}",
        f":chat.local MARKREAD #lobby {EARLY}",
        f":chat.local MARKREAD bob {EARLY}",
    ]


def test_it_only_goes_forward(play: Play) -> None:
    """'the server MUST reply with a MARKREAD command with the newer, previous value that was stored'."""
    ann = play.enters("ann", caps.READ_MARKER)
    ann.says(f"MARKREAD #lobby {LATER}", f"MARKREAD #lobby {EARLY}")
    assert ann.heard() == [f":chat.local MARKREAD #lobby {LATER}"] * 2


def test_the_future_is_not_read_yet(play: Play) -> None:
    """'it can clamp it between the last read timestamp and the current time'."""
    ann = play.enters("ann", caps.READ_MARKER).says("MARKREAD #lobby timestamp=2999-01-01T00:00:00.000Z")
    assert ann.heard() == [":chat.local MARKREAD #lobby timestamp=2023-11-14T22:13:20.000Z"]
    assert NOW == 1_700_000_000


def test_all_programs_of_an_account_hear_of_it_and_nobody_else(play: Play) -> None:
    """'to all the clients of the user'; 'MUST NOT be disclosed to other users'."""
    ann, phone, bob = (play.enters(name, caps.READ_MARKER) for name in ("ann", "ann2", "bob"))
    ann.user.account = phone.user.account = "anna"
    ann.says(f"MARKREAD #lobby {EARLY}")
    assert phone.heard() == ann.heard() == [f":chat.local MARKREAD #lobby {EARLY}"]
    bob.says("MARKREAD #lobby")
    assert bob.heard() == [":chat.local MARKREAD #lobby *"]


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("MARKREAD", "NEED_MORE_PARAMS :Missing parameters"),
        ("MARKREAD #lobby *", "INVALID_PARAMS * :Invalid parameters"),
        ("MARKREAD #lobby :", "INVALID_PARAMS * :Invalid parameters"),
        ("MARKREAD #lobby msgid=x", "INVALID_PARAMS msgid=x :Invalid parameters"),
        ("MARKREAD #lobby timestamp=yesterday", "INVALID_PARAMS timestamp=yesterday :Invalid parameters"),
        ("MARKREAD #den", "INVALID_PARAMS #den :Invalid parameters"),
    ],
)
def test_errors(play: Play, line: str, refusal: str) -> None:
    """The FAIL codes of the draft; the marks of a room that one is not in are none."""
    play.enters("bob").says("JOIN #den")
    ann = play.enters("ann", caps.READ_MARKER).says(line)
    assert ann.heard() == [f":chat.local FAIL MARKREAD {refusal}"]


def test_without_the_capability_there_is_no_such_command(play: Play) -> None:
    """It 'affects which messages are sent by the server'."""
    assert play.enters("ann").says("MARKREAD #lobby").heard()[0].split()[1] == "421"


def test_marks_of_a_connection_end_with_it(play: Play) -> None:
    """So nobody who comes and goes pushes out the marks of who has an account."""
    ann = play.enters("ann", caps.READ_MARKER).says(f"MARKREAD #lobby {EARLY}")
    reading = marking.reader(ann.user)
    assert play.chat.marks.of(reading, "#lobby") is not None
    ann.says("QUIT")
    assert play.chat.marks.of(reading, "#lobby") is None


def test_marks_are_bounded() -> None:
    """The ones that moved last stay."""
    marks = Marks()
    for number in range(TARGETS + 1):
        marks.move("a", f"#{number}", 1)
    assert marks.of("a", "#0") is None
    assert marks.of("a", f"#{TARGETS}") == 1
    for number in range(READERS):
        marks.move(f"r{number}", "#x", 1)
    assert marks.of("a", f"#{TARGETS}") is None


@pytest.mark.parametrize("line", ["MARKREAD :a b", "MARKREAD ::x", "MARKREAD #lobby :a b", "MARKREAD #lobby ::x"])
def test_what_cannot_be_repeated_is_refused_in_order(play: Play, line: str) -> None:
    """Whatever a client makes up stands in its place of the answer, and moves nothing."""
    (heard,) = play.enters("ann", caps.READ_MARKER).says(line).heard()
    assert heard.startswith(":chat.local FAIL MARKREAD INVALID_PARAMS _")
