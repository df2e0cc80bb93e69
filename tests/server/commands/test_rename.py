"""RENAME, as the draft "channel-rename" says."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from tests.server.support import Actor, Play


@pytest.fixture
def play() -> Play:
    return Play()


def den(play: Play) -> tuple[Actor, Actor]:
    """An operator whose program knows RENAME, and a member whose program does not, in #foo with a topic."""
    ann = play.enters("ann", caps.CHANNEL_RENAME).says("JOIN #foo", "TOPIC #foo :about")
    bob = play.enters("bob").says("JOIN #foo")
    play.all_forget()
    return ann, bob


def test_who_knows_it_is_told_the_new_name(play: Play) -> None:
    """'The server to client command MUST always include the third parameter'; all state is preserved."""
    ann, bob = den(play)
    ann.says("RENAME #foo #bar")
    assert ann.heard() == [":ann!ann@ann.host RENAME #foo #bar :"]
    channel = play.chat.network.channel("#bar")
    assert channel is not None
    assert play.chat.network.channel("#foo") is None
    assert (channel.topic, [user.nick for user in channel.members]) == ("about", ["ann", "bob"])
    bob.heard()
    bob.says("PRIVMSG #bar :hi", "PART #bar")
    assert ann.heard()[0] == ":bob!bob@bob.host PRIVMSG #bar :hi"
    assert "#bar" not in bob.user.memberships


def test_an_operator_outside_reads_that_it_is_done(play: Play) -> None:
    """It may rename rooms that it is not in; so it is told, as whoever is in there."""
    ann, _bob = den(play)
    oper = play.enters("oper", caps.CHANNEL_RENAME)
    play.chat.network.set_mode(oper.user, "o", on=True)
    play.all_forget()
    oper.says("RENAME #foo #bar")
    assert oper.heard() == ann.heard() == [":oper!oper@oper.host RENAME #foo #bar :"]


def test_what_was_read_there_stays_read(play: Play) -> None:
    """Under the new name, also for who is not in it now; what was read in another room of that name does not count."""
    ann, bob, cid = (play.enters(name, caps.CHANNEL_RENAME | caps.READ_MARKER) for name in ("ann", "bob", "cid"))
    ann.user.account, early, later = "anna", "timestamp=2019-01-04T14:33:26.123Z", "timestamp=2020-01-04T14:33:26.123Z"
    for actor in (ann, bob, cid):
        actor.says("JOIN #foo", f"MARKREAD #bar {later}")
    for actor in (ann, bob):
        actor.says(f"MARKREAD #foo {early}")
    bob.says("PART #foo")
    play.all_forget()
    ann.says("RENAME #foo #bar", "MARKREAD #bar", "MARKREAD #foo")
    bob.says("JOIN #bar")
    cid.says("MARKREAD #bar")
    assert ann.heard()[1:3] == [f":chat.local MARKREAD #bar {early}", ":chat.local MARKREAD #foo *"]
    assert f":chat.local MARKREAD #bar {early}" in bob.heard()
    assert cid.heard()[-1] == ":chat.local MARKREAD #bar *"


def test_others_leave_and_come_again(play: Play) -> None:
    """The fallback: PART with the reason, then JOIN 'followed by the usual messages'."""
    ann, bob = den(play)
    ann.says("RENAME #foo #bar :Typo fix")
    part, join, topic, who, names, end = bob.heard()
    assert (part, join) == (":bob!bob@bob.host PART #foo :Typo fix", ":bob!bob@bob.host JOIN #bar")
    assert [line.split()[1] for line in (topic, who, names, end)] == ["332", "333", "353", "366"]


def test_the_fallback_serves_the_caller_too(play: Play) -> None:
    """'without having negotiated the capability, the server SHOULD rename the channel'."""
    ann, _bob = den(play)
    ann.user.capabilities = 0
    ann.says("RENAME #foo #bar")
    assert [line.split()[1] for line in ann.heard()] == ["PART", "JOIN", "332", "333", "353", "366"]


def test_only_the_capitals_may_change(play: Play) -> None:
    """'Implementations MUST allow channels to be renamed while only changing the casing', without the fallback."""
    ann, bob = den(play)
    ann.says("RENAME #foo #FOO")
    assert ann.heard() == [":ann!ann@ann.host RENAME #foo #FOO :"]
    assert bob.heard() == []


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("RENAME #foo #good", "FAIL RENAME CHANNEL_NAME_IN_USE #foo #good :The channel name is already taken"),
        ("RENAME #foo %local", "FAIL RENAME CANNOT_RENAME #foo %local :The channel cannot be renamed"),
        ("RENAME #foo #foo", "FAIL RENAME CANNOT_RENAME #foo #foo :The channel cannot be renamed"),
        ("RENAME #nowhere #x", "403"),
        ("RENAME #foo", "461"),
    ],
)
def test_refusals(play: Play, line: str, refusal: str) -> None:
    """The codes of the draft, and 'existing error numerics' where these fit."""
    ann, _bob = den(play)
    play.enters("eve").says("JOIN #good")
    ann.says(line)
    (heard,) = ann.heard()
    assert heard == f":chat.local {refusal}" or heard.split()[1] == refusal


def test_only_its_operator_renames_a_room(play: Play) -> None:
    """482; and the lobby, where plain text talks, keeps its name."""
    _ann, bob = den(play)
    bob.says("RENAME #foo #bar", "RENAME #lobby #x")
    assert [line.split()[1] for line in bob.heard()] == ["482", "482"]
    bob.user.modes |= {"o"}
    bob.says("RENAME #lobby #x")
    assert "CANNOT_RENAME" in bob.heard()[0]
