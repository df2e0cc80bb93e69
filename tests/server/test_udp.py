"""UDP (A26) at a whole server: a datagram is the name, each later one a message, and nobody can abuse it."""

from __future__ import annotations

import contextlib
import random
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chat_tk.net import datagrams
from chat_tk.net.datagram import DatagramDoor
from chat_tk.server.config import Config, UdpSettings
from chat_tk.server.events import DoorKnown, Event, Left, Problem, SettingsChanged, StartFailed, UdpSwitched
from chat_tk.server.model import ChatServer
from tests.ports import has_ipv6
from tests.server.live import LOOPBACK, PATIENCE, Serving, serving
from tests.wine import needs_refusals

UDP = replace(LOOPBACK, udp=UdpSettings(enabled=True))


class Member:
    """A UDP program: one datagram is one message."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))
        self.seen = ""
        self.datagrams: list[bytes] = []

    def says(self, text: str | bytes) -> Member:
        self.socket.send(text if isinstance(text, bytes) else text.encode())
        return self

    def sees(self, text: str) -> str:
        """What comes until ``text`` is in it."""
        while text not in self.seen:
            self.datagrams.append(self.socket.recv(65536))
            self.seen += self.datagrams[-1].decode()
        before, self.seen = self.seen.split(text, 1)
        return before + text

    def silence(self, seconds: float = 0.3) -> bool:
        self.socket.settimeout(seconds)
        try:
            self.datagrams.append(self.socket.recv(65536))
        except TimeoutError:
            return True
        finally:
            self.socket.settimeout(PATIENCE)
        return False

    def close(self) -> None:
        self.socket.close()


@contextlib.contextmanager
def members(server: Serving, count: int) -> Iterator[list[Member]]:
    made = [Member(server.port) for _ in range(count)]
    try:
        yield made
    finally:
        for member in made:
            member.close()


def test_the_first_datagram_is_the_name() -> None:
    """Then each is a message, with or without a newline; people by TCP, by IRC and by UDP share one chat."""
    with serving(UDP) as server, members(server, 2) as (dora, emil):
        bob, nc = server.joins("bob"), server.types_name("Cid")
        dora.says("Dora").sees("Welcome to ")
        bob.hears(":Dora!text@127.0.0.1 JOIN #lobby")
        assert server.event(DoorKnown, number=3).door == "plain text over UDP"
        emil.says("Emil\n").sees("Also here: ")
        dora.sees("Emil is online\n")
        dora.says("grüße")
        assert bob.hears("PRIVMSG") == ":Dora!text@127.0.0.1 PRIVMSG #lobby :grüße"
        nc.hears("Dora: grüße")
        emil.sees("Dora: grüße\n")
        bob.says("PRIVMSG #lobby :hi all")
        dora.sees("bob: hi all\n")
        dora.says("two\nlines\r\n")
        emil.sees("Dora: two\n")
        emil.sees("Dora: lines\n")


def test_commands_and_leaving() -> None:
    """``/n NAME``, ``/who``, ``exit``: the last sentence comes, and the others read the departure."""
    with serving(UDP) as server, members(server, 1) as (dora,):
        bob = server.joins("bob")
        dora.says("Dora").sees("Welcome to ")
        dora.says("/n Dörte").sees("You are now called Dörte.")
        bob.hears("NICK Dörte")
        dora.says("/who").sees("bob")
        dora.says("exit").sees("Good bye!")
        bob.hears("QUIT")
        assert dora.says("hello?").silence()  # the next thing said does not become a name
        assert server.event(Left).nick == "Dörte"


def test_a_name_that_is_taken_is_asked_again() -> None:
    """In words, and the next datagram is the name."""
    with serving(UDP) as server, members(server, 1) as (dora,):
        server.joins("bob")
        dora.says("bob").sees("The name bob is taken, try another.")
        dora.sees("What is your name? ")
        dora.says("Dora").sees("Welcome to ")


def test_the_password_holds_at_this_door() -> None:
    """The first datagram brings the question, the second is the password, the third the name."""
    with serving(replace(UDP, password="sesame")) as server, members(server, 1) as (dora,):
        dora.says("Dora").sees("What is the password? ")
        dora.says("wrong").sees("The password is wrong.")
        dora.sees("What is the password? ")
        dora.says("sesame").sees("What is your name? ")
        dora.says("Dora").sees("Welcome to ")


def test_silence_counts_as_leaving() -> None:
    """The setting says after how long; a word in between counts."""
    settings = replace(UDP, udp=UdpSettings(enabled=True, timeout=1.0))
    with serving(settings) as server, members(server, 1) as (dora,):
        bob = server.joins("bob")
        dora.says("Dora").sees("Welcome to ")
        bob.hears("QUIT")
        dora.sees("The connection ends: ")


def test_removal_and_the_end_are_told() -> None:
    """A last sentence for each; the removed one is not heard again at once."""
    with serving(UDP) as server, members(server, 2) as (dora, emil):
        dora.says("Dora").sees("Welcome to ")
        emil.says("Emil").sees("Welcome to ")
        server.server.remove(server.event(DoorKnown).number, "spam")
        assert "spam" in dora.sees("spam")
        dora.says("I am back")
        assert dora.silence()
        server.server.stop(5)
        emil.sees("The connection ends: The chat has ended")


@needs_refusals
def test_it_can_be_switched_while_the_chat_goes_on() -> None:
    """Off: its people are told, and go; on: the same port again. The others notice nothing else."""
    with serving(LOOPBACK) as server, members(server, 1) as (dora,):
        bob = server.joins("bob")
        for _turn in range(2):
            server.server.switch_udp(on=True)
            assert server.event(UdpSwitched).on
            with contextlib.suppress(ConnectionError, TimeoutError):
                dora.socket.settimeout(0.2)
                dora.socket.recv(1)
            dora.socket.settimeout(PATIENCE)
            dora.says("Dora").sees("Welcome to ")
            bob.hears("Dora!text@127.0.0.1 JOIN")
            server.server.switch_udp(on=False)
            dora.sees("The connection ends: UDP was switched off")
            bob.hears("Dora!text@127.0.0.1 QUIT")
            assert not server.event(UdpSwitched).on
            dora.says("hello?")


def test_the_door_follows_the_settings() -> None:
    """Whoever changes them, in the window or in the file: the tick counts at once."""
    with serving(LOOPBACK) as server, members(server, 1) as (dora,):
        server.server.ask(lambda host: host.change_settings(UDP))
        assert server.event(SettingsChanged).now == ("udp",)
        assert server.event(UdpSwitched).on
        dora.says("Dora").sees("Welcome to ")
        server.server.ask(lambda host: host.change_settings(LOOPBACK))
        dora.sees("The connection ends: UDP was switched off")
        assert not server.event(UdpSwitched).on


def test_a_port_that_is_taken_stays_off() -> None:
    """A problem in words, and the switch says what is."""
    with serving(LOOPBACK) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", server.port))
        server.server.switch_udp(on=True)
        assert "cannot be used" in server.event(Problem).text
        assert not server.event(UdpSwitched).on


def test_a_door_for_which_there_is_no_room_stays_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread, no door: it is told as shut, its port is free, and it opens when there is room again."""
    with serving(LOOPBACK) as server, members(server, 1) as (dora,):
        with monkeypatch.context() as full:
            full.setattr(DatagramDoor, "start", _no_room)
            server.server.switch_udp(on=True)
            assert "no room" in server.event(Problem).text
            assert not server.event(UdpSwitched).on
        server.server.switch_udp(on=True)
        assert server.event(UdpSwitched).on
        dora.says("Dora").sees("Welcome to ")


