"""Tests of the log as the host's window tells it."""

import typing

import pytest

from chat_tk import i18n
from chat_tk.net.address import Address
from chat_tk.net.ended import Ended
from chat_tk.server import events
from chat_tk.server.bans import Ban
from chat_tk.server.called import Called
from chat_tk.server.reporting import ban_row
from chat_tk.server.sentences import UNTOLD, banned, entry
from chat_tk.server.values import BanKind, Entry, Level

CALLED = Called(lambda: "#Lobby")


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (events.Started(0, (Address("0.0.0.0", 6667),)), "The chat is open: people can come in"),
        (events.HandRaised(0, 3, "Emil", up=False), "The hand of Emil is down"),
        (events.Banned(0, "Cara!*@10.0.0.7", "host", "noise", 0.0), "Cara from 10.0.0.7 may not come in: noise"),
        (events.Unbanned(0, "Cara", "Bob"), "Cara may come in again (Bob)"),
        (events.Muted(0, 3, "Bob", on=False, by="host"), "Bob may write again"),
        (events.Kicked(0, 3, "Bob", "#den", "Ann", "noise"), "Bob was put out of den (Ann): noise"),
        (events.Said(0, 3, "Bob", "#lobby", "hi"), "Bob in Lobby: hi"),
        (events.Left(0, 3, "", "Connection closed"), "Somebody went without telling a name"),
        (events.Left(0, 3, "Bob", "Quit: "), "Bob has left the chat"),
        (events.Left(0, 3, "Bob", "Quit: see you"), "Bob has left the chat: see you"),
        (events.Left(0, 3, "Bob", "Connection reset by peer"), "Bob has left the chat: The connection is broken."),
        (events.SettingsChanged(0, ("motd",)), "Settings are changed"),
    ],
)
def test_it_is_told_in_sentences(event, text):
    """No sign, pattern or socket address that one must have learnt."""
    assert entry(event, CALLED).text == text


@pytest.mark.parametrize(
    "ended", [each for each in Ended if each is not Ended.CLOSED_HERE], ids=lambda ended: ended.name
)
def test_the_end_of_a_connection_is_told_in_the_language_of_the_host(ended, monkeypatch):
    """The English of a QUIT is for programs."""
    monkeypatch.setattr(i18n, "_catalog", i18n._catalog)  # comes back after the test
    i18n.install("de")
    told = entry(events.Left(0, 3, "Bob", ended.value), CALLED).text
    assert told.startswith("Bob hat den Chat verlassen")
    assert ended.value not in told


def test_no_text_can_make_another_line():
    """What people write is one line here, too."""
    assert "\n" not in entry(events.Said(0, 3, "Eve", "#lobby", "a\nb\x1b[2K"), CALLED).text


@pytest.mark.parametrize(
    ("what", "who", "kind"),
    [
        ("Cara!*@*", "Cara", BanKind.NAME),
        ("Cara!*@10.0.0.7", "Cara from 10.0.0.7", BanKind.BOTH),
        ("Cara!*@10.*", "Cara!*@10.*", BanKind.MASK),
        ("a\\\\b!*@10.0.0.7", "a\\\\b!*@10.0.0.7", BanKind.MASK),
        ("*!*@10.*", "*!*@10.*", BanKind.MASK),
        ("10.0.0.7", "10.0.0.7", BanKind.ADDRESS),
        ("Cara", "Cara", BanKind.NAME),
    ],
)
def test_a_pattern_of_one_name_is_that_name(what, who, kind):
    """Only a pattern that says more than a name, or a name at an address, stays one; in the list and in the log."""
    row = ban_row(Ban(what, "host", 0.0), CALLED)
    assert (banned(what, CALLED), row.who, row.kind) == (who, who, kind)


def test_what_is_not_told_is_an_event():
    """The list of what is left out names events only."""
    assert set(UNTOLD) <= set(typing.get_args(events.Event))


def test_people_and_rooms_stand_there_as_they_are_called():
    """A name with a space has it, and a room has no sign."""
    called = Called(lambda: "#lobby")
    called.note([("Alice_Müller", "Alice Müller"), ("mallory", "Bob (mallory)")])
    told = [
        events.Registered(0, 3, "Alice_Müller"),
        events.Renamed(0, 3, "Alice_Müller", "Al"),
        events.Banned(0, "Alice_Müller!*@10.0.0.7", "mallory", "", 0.0),
        events.RoomChanged(0, "#lobby", "read-only", "Alice_Müller"),
    ]
    assert [entry(event, called).text for event in told] == [
        "Alice Müller is in the chat",
        "Alice Müller is called Al now",
        "Alice Müller from 10.0.0.7 may not come in (Bob (mallory))",
        "Lobby: read-only (Alice Müller)",
    ]
    assert entry(events.Said(0, 3, "Alice_Müller", "#den", "hi"), called) == Entry(
        0, Level.TALK, "said", "Alice Müller", 3, "den", "Alice Müller in den: hi"
    )
    assert ban_row(Ban("Alice_Müller!*@*", "Alice_Müller", 0.0), called).who == "Alice Müller"


def test_a_name_that_was_given_to_somebody_else_is_not_remembered():
    """The nick is another's now, who says nothing of a display name."""
    called = Called()
    called.note([("bob", "Anna (bob)")])
    called.note([("bob", "bob")])
    assert called.person("bob") == "bob"
