"""Tests of the controller of the host's window: a fake screen, a fake server with a real host's hand."""

from __future__ import annotations

import queue
from collections.abc import Callable
from typing import Any

import pytest

from chat_tk.net.address import Address
from chat_tk.server import events, reporting
from chat_tk.server.bans import Ban
from chat_tk.server.config import Config, build
from chat_tk.server.controller import HostController
from chat_tk.server.events import Reachable, Sampled
from chat_tk.server.preferences import Preferences
from chat_tk.server.selectors import Search
from chat_tk.server.settings_file import SettingsFile
from chat_tk.server.values import BanKind, Entry, Field, Level, Person, Reach, Room, Sample

STARTED = events.Started(0, (Address("0.0.0.0", 6667),))


class Calls:
    """Whatever is called on it, it notes: name, arguments."""

    def __init__(self) -> None:
        self.made: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **more: self.made.append((name, *args, *more.items()))

    def of(self, name: str) -> list[tuple[Any, ...]]:
        return [call[1:] for call in self.made if call[0] == name]


class FakeServer:
    """Does what is asked at once, by a host's hand that only notes."""

    def __init__(self) -> None:
        self.host = Calls()
        self.started = self.stopped = 0
        self.found: Any = None
        self.questions: list[Search] = []

    def start(self) -> None:
        self.started += 1

    def ask(self, work: Callable[[Any], object]) -> None:
        work(self.host)

    def bans(self) -> tuple[Ban, ...]:
        return (Ban("10.0.0.0/24", "host", 1.0, "noise"), Ban("bob", "host", 2.0), Ban("*!*@x", "host", 3.0))

    def search(self, question: Search, then: Callable[[Any], None]) -> None:
        self.questions.append(question)
        then(self.found)

    def stop(self) -> None:
        self.stopped += 1


class Desk:
    """A controller and all around it."""

    def __init__(self, folder, **flags: object) -> None:
        self.server, self.screen = FakeServer(), Calls()
        self.posted: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.launched: list[Address] = []
        file = SettingsFile(folder / "chat.toml")
        preferences = Preferences(Config(network="Room"), file, flags, lambda tables: build(tables, flags))
        self.controller = HostController(
            self.server, preferences, self.posted.put, lambda _places: self.here, self.launched.append
        )
        self.here = Reachable(0, ("10.0.0.1",), {})
        self.controller.screen = self.screen  # type: ignore[assignment]

    def hears(self, *batch) -> None:
        self.controller.handle(batch)

    def opens(self) -> None:
        self.hears(STARTED)
        self.hears(self.posted.get(timeout=30))


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def test_an_open_chat_tells_how_to_come(desk):
    """Addresses, bans, settings; the log has its line."""
    desk.opens()
    (told,) = desk.screen.of("show_open")
    assert [(str(place.address), place.reach) for place in told[0].places] == [("10.0.0.1:6667", Reach.NETWORK)]
    (bans,) = desk.screen.of("show_bans")
    assert [row.kind for row in bans[0]] == [BanKind.ADDRESS, BanKind.NAME, BanKind.MASK]
    assert desk.screen.of("show_settings")
    assert desk.screen.of("log")[0][0][0].kind == "started"


def test_an_address_that_comes_later_is_told(desk):
    """Somebody plugs in a cable: after half a minute people read where the chat is."""
    desk.opens()
    desk.here = Reachable(9, ("10.0.0.1", "192.168.1.5"), {})
    for second in range(30):
        desk.hears(Sampled(second, sample=Sample(second, 0)))
    desk.hears(desk.posted.get(timeout=30))
    assert len(desk.screen.of("show_open")[-1][0].places) == 2
    for second in range(30):
        desk.hears(Sampled(second, sample=Sample(second, 0)))
    desk.hears(desk.posted.get(timeout=30))
    assert len(desk.screen.of("show_open")) == 2


def test_samples_go_to_the_window_and_make_no_lines(desk):
    """Rows, rooms, hands, seconds."""
    person, room = Person(1, "ann", "h", "IRC", 0), Room("#lobby", lobby=True)
    desk.hears(Sampled(1, (person,), (2,), (room,), (), Sample(1, 1)))
    desk.hears(Sampled(2))
    assert desk.screen.made == [
        ("show_people", (person,), (2,)),
        ("show_rooms", (room,)),
        ("show_hands", ()),
        ("show_sample", Sample(1, 1)),
    ]
    assert desk.controller.samples(day=False) == (Sample(1, 1),)


def test_a_flood_of_lines_is_bounded(desk):
    """What the window gets at once is little; how much is left out stands in front."""
    desk.hears(*[events.Said(n, 1, "ann", "#lobby", str(n)) for n in range(1000)])
    ((lines,),) = desk.screen.of("log")
    assert len(lines) == reporting.MOST_AT_ONCE + 1
    assert "600 lines left out" in lines[0].text
    assert lines[-1].text == "ann in Lobby: 999"
    assert (lines[-1].level, lines[-1].person, lines[-1].room) == (Level.TALK, "ann", "Lobby")


