"""Tests of the host's controller with a fake server and a fake screen; no Tk."""

import os
import threading
from pathlib import Path

import pytest

from chat_tk.net.address import Address
from chat_tk.server import controller, events
from chat_tk.server.controller import ServerController, is_loopback, own_address, reachable
from chat_tk.server.screen import Person

ALL4, ALL6 = Address("0.0.0.0", 6667), Address("::", 6667)


class FakeServer:
    """Notes what it is asked for."""

    def __init__(self):
        self.asked = []
        self.threads = set()
        self.stopped = threading.Event()

    def start(self):
        self.threads.add(threading.current_thread().name)
        self.asked.append("start")

    def remove(self, number, reason):
        self.asked.append(("remove", number, reason))

    def announce(self, text):
        self.asked.append(("announce", text))

    def switch_udp(self, *, on):
        self.asked.append(("udp", on))

    def stop(self):
        self.threads.add(threading.current_thread().name)
        self.asked.append("stop")
        self.stopped.set()


class FakeScreen:
    """Shows nothing, remembers all."""

    def __init__(self):
        self.rows = {}
        self.shown = []
        self.lines = []
        self.open = None
        self.told = []
        self.closed = 0

    def show_open(self, network, addresses, warning):
        self.open = (network, list(addresses), warning)

    def show_udp(self, *, on):
        self.udp = on

    def show_person(self, person):
        self.rows[person.number] = person
        self.shown.append(person.number)

    def drop_person(self, number):
        self.rows.pop(number, None)

    def log(self, lines):
        self.lines.extend(lines)

    def tell(self, text):
        self.told.append(text)

    def close(self):
        self.closed += 1


class Stage:
    """A controller between the fakes."""

    def __init__(self, local=("192.168.1.20",)):
        self.server = FakeServer()
        self.started = []
        self.controller = ServerController(self.server, "Room 204", lambda: list(local), self.started.append)
        self.screen = self.controller.screen = FakeScreen()

    def opens(self, *listening):
        self.controller.start()
        self.controller._starting.join(5)
        return self.happens(events.Started(1.0, listening))

    def happens(self, *what):
        self.controller.handle(list(what))
        return self.screen


@pytest.fixture(autouse=True)
def no_markup(monkeypatch):
    """What a line of the log looks like is told by the tests of describe."""
    monkeypatch.setattr(controller, "describe", lambda event: type(event).__name__)


def test_a_client_appears_as_soon_as_it_connects():
    """A18: A client appears in the client list as soon as it connects, with a unique number."""
    screen = Stage().happens(events.Connected(5.0, 1, "192.168.1.31", ""))
    assert screen.rows == {1: Person(1, "", "192.168.1.31", "", 5.0)}


def test_a_row_grows_with_what_is_reported():
    """Door, name, new name and messages change the row."""
    stage = Stage()
    stage.happens(events.Connected(5.0, 1, "h", ""), events.DoorKnown(5.1, 1, "IRC"), events.Registered(6.0, 1, "Bob"))
    stage.happens(events.Renamed(7.0, 1, "Bob", "Rob"), events.Said(8.0, 1, "Rob", "#lobby", "hi"))
    stage.happens(events.Said(9.0, 1, "Rob", "#lobby", "hi"))
    assert stage.screen.rows[1] == Person(1, "Rob", "h", "IRC", 5.0, 9.0, 2)


def test_a_row_is_shown_once_in_a_batch():
    """A flood of messages of one person costs one row each tick, not one each message."""
    stage = Stage()
    stage.happens(events.Connected(1.0, 1, "h", ""))
    stage.screen.shown.clear()
    stage.happens(*(events.Said(2.0, 1, "Bob", "#lobby", "x") for _ in range(100)))
    assert stage.screen.shown == [1]
    assert stage.screen.rows[1].messages == 100


def test_a_row_goes_when_the_departure_is_reported():
    """A18: ... and leaves the list when its connection ends; whoever came and went in one batch was never there."""
    stage = Stage()
    stage.happens(events.Connected(1.0, 1, "h", ""))
    assert stage.happens(events.Left(2.0, 1, "", "Connection closed")).rows == {}
    assert stage.happens(events.Connected(3.0, 2, "h", ""), events.Left(3.0, 2, "", "gone")).rows == {}


def test_events_of_unknown_numbers_change_nothing():
    """What comes late, after the departure, makes no ghost."""
    assert Stage().happens(events.Said(1.0, 9, "Bob", "#lobby", "x"), events.Left(1.0, 8, "", "")).rows == {}


def test_every_event_is_logged_in_order():
    """A23: its log shows connections, departures, renames and messages."""
    screen = Stage().happens(events.Connected(1.0, 1, "h", ""), events.Left(2.0, 1, "", ""), events.Problem(3.0, "x"))
    assert screen.lines == ["Connected", "Left", "Problem"]


def test_removing_changes_no_row_by_itself():
    """A21: the host can remove a client; the list changes by what the core reports only."""
    stage = Stage()
    stage.happens(events.Connected(1.0, 1, "h", ""))
    stage.controller.remove(1, "Lunch")
    assert stage.server.asked == [("remove", 1, "Lunch")]
    assert 1 in stage.screen.rows


def test_announcing_reaches_the_server():
    """Tags become what travels; a long text is split, not cut."""
    stage = Stage()
    stage.controller.announce("<b>Five</b> minutes left")
    assert stage.server.asked == [("announce", "\x02Five\x02 minutes left")]
    stage.server.asked.clear()
    stage.controller.announce("word " * 200)
    pieces = [text for _what, text in stage.server.asked]
    assert len(pieces) > 2
    assert "".join(pieces).split() == ["word"] * 200
    assert max(map(len, pieces)) <= controller.ANNOUNCEMENT_BYTES