def _no_room(_door: DatagramDoor) -> None:
    raise RuntimeError("no room for a thread")


def test_a_password_that_came_later_is_asked_for() -> None:
    """The first datagram only opens the door, and is no guess, where the chat has a password by now."""
    with serving(UDP) as server, members(server, 1) as (dora,):
        assert server.event(UdpSwitched).on
        server.server.ask(lambda host: host.change_settings(replace(UDP, password="sesame")))
        server.event(SettingsChanged)
        dora.says("Dora").sees("What is the password? ")
        dora.says("sesame").sees("What is your name? ")


@needs_refusals
def test_nothing_is_listened_to_unless_it_is_wanted() -> None:
    """Off by default: a datagram is refused by the system."""
    with serving(LOOPBACK) as server, members(server, 1) as (dora,):
        dora.says("Dora")
        with pytest.raises((ConnectionRefusedError, ConnectionResetError)):  # the second is Windows' word for it
            dora.socket.recv(100)


def test_a_port_in_use_is_told() -> None:
    """One sentence, and TCP does not stay open behind it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        with socket.create_server(("127.0.0.1", 0)) as free:  # for TCP it is
            port = free.getsockname()[1]
            sock.bind(("127.0.0.1", port))
        events: list[Event] = []
        ChatServer(replace(UDP, port=port), events.append).start()
    assert isinstance(events[0], StartFailed)
    assert f"UDP port {port} cannot be used" in events[0].problem
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


# --- it is worth nothing to who abuses it ----------------------------------------------------------------------------


def test_a_stranger_gets_one_small_answer() -> None:
    """Whatever the address in a datagram is: the answer to the first is one datagram that every network carries."""
    motd = "\n".join(f"line {number} of a long message of the day" for number in range(300))
    with serving(replace(UDP, motd=motd)) as server, members(server, 1) as (dora,):
        dora.says("Dora").sees("Welcome to ")
        while not dora.silence():
            pass
        assert sum(map(len, dora.datagrams)) <= datagrams.SIZE
        assert len(dora.datagrams) == 1


@pytest.mark.parametrize("nothing", [b"", b"\n", b" \r\n\t", b"\0\0"])
def test_nothing_is_not_answered(nothing: bytes) -> None:
    """An empty datagram makes nobody a member."""
    with serving(UDP) as server, members(server, 1) as (dora,):
        assert dora.says(nothing).silence()
        server.drain_events()
        assert not [event for event in server.events if isinstance(event, DoorKnown)]


def test_one_address_has_few_members() -> None:
    """The ninth is told so, in one small datagram; the others go on."""
    with serving(UDP, flood=True) as server, members(server, 9) as people:
        for number, member in enumerate(people[:8]):
            member.says(f"m{number}").sees("Welcome to ")
        people[8].says("m8").sees("There are too many from here.")
        assert len(people[8].datagrams[0]) < 100
        people[0].says("hi")
        people[1].sees("m0: hi")


def test_who_is_too_fast_is_told_and_not_heard() -> None:
    """Ten at once pass; of a flood, most is told to nobody, and the sender reads why, once."""
    with serving(UDP, flood=True) as server, members(server, 2) as (dora, emil):
        bob = server.joins("bob")
        dora.says("Dora").sees("Welcome to ")
        emil.says("Emil").sees("Welcome to ")
        for number in range(200):
            dora.says(f"flood {number}")
        dora.sees("That was too fast")
        emil.says("calm")
        heard = iter(lambda: bob.hears("PRIVMSG"), None)
        said = list(iter(lambda: next(heard), ":Emil!text@127.0.0.1 PRIVMSG #lobby :calm"))
        assert 5 < len(said) < 40


@pytest.mark.parametrize("size", [1300, 9000, 60_000])
def test_a_long_message(size: int) -> None:
    """Above the limit of a line it is refused in words, otherwise it comes in pieces; never is it cut in silence."""
    with serving(UDP) as server, members(server, 2) as (dora, emil):
        dora.says("Dora").sees("Welcome to ")
        emil.says("Emil").sees("Welcome to ")
        dora.sees("Emil is online")
        dora.says("ü" * (size // 2))
        if size > 8703:
            dora.sees("That was too long, and nobody has read it.")
        else:
            text = ""
            while text.count("ü") < size // 2:
                text += emil.sees("\n")
            assert text.count("ü") == size // 2
            assert all(len(part) <= datagrams.SIZE for part in emil.datagrams)


def test_random_bytes_harm_nobody() -> None:
    """Whatever is sent, the chat goes on."""
    dice = random.Random(11)
    with serving(UDP) as server, members(server, 20) as people:
        ann, bob = server.joins("ann"), server.joins("bob")
        for _ in range(300):
            dice.choice(people).says(dice.randbytes(dice.choice([1, 3, 20, 400, 5000])))
        ann.says("PRIVMSG #lobby :still here")
        bob.hears("ann!ann@127.0.0.1 PRIVMSG #lobby :still here")


def test_ipv6_beside_ipv4() -> None:
    """The same door at every address that TCP listens at."""
    if not has_ipv6():
        pytest.skip("no IPv6")
    both = replace(UDP, host="")
    with (
        serving(both) as server,
        members(server, 1) as (dora,),
        socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as six,
    ):
        six.settimeout(PATIENCE)
        six.connect(("::1", server.port))
        six.send(b"Sechs")
        assert b"Welcome to " in six.recv(2000)
        dora.says("Dora").sees("Also here: Sechs")


def test_split() -> None:
    """Between lines, or within a long one between characters; nothing is lost."""
    lines = b"".join(b"%d " % n + b"x" * 90 + b"\n" for n in range(100))
    pieces = list(datagrams.split(lines))
    assert b"".join(pieces) == lines
    assert all(len(piece) <= datagrams.SIZE and piece.endswith(b"\n") for piece in pieces)
    long = ("ü" * 3000 + "😀" * 1000).encode()
    pieces = list(datagrams.split(long))
    assert b"".join(pieces) == long
    assert all(len(piece) <= datagrams.SIZE and piece.decode() for piece in pieces)
    assert list(datagrams.split(b"")) == []
    assert b"".join(datagrams.split(b"\x80" * 5000)) == b"\x80" * 5000


def test_off_by_default() -> None:
    """Whoever did not ask for it has no open door."""
    assert not Config().udp.enabled