def test_each_click_reaches_the_host_s_hand(desk):
    """And changes nothing in the window."""
    controller = desk.controller
    controller.message([1, 2], "<b>hi</b>")
    controller.mute([1], on=True)
    controller.remove([1, 2], "noise", may_return=False)
    controller.ban(["bob", "10.0.0.7"], "", 3600)
    controller.unban(["bob"])
    controller.make_operator([1], on=False)
    controller.lower_hand(1)
    controller.create_room("den", "plans")
    controller.rename_room("#den", "cave")
    controller.set_topic("#den", "tea")
    controller.set_read_only("#den", on=True)
    controller.close_room("#den", "over")
    controller.pause(on=True)
    controller.announce("Lunch")
    controller.clear_said()
    assert desk.server.host.made == [
        ("message", [1, 2], "\x02hi"),
        ("mute", [1], ("on", True)),
        ("remove", 1, "noise", ("may_return", False)),
        ("remove", 2, "noise", ("may_return", False)),
        ("ban", "bob", "", 3600),
        ("ban", "10.0.0.7", "", 3600),
        ("unban", "bob"),
        ("make_operator", [1], ("on", False)),
        ("lower_hand", 1),
        ("create_room", "den", "plans"),
        ("rename_room", "#den", "cave"),
        ("set_topic", "tea", "#den"),
        ("set_read_only", "#den", ("on", True)),
        ("close_room", "#den", "over"),
        ("pause", ("on", True)),
        ("announce", "Lunch"),
        ("clear_said",),
    ]
    assert desk.screen.made == []


def test_settings_are_applied_kept_and_shown(desk, tmp_path):
    """Judged first; the window shows them when the core says so."""
    assert "whole number" in desk.controller.apply({"limits.max_clients": "x"})
    assert desk.controller.apply({"server.topic": "tea"}) == ""
    (call,) = desk.server.host.of("change_settings")
    assert call[0].topic == "tea"
    assert 'topic = "tea"' in (tmp_path / "chat.toml").read_text()
    desk.opens()
    desk.hears(events.SettingsChanged(1, ("topic",)))
    shown = {setting.key: setting.value for setting in desk.screen.of("show_settings")[-1][0]}
    assert shown["server.topic"] == "tea"


def test_the_first_time_asks_for_a_name_once(desk, tmp_path):
    """Not when the chat was named already, on the command line or earlier."""
    desk.controller.start()
    assert desk.screen.of("show_first_run") == [("Room",)]
    assert desk.controller.save_first("Room 204", "") == ""
    later = Desk(tmp_path)
    later.controller.start()
    assert later.screen.of("show_first_run") == []


def test_who_is_called_something_else_stands_there_with_the_whole_name(desk):
    """As the row tells that follows; never as somebody who had that nick before."""
    row = Person(1, "Ann_Lee", "h", "IRC", 0, name="Ann Lee")
    desk.hears(events.Registered(1, 1, "Ann_Lee", "Ann Lee"), events.Registered(1, 2, "bob", "Anna (bob)"))
    desk.hears(
        events.Renamed(2, 1, "Ann_Lee", "Ann_Doe"), events.Sampled(2, (row._replace(nick="Ann_Doe", name="Ann Doe"),))
    )
    desk.hears(events.Renamed(3, 2, "bob", "Carl"), events.Renamed(3, 1, "Ann_Doe", "bob"))
    assert [entry.text for (entries,) in desk.screen.of("log")[1:] for entry in entries] == [
        "Ann Lee is called Ann Doe now",
        "Anna (bob) is called Carl now",
        "Ann Doe is called bob now",
    ]


def test_what_is_found_comes_back(desk):
    """As lines, or as a sentence."""
    desk.controller.search("tea", person="ann", after=1.5)
    assert desk.server.questions == [Search("tea", "", "ann", 1500, None)]
    desk.hears(desk.posted.get(timeout=30))
    ((entries, problem),) = desk.screen.of("show_found")
    assert list(entries) == []
    assert "cannot be searched" in problem


def test_the_log_is_written_beside_the_window(desk, tmp_path):
    """A note says where; or why not."""
    desk.hears(events.Announced(1, "Lunch"))
    lines = desk.screen.of("log")[0][0]
    desk.controller.export(str(tmp_path / "log.txt"), lines)
    desk.hears(desk.posted.get(timeout=30))
    desk.controller.export(str(tmp_path / "none" / "log.txt"), lines)
    desk.hears(desk.posted.get(timeout=30))
    saved, failed = desk.screen.of("note")
    assert saved[0].startswith("Saved as")
    assert "cannot be written" in failed[0]


def test_the_end_closes_the_window(desk):
    """In order, or because it could not start."""
    desk.controller.stop()
    desk.controller.stop()
    desk.hears(events.Stopped(1))
    assert desk.screen.of("close") == [()]
    assert desk.controller.exit_code == 0
    desk.hears(events.StartFailed(1, "Port 6667 is in use."))
    assert desk.screen.of("tell") == [("Port 6667 is in use.",)]
    assert desk.controller.exit_code == 1


def test_the_host_chats_too(desk):
    """On the address of this computer, once there is one."""
    desk.controller.chat_myself()
    desk.opens()
    desk.controller.chat_myself()
    assert desk.launched == [Address("127.0.0.1", 6667)]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (Field.MESSAGE, "two\nlines", " "),
        (Field.REASON, "", "x" * 201),
        (Field.REASON, "noise", "a\x07b"),
        (Field.BAN, "10.0.0.0/24", "*!*@*"),
        (Field.ROOM, "project a", "a,b"),
        (Field.TOPIC, "plans", "\u202eplans"),
    ],
)
def test_every_field_says_what_is_wrong(desk, field, good, bad):
    """At once, as a sentence."""
    assert desk.controller.problem(field, good) == ""
    assert desk.controller.problem(field, bad).endswith(".")


def test_many_lines_at_once_are_cut_and_that_is_said():
    """The last ones stand, behind how many are left out."""
    entries = [Entry(1.0, Level.TALK, "said", "Ann", 1, "#lobby", "Ann #lobby: hi")]
    assert reporting.bounded(entries, 0) is entries
    first, *others = reporting.bounded(entries, 7)
    assert "7 lines left out" in first.text
    assert others == entries
