"""MONITOR: watching for names; and what "extended-monitor" adds."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from chat_tk.server import limits
from chat_tk.server.config import Config
from tests.server.commands.heads import codes, heads
from tests.server.support import Play

EXTENDED = caps.EXTENDED_MONITOR | caps.AWAY_NOTIFY | caps.SETNAME


@pytest.fixture
def play():
    """No lobby: nobody shares a room."""
    return Play(Config(lobby_autojoin=False))


def test_adding_names_tells_who_is_online(play):
    """MONITOR +: those online in RPL_MONONLINE, those offline in RPL_MONOFFLINE.

    "If any of the targets being added are online, the server will generate RPL_MONONLINE numerics listing those
    targets that are online."
    """
    ann = play.enters("ann")
    play.enters("bob")
    assert heads(ann.says("MONITOR + BOB,cid,dan").heard()) == ["730 ann bob!bob@bob.host", "731 ann cid,dan"]


def test_names_already_in_the_list_are_not_added_again(play):
    """IRCv3 "Monitor": "Targets already in the list MUST NOT be added again"."""
    ann = play.enters("ann").says("MONITOR + bob")
    ann.heard()
    assert ann.says("MONITOR + BOB").heard() == []
    assert heads(ann.says("MONITOR L").heard()) == ["732 ann bob", "733 ann"]


def test_coming_renaming_and_going_are_told(play):
    """730 "a target has just become online", 731 "a target has just left the irc network"; a free name counts."""
    ann = play.enters("ann").says("MONITOR + bob,rob")
    ann.heard()
    bob = play.connects("here").says("NICK bob")
    assert ann.heard() == []  # not yet in the chat
    bob.says("USER b 0 * :Bob")
    assert heads(ann.heard()) == ["730 ann bob!b@here"]
    bob.says("NICK Bob")
    assert ann.heard() == []
    bob.says("NICK rob")
    assert heads(ann.heard()) == ["731 ann Bob", "730 ann rob!b@here"]
    bob.says("QUIT")
    assert heads(ann.heard()) == ["731 ann rob"]


def test_removing_and_clearing_are_silent(play):
    """MONITOR - and MONITOR C: "No output will be returned for use of this command"."""
    ann = play.enters("ann").says("MONITOR + bob,cid,dan")
    ann.heard()
    assert ann.says("MONITOR - bob,nobody", "MONITOR l").heard()[0].endswith(" 732 ann :cid,dan")
    assert ann.says("MONITOR C").heard() == []
    assert heads(ann.says("MONITOR L").heard()) == ["733 ann"]
    play.enters("cid")
    assert ann.heard() == []


def test_status_tells_of_each_name(play):
    """MONITOR S: "Outputs for each target in the list being monitored, whether the client is online or offline"."""
    ann = play.enters("ann").says("MONITOR + bob,cid")
    play.enters("cid")
    ann.heard()
    assert heads(ann.says("MONITOR S").heard()) == ["730 ann cid!cid@cid.host", "731 ann bob"]


def test_a_full_list(play):
    """734: the limit, and "the list of targets, as the client sent them, that cannot be added"."""
    ann = play.enters("ann")
    ann.says(*[f"MONITOR + n{number}" for number in range(limits.MONITOR - 1)]).heard()
    assert heads(ann.says("MONITOR + Ximena,Yves,Zoe").heard()) == ["734 ann 100 Yves,Zoe", "731 ann Ximena"]


def test_long_lists_come_in_lines_that_fit(play):
    """The text: "The length of the target list is limited only by the buffer size of 512 chars"."""
    ann = play.enters("ann")
    ann.says(*[f"MONITOR + {'x' * 20}{number}" for number in range(60)]).heard()
    lines = ann.says("MONITOR L").heard()
    assert len(lines) > 2
    assert all(len(line) <= 510 for line in lines)


@pytest.mark.parametrize(("line", "answer"), [("MONITOR", "461"), ("MONITOR X a", "400"), ("MONITOR + *!*@*", None)])
def test_what_cannot_be_monitored(play, line, answer):
    """The text: "'target' MUST be a valid nick"; one of the five operations stands in front."""
    assert codes(play.enters("ann").says(line).heard()) == ([answer] if answer else [])


def test_who_left_watches_no_more(play):
    """Nothing is kept of a watcher that is gone."""
    ann = play.enters("ann").says("MONITOR + bob", "QUIT")
    assert play.chat.network.watchers("bob") == []
    assert ann.user.monitored == {}


def test_extended_monitor_tells_of_people_in_no_common_room(play):
    """IRCv3 "extended-monitor": AWAY with away-notify, SETNAME with setname, and only with it.

    "If away-notify is also enabled, the client will get AWAY notifications for monitored nicks."
    """
    ann, eve = play.enters("ann", EXTENDED), play.enters("eve", caps.AWAY_NOTIFY)
    plain = play.enters("cid", caps.EXTENDED_MONITOR)
    bob = play.enters("bob")
    for actor in (ann, eve, plain):
        actor.says("MONITOR + bob").heard()
    bob.says("AWAY :tea", "SETNAME :Robert")
    assert ann.heard() == [":bob!bob@bob.host AWAY :tea", ":bob!bob@bob.host SETNAME :Robert"]
    assert eve.heard() == plain.heard() == []


def test_in_a_common_room_it_is_told_once(play):
    """Whoever shares a room and watches too is told once."""
    ann, bob = play.enters("ann", EXTENDED), play.enters("bob")
    ann.says("JOIN #den", "MONITOR + bob")
    bob.says("JOIN #den")
    ann.heard()
    bob.says("AWAY :tea")
    assert ann.heard() == [":bob!bob@bob.host AWAY :tea"]