def test_opening_and_closing_have_threads_of_their_own():
    """Both may wait; the window must not. Closing twice is closing once, and after the start."""
    stage = Stage()
    stage.controller.start()
    stage.controller.stop()
    stage.controller.stop()
    assert stage.server.stopped.wait(5)
    assert stage.server.asked == ["start", "stop"]
    assert threading.current_thread().name not in stage.server.threads
    assert stage.screen.closed == 0


def test_the_window_goes_when_everything_has_ended():
    """Stopped closes it, after its line was logged; that is a good end."""
    stage = Stage()
    assert stage.happens(events.Stopped(1.0)).closed == 1
    assert stage.controller.exit_code == 0


def test_a_chat_that_cannot_open_is_told_and_ends_the_program():
    """A17: an error (a port in use, say) shows a message box and the program ends (exit code not 0)."""
    stage = Stage()
    screen = stage.happens(events.StartFailed(1.0, "Port 6667 is in use."))
    assert screen.told == ["Port 6667 is in use."]
    assert screen.closed == 1
    assert stage.controller.exit_code == 1


def test_the_addresses_to_tell_people_are_shown():
    """All addresses of this computer, where it listens on all."""
    screen = Stage(("192.168.1.20", "fd00::1")).opens(ALL4, ALL6)
    assert screen.open == ("Room 204", [Address("192.168.1.20", 6667), Address("fd00::1", 6667)], "")


def test_without_a_network_a_warning_stands_there():
    """An amber line when only this computer can reach it."""
    _network, addresses, warning = Stage(()).opens(ALL4).open
    assert addresses == [Address("127.0.0.1", 6667)]
    assert "Only this computer" in warning
    assert "not connected" in warning


def test_listening_on_itself_alone_is_a_warning_that_names_the_setting():
    """There is a network, but the settings keep people out."""
    screen = Stage().opens(Address("127.0.0.1", 7000))
    assert screen.open[1] == [Address("127.0.0.1", 7000)]
    assert "settings" in screen.open[2]


@pytest.mark.parametrize(
    ("listening", "local", "expected"),
    [
        ((ALL4,), ("10.0.0.1", "fd00::1"), [Address("10.0.0.1", 6667)]),
        ((ALL6,), ("10.0.0.1", "fe80::1%eth0", "fd00::1"), [Address("fd00::1", 6667)]),
        ((Address("10.0.0.1", 7), Address("127.0.0.1", 7)), ("10.0.0.9",), [Address("10.0.0.1", 7)]),
        ((Address("::1", 7),), ("10.0.0.9",), []),
    ],
)
def test_only_what_is_listened_on_is_told(listening, local, expected):
    """No IPv6 address is told where only IPv4 is served, and so on."""
    assert reachable(listening, local) == expected


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("pc", False),
    ],
)
def test_loopback_is_known(host, loopback):
    """Addresses by which a computer means itself."""
    assert is_loopback(host) is loopback


def test_chat_myself_starts_the_other_program_once_the_chat_is_open():
    """It joins by the loopback address where everything is listened on, else by the one that is."""
    stage = Stage()
    stage.controller.chat_myself()
    assert stage.started == []
    stage.opens(ALL6, ALL4)
    stage.controller.chat_myself()
    assert stage.started == [Address("::1", 6667)]
    assert own_address([Address("10.0.0.1", 5)]) == Address("10.0.0.1", 5)


def test_a_program_that_cannot_be_started_is_told():
    """A sentence, and the chat goes on."""
    stage = Stage()

    def fail(_address):
        raise FileNotFoundError(2, "No such file")

    stage.controller._start_program = fail
    stage.opens(ALL4)
    stage.controller.chat_myself()
    assert "ChatClient could not be started: No such file" in stage.screen.told[0]
    assert stage.screen.closed == 0


def test_the_client_is_started_as_a_module_of_the_same_python(monkeypatch):
    """From a checkout or an installation, it is the same interpreter."""
    seen = []

    class FakeProcess:
        def __init__(self, command, **options):
            seen.append(command)
            seen.append(options["env"]["PYTHONPATH"].split(os.pathsep)[0])

        def wait(self):
            pass

    monkeypatch.setattr("subprocess.Popen", FakeProcess)
    controller.start_client(Address("::1", 6667))
    assert seen[0][1:] == ["-m", "chat_tk.client", "[::1]:6667"]
    assert (Path(seen[1]) / "chat_tk" / "client").is_dir()


def test_a_built_client_is_found_beside_or_in_its_bundle(tmp_path):
    """One-file programs lie in one folder; on macOS each lies in a bundle."""
    own = tmp_path / "ChatServer.exe"
    with pytest.raises(FileNotFoundError, match=r"ChatClient\.exe is not in the folder"):
        controller._client_beside(own)
    beside = tmp_path / "ChatClient.exe"
    beside.touch()
    assert controller._client_beside(own) == beside
    bundled = tmp_path / "ChatClient.app/Contents/MacOS/ChatClient"
    bundled.parent.mkdir(parents=True)
    bundled.touch()
    assert controller._client_beside(tmp_path / "ChatServer.app/Contents/MacOS/ChatServer") == bundled


def test_the_switch_of_udp():
    """The host's wish goes to the server; what the server reports is shown."""
    stage = Stage()
    stage.controller.switch_udp(on=True)
    assert stage.server.asked[-1] == ("udp", True)
    stage.happens(events.UdpSwitched(5.0, on=True))
    assert stage.screen.udp is True
