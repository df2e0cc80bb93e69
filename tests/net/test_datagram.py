"""The UDP door and its client, without a chat behind them: what arrives, what is sent, what harms nobody."""

from __future__ import annotations

import errno
import queue
import socket
from collections.abc import Iterator
from unittest.mock import Mock

import pytest

from chat_tk.net import datagram, datagrams
from chat_tk.net.address import Address
from chat_tk.net.connection import Connection, Ended
from chat_tk.net.datagram import PER_ADDRESS, DatagramDoor
from chat_tk.net.datagram_client import DatagramClient
from chat_tk.net.datagram_member import BURST, PIECE, Bucket, DatagramConnection
from chat_tk.net.dial import DialError, Failure
from chat_tk.net.doors import Door
from chat_tk.net.ports import open_beside
from tests.net.support import PATIENCE
from tests.wine import needs_refusals

Told = tuple[str, object]


class Hall:
    """Hears all members of a door."""

    def __init__(self) -> None:
        self.told: queue.SimpleQueue[Told] = queue.SimpleQueue()
        self.members: list[DatagramConnection] = []
        self.fails = False

    def arrived(self, member: DatagramConnection) -> Hall:
        self.members.append(member)
        return self

    def opened(self, _connection: Connection, door: Door) -> None:
        self.told.put(("opened", door))

    def received(self, _connection: Connection, lines: list[bytes]) -> None:
        self.told.put(("received", lines))

    def closed(self, _connection: Connection, ended: Ended) -> None:
        self.told.put(("closed", ended))
        if self.fails:
            raise ValueError("a bug")

    def next(self) -> Told:
        return self.told.get(timeout=PATIENCE)


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def port(hall: Hall) -> Iterator[int]:
    sockets = open_beside([Address("127.0.0.1", 0)])
    door = DatagramDoor(sockets, hall.arrived, slow_floods=bool, hold_first=bool)
    door.start()
    yield sockets[0].getsockname()[1]
    assert door.stop(PATIENCE)


def connected(port: int) -> tuple[DatagramClient, queue.SimpleQueue[bytes | None]]:
    heard: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    client = DatagramClient("127.0.0.1", port, heard.put)
    client.start()
    return client, heard


def test_there_and_back(hall: Hall, port: int) -> None:
    """A datagram opens the door and is heard; the answer comes back; ``close`` ends the member."""
    client, heard = connected(port)
    client.send(b"Anna")
    assert [hall.next(), hall.next()] == [("opened", Door.UDP), ("received", [b"Anna"])]
    hall.members[0].send(b"Hello\n")
    assert heard.get(timeout=PATIENCE) == b"Hello\n"
    hall.members[0].close()
    assert hall.next() == ("closed", Ended.CLOSED_HERE)
    client.close()
    client.close()


@pytest.mark.logs_errors
def test_who_fails_at_the_end_of_one_does_not_end_the_door(hall: Hall, port: int) -> None:
    """A bug in what is told of a member's end costs that call: others come in as before."""
    first, _heard = connected(port)
    first.send(b"Anna")
    assert [hall.next()[0], hall.next()[0]] == ["opened", "received"]
    hall.fails = True
    hall.members[0].close()
    assert hall.next()[0] == "closed"
    hall.fails = False
    second, _heard = connected(port)
    second.send(b"Ben")
    assert [hall.next(), hall.next()] == [("opened", Door.UDP), ("received", [b"Ben"])]
    first.close()
    second.close()


@needs_refusals
def test_nobody_listens() -> None:
    """The system says so, where it does: ``heard`` gets None."""
    [sock] = open_beside([Address("127.0.0.1", 0)])
    port = sock.getsockname()[1]
    sock.close()
    client, heard = connected(port)
    client.send(b"Anna")
    assert heard.get(timeout=PATIENCE) is None
    client.close()


def test_in_ones_own_network_each_address_counts_for_itself(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a whole house shares 64 bits of IPv6, as over TCP; of any other network they are one computer's."""
    monkeypatch.setattr(datagram, "number_towards", lambda _address: "2001:db8:1:2::1")
    door = DatagramDoor([], hall.arrived, slow_floods=lambda: True, hold_first=bool)
    refused: list[bytes] = []
    sock = Mock(sendto=lambda data, _address: refused.append(data))
    for number in range(PER_ADDRESS + 1):
        door._take((sock, (f"2001:db8:1:2::{number + 2:x}", 7, 0, 0)), b"Anna")
    assert (len(hall.members), refused) == (PER_ADDRESS + 1, [])
    for number in range(PER_ADDRESS + 1):
        door._take((sock, (f"2001:db8:3:4::{number + 2:x}", 7, 0, 0)), b"Anna")
    assert (len(hall.members), len(refused)) == (2 * PER_ADDRESS + 1, 1)
    assert {member.home for member in hall.members[-PER_ADDRESS:]} == {"2001:db8:3:4::/64"}
    door.stop()


def test_there_is_no_way() -> None:
    """An address that the system knows no way to is told as a failure, and leaves no socket open."""
    with pytest.raises(DialError) as caught:
        DatagramClient("255.255.255.255", 9, lambda _data: None)  # the system wants to be asked for that
    assert caught.value.failure in (Failure.OTHER, Failure.UNREACHABLE)  # the second where there is no network at all


def test_the_next_address_of_a_name_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first one's family leads nowhere."""
    code = socket.socket.connect_ex
    monkeypatch.setattr(
        socket.socket,
        "connect_ex",
        lambda sock, address: errno.ENETUNREACH if address[0] == "192.0.2.1" else code(sock, address),
    )
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_args, **_options: [(*row, ("192.0.2.1", 9)), (*row, ("127.0.0.1", 9))]
    )
    client = DatagramClient("chat.example", 9, lambda _data: None)
    assert client._socket.getpeername() == ("127.0.0.1", 9)
    client.close()


def test_a_bucket() -> None:
    """It holds so much, and fills at its rate."""
    bucket = Bucket(10, 2, now=0.0)
    assert bucket.take(10, 0.0)
    assert not bucket.take(1, 0.4)
    assert bucket.take(1, 0.5)
    assert not bucket.take(11, 1000.0)
    assert bucket.take(10, 1000.0)


def test_a_long_line_costs_what_it_becomes() -> None:
    """A line of several messages counts as several; one above all that may be said at once can be said alone."""
    source = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM), ("127.0.0.1", 9))
    member = DatagramConnection(source, Address("127.0.0.1", 9), "127.0.0.1", lambda _member, _ended: None)
    now = 1e9
    assert member.may_say(b"x" * PIECE * BURST * 5, now)
    assert not member.may_say(b"x", now)
    source[0].close()


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"one", [b"one"]),
        (b"one\r\ntwo", [b"one", b"two"]),
        (b"one\n\n", [b"one"]),
        (b" \n\t", []),
        (b"", []),
        (b"\0", []),
    ],
)
def test_the_lines_of_a_datagram(data: bytes, lines: list[bytes]) -> None:
    """The last one with or without its end; blanks say nothing."""
    assert datagrams.lines_of(data) == lines
