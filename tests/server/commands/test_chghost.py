"""CHGHOST, the operators' command and the line of IRCv3 "chghost"."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from tests.server.commands.heads import codes
from tests.server.support import Actor, Play

ADDRESS = "ann.host"


@pytest.fixture
def play() -> Play:
    return Play()


def operator(play: Play, nick: str) -> Actor:
    actor = play.enters(nick)
    actor.user.modes = frozenset("o")
    return actor


def test_who_shares_a_room_reads_chghost(play: Play) -> None:
    """CHGHOST: "servers MUST send the `CHGHOST` message to other clients who share channels with the target client".

    "Servers SHOULD also send the `CHGHOST` message to the client whose own username or host changed". RPL_HOSTHIDDEN
    (396) tells everyone else.
    """
    ann, bob, oper = play.enters("ann", caps.CHGHOST), play.enters("bob", caps.CHGHOST), operator(play, "oper")
    cid = play.appears("cid")
    play.all_forget()
    oper.says("CHGHOST ann staff.example")
    line = f":ann!ann@{ADDRESS} CHGHOST ann staff.example"
    assert bob.heard() == [line]
    assert ann.heard() == [line, ":chat.local 396 ann staff.example :is now your displayed host"]
    assert cid.heard() == []
    assert oper.heard()[-1] == ":chat.local NOTICE oper :ann is seen at staff.example now."
    ann.says("PRIVMSG #lobby :hi")
    assert bob.heard() == [":ann!ann@staff.example PRIVMSG #lobby :hi"]


def test_programs_without_it_read_that_somebody_enters_again(play: Play) -> None:
    """CHGHOST: "the simulated events SHOULD include appropriate `QUIT`, `JOIN` and `MODE` commands"."""
    ann, bob, oper = play.enters("ann").says("JOIN #den"), play.enters("bob").says("JOIN #den"), operator(play, "oper")
    bob.says("PART #lobby")
    play.all_forget()
    oper.says("CHGHOST ann staff.example")
    assert bob.heard() == [
        f":ann!ann@{ADDRESS} QUIT :Changing host",
        ":ann!ann@staff.example JOIN #den",
        ":chat.local MODE #den +o ann",
    ]
    assert ann.heard() == [":chat.local 396 ann staff.example :is now your displayed host"]


def test_the_address_is_known_to_operators_alone(play: Play) -> None:
    """WHO, WHOX and WHOIS show the host; its address is told to operators and to the person itself."""
    ann, bob, oper = play.enters("ann"), play.enters("bob"), operator(play, "oper")
    oper.says("CHGHOST ann staff.example")
    for reader, shown in ((bob, "255.255.255.255"), (oper, ADDRESS), (ann, ADDRESS)):
        play.all_forget()
        assert f" {shown} staff.example " in reader.says("WHO ann %ihn").heard()[0]
        assert "staff.example" in reader.says("WHO ann").heard()[0]
        whois = reader.says("WHOIS ann").heard()
        assert "311 " in whois[0]
        assert "staff.example" in whois[0]
        assert any(ADDRESS in line for line in whois) == (reader is not bob)


def test_a_star_gives_the_address_back(play: Play) -> None:
    """And what is said already is not said again."""
    ann, oper = play.enters("ann", caps.CHGHOST), operator(play, "oper")
    oper.says("CHGHOST ann staff.example", "CHGHOST ann *")
    assert ann.user.host == ann.user.address
    play.all_forget()
    oper.says("CHGHOST ann *")
    assert (ann.heard(), oper.heard()) == ([], [])


@pytest.mark.parametrize("host", ["a!", "x" * 65, "-x", "a*", "ж.example", "a,b", "x@y"])
def test_what_cannot_stand_in_a_source_is_refused(play: Play, host: str) -> None:
    """In words, and nothing changes."""
    ann, oper = play.enters("ann"), operator(play, "oper")
    play.all_forget()
    oper.says(f"CHGHOST ann {host}")
    assert "cannot stand" in oper.heard()[0]
    assert ann.user.host == ADDRESS


def test_only_operators_may(play: Play) -> None:
    """481, and 401 for a name that nobody has."""
    ann, oper = play.enters("ann"), operator(play, "oper")
    play.all_forget()
    assert codes(ann.says("CHGHOST ann staff.example").heard()) == ["481"]
    assert codes(oper.says("CHGHOST nobody staff.example").heard()) == ["401"]


def test_bans_of_rooms_hold_for_both_hosts(play: Play) -> None:
    """Nobody escapes a ban by another host, and nobody one by its address."""
    ann, oper = play.enters("ann"), operator(play, "oper").says("JOIN #den")
    oper.says("CHGHOST ann staff.example")
    for mask in (f"*!*@{ADDRESS}", "*!*@staff.example"):
        oper.says(f"MODE #den +b {mask}")
        play.all_forget()
        assert codes(ann.says("JOIN #den").heard()) == ["474"], mask
        oper.says(f"MODE #den -b {mask}")
