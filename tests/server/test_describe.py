"""Tests of the log's lines."""

import time
import typing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat_tk.net.address import Address
from chat_tk.server import events
from chat_tk.server.describe import KINDS, describe, harmless

AT = time.mktime((2026, 11, 20, 20, 10, 5, 0, 0, -1))
STAMP = "2026-11-20 20:10:05"


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            events.Started(AT, (Address("0.0.0.0", 6667), Address("::", 6667))),
            "started   people can join at 0.0.0.0:6667, [::]:6667",
        ),
        (events.StartFailed(AT, "Port 6667 is in use."), "failed    Port 6667 is in use."),
        (events.Connected(AT, 3, "192.168.1.31"), "connected #3 192.168.1.31"),
        (events.DoorKnown(AT, 3, "plain text"), "door      #3 plain text"),
        (events.Registered(AT, 3, "Jürgen"), "entered   #3 Jürgen"),
        (events.Renamed(AT, 3, "Bob", "Rob"), "renamed   #3 Bob -> Rob"),
        (events.JoinedRoom(AT, 3, "Bob", "#lobby"), "joined    #3 Bob #lobby"),
        (events.LeftRoom(AT, 3, "Bob", "#den", ""), "parted    #3 Bob #den"),
        (events.LeftRoom(AT, 3, "Bob", "#den", "bye"), "parted    #3 Bob #den: bye"),
        (events.Said(AT, 3, "Bob", "#lobby", "hi \x02all\x02"), "said      #3 Bob #lobby: hi all"),
        (events.Announced(AT, "Lunch at one"), "announced Lunch at one"),
        (events.BecameOperator(AT, 3, "Bob", "bob"), "operator  #3 Bob (bob)"),
        (events.Banned(AT, "10.0.0.7", "host", "too\nloud", 0.0), "banned    10.0.0.7 by host: too loud"),
        (events.Unbanned(AT, "10.0.0.7", "Bob"), "unbanned  10.0.0.7 by Bob"),
        (events.Left(AT, 3, "", "Connection closed"), "left      #3 (no name): Connection closed"),
        (events.Left(AT, 3, "Bob", "\x0304,05red"), "left      #3 Bob: red"),
        (events.Problem(AT, "The disk is full."), "problem   The disk is full."),
        (events.Kicked(AT, 3, "Bob", "#den", "Ann", "noise"), "kicked    #3 Bob #den by Ann: noise"),
        (events.Muted(AT, 3, "Bob", on=True, by="host"), "muted     #3 Bob by host"),
        (events.Muted(AT, 3, "Bob", on=False, by="host"), "muted     #3 -Bob by host"),
        (events.NoOperator(AT, 3, "Bob", "host"), "operator  #3 -Bob by host"),
        (events.Paused(AT, on=True, by="host"), "paused    on by host"),
        (events.HandRaised(AT, 3, "Bob", up=True), "hand      #3 Bob"),
        (events.RoomChanged(AT, "#den", "closed", "host"), "room      #den by host: closed"),
        (events.Cleared(AT, "host"), "cleared   what was said in rooms by host"),
        (events.SettingsChanged(AT, ("motd",), ("port",)), "settings  changed: motd; only after a new start: port"),
        (events.SettingsChanged(AT, ()), "settings  nothing has changed"),
        (events.Stopped(AT), "stopped"),
        (events.Stopped(AT, ("reader 3",)), "stopped   had to be cut: reader 3"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_each_event_is_one_readable_line(event, line):
    """Time, kind, number, name, text; formatting codes are gone."""
    assert describe(event) == f"{STAMP} {line}"


def test_every_event_has_its_line():
    """A new event cannot be forgotten here."""
    assert set(KINDS) == set(typing.get_args(events.Event)) - set(events.UNLOGGED)


@pytest.mark.parametrize(
    "attack",
    [
        "a\n2026-11-20 20:10:06 left #4 Eve",
        "a\r\x1b[2K",
        "\x1b]0;title\a",
        "\x9b31m",
        "a\u2028b",
        "a\u202eb",
        "a\u2066b",
        "\ud800",
    ],
)
def test_no_text_can_write_another_line_or_steer_a_terminal(attack):
    """Log injection: line ends, escape sequences, C1, bidi overrides and lone surrogates do not get through."""
    line = describe(events.Said(AT, 3, "Eve", "#lobby", attack))
    assert harmless(line) == line
    assert len(line.splitlines()) == 1
    assert line.startswith(f"{STAMP} said      #3 Eve #lobby: ")
    line.encode()


def test_emoji_and_scripts_stay_as_they_are():
    """Joined emoji and Persian joiners are text, not attacks."""
    for text in ("👩\u200d👧 😀", "می\u200cخواهم", "Алиса"):
        assert harmless(text) == text


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec=None)))
def test_nothing_ever_breaks_a_line(text):
    """Any text is one line for every program that splits lines, and can be encoded."""
    line = describe(events.Said(AT, 1, text, text, text))
    assert len(line.splitlines()) == 1
    line.encode()
