"""The listener: where it listens, what it says when it cannot, and what it survives."""

from __future__ import annotations

import errno
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chat_tk.net import ports
from chat_tk.net.address import Address
from chat_tk.net.dial import dial
from chat_tk.net.listener import Listener
from chat_tk.net.local import local_addresses
from chat_tk.net.ports import ListenError, open_beside, open_sockets
from tests.net.support import PATIENCE, threads
from tests.ports import has_ipv6


@contextmanager
def listening(
    host: str = "127.0.0.1", port: int = 0
) -> Iterator[tuple[Listener, queue.SimpleQueue[tuple[socket.socket, Address]]]]:
    came: queue.SimpleQueue[tuple[socket.socket, Address]] = queue.SimpleQueue()
    listener = Listener(open_sockets(host, port), lambda sock, peer: came.put((sock, peer)))
    listener.start()
    try:
        yield listener, came
    finally:
        assert listener.stop()
        while not came.empty():
            came.get()[0].close()
    assert "listener" not in threads()


def test_all_addresses_share_one_port() -> None:
    """An empty host is every address, IPv4 and IPv6, at the same port."""
    with listening("") as (listener, came):
        assert len({address.port for address in listener.addresses}) == 1
        assert listener.addresses[0].port > 0
        for number in ["127.0.0.1", *(["::1"] if has_ipv6() and len(listener.addresses) > 1 else [])]:
            with socket.create_connection((number, listener.addresses[0].port), PATIENCE) as sock:
                accepted, peer = came.get(timeout=PATIENCE)
                assert peer == Address(*sock.getsockname()[:2])
                accepted.close()


def test_stop_ends_a_thread_that_waits_and_the_port_is_free_again() -> None:
    """stop() wakes the thread; twice is once; nobody comes in; the port can be taken at once."""
    with listening() as (listener, _came):
        port = listener.addresses[0].port
        assert listener.stop()
        assert listener.stop()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), PATIENCE)
    for sock in open_sockets("127.0.0.1", port):
        sock.close()


def test_stop_without_start_closes_the_sockets() -> None:
    """A listener that was never started leaves nothing."""
    sockets = open_sockets("127.0.0.1", 0)
    assert Listener(sockets, lambda sock, _peer: sock.close()).stop()
    assert sockets[0].fileno() == -1


def test_a_port_in_use() -> None:
    """The sentence names the port, and leaves no socket open (a warning would fail this test)."""
    with (
        listening() as (listener, _came),
        pytest.raises(ListenError, match=rf"Port {listener.addresses[0].port} is in use"),
    ):
        open_sockets("127.0.0.1", listener.addresses[0].port)


def test_a_port_in_use_in_one_family_of_all() -> None:
    """All addresses are asked for: half of them is not enough."""
    with listening("127.0.0.1") as (listener, _came), pytest.raises(ListenError, match="in use"):
        open_sockets("", listener.addresses[0].port)


def test_an_address_of_one_cable_comes_with_its_zone() -> None:
    """``fe80::1%eth0``: without its zone the system would not know at which cable; UDP stands beside it."""
    hosts = [number for number in local_addresses() if "%" in number]
    if not hosts:
        pytest.skip("no cable with IPv6")
    with listening(hosts[0]) as (listener, came):
        place = listener.addresses[0]
        assert place.host == hosts[0]
        [beside] = open_beside(listener.addresses)
        assert beside.getsockname()[1] == place.port
        beside.close()
        sock, _peer = dial(place.host, place.port, 10)
        came.get(timeout=10)[0].close()
        sock.close()


@pytest.mark.parametrize("port", [-1, 65536, 10**12])
def test_no_port(port: int) -> None:
    """A number that is no port is told with those that are."""
    with pytest.raises(ListenError, match="from 1 to 65535"):
        open_sockets("", port)


@pytest.mark.parametrize("host", ["no such host", "host.invalid", "a" * 300, "x\0y", "1.2.3.4.5"])
def test_an_unknown_host(host: str) -> None:
    """A name that means nothing here, or can mean nothing anywhere."""
    with pytest.raises(ListenError, match="not known here"):
        open_sockets(host, 0)


def test_an_address_of_another_computer() -> None:
    """A number that this computer does not have (one reserved for documentation)."""
    with pytest.raises(ListenError, match="not an address of this computer"):
        open_sockets("198.51.100.1", 0)


@pytest.mark.parametrize(
    ("platform", "words"),
    [("linux", r"does not permit port 80\. Choose one from 1024"), ("win32", "Port 80 is in use by another program")],
)
def test_a_port_that_is_not_permitted(monkeypatch: pytest.MonkeyPatch, platform: str, words: str) -> None:
    """Ports below 1024 may be for the administrator alone; on Windows another program has it for itself."""

    def forbid(_sock: socket.socket, _address: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(ports, "_PLATFORM", platform)
    monkeypatch.setattr(socket.socket, "bind", forbid)
    with pytest.raises(ListenError, match=words) as caught:
        open_sockets("", 80)
    assert caught.value.taken is (platform == "win32")


def test_a_computer_without_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this computer does not have is left out, as long as something is left."""
    bind = socket.socket.bind

    def only_ipv4(sock: socket.socket, address: tuple[str, int]) -> None:
        if sock.family == socket.AF_INET6:
            raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")
        bind(sock, address)

    monkeypatch.setattr(socket.socket, "bind", only_ipv4)
    sockets = open_sockets("", 0)
    assert [sock.family for sock in sockets] == [socket.AF_INET]
    sockets[0].close()


@pytest.mark.logs_errors
def test_what_accepted_raises_costs_one_client() -> None:
    """A thread that cannot start: that client is closed, the next one comes in."""
    came: queue.SimpleQueue[socket.socket] = queue.SimpleQueue()
    refusals = [RuntimeError("can't start new thread"), ValueError("a bug")]

    def accepted(sock: socket.socket, _peer: Address) -> None:
        if refusals:
            raise refusals.pop()
        came.put(sock)

    listener = Listener(open_sockets("127.0.0.1", 0), accepted)
    listener.start()
    address = ("127.0.0.1", listener.addresses[0].port)
    for _ in range(2):
        with socket.create_connection(address, PATIENCE) as turned_away:
            assert turned_away.recv(1) == b""
    with socket.create_connection(address, PATIENCE):
        came.get(timeout=PATIENCE).close()
    assert listener.stop()


def test_a_crowd_at_the_door() -> None:
    """300 at once, while the thread is busy: nobody is refused."""
    busy = threading.Event()
    came: queue.SimpleQueue[socket.socket] = queue.SimpleQueue()

    def accepted(sock: socket.socket, _peer: Address) -> None:
        busy.wait(PATIENCE)
        came.put(sock)

    listener = Listener(open_sockets("127.0.0.1", 0), accepted)
    listener.start()
    crowd = [socket.create_connection(("127.0.0.1", listener.addresses[0].port), PATIENCE) for _ in range(300)]
    busy.set()
    for sock in crowd:
        came.get(timeout=PATIENCE).close()
        sock.close()
    assert listener.stop()


SHORTAGE = """
import logging, resource, socket, sys, threading, time
from chat_tk.net.listener import Listener
from chat_tk.net.ports import open_sockets

logging.basicConfig(level=logging.WARNING, stream=sys.stdout, format="%(message)s")
kept = []
listener = Listener(open_sockets("127.0.0.1", 0), lambda sock, peer: kept.append(sock))
address = ("127.0.0.1", listener.addresses[0].port)
peers = [socket.socket() for _ in range(60)]
listener.start()
first = socket.create_connection(address, 10)
while not kept:
    time.sleep(0.01)
used = max(sock.fileno() for sock in [*peers, first, *kept])
resource.setrlimit(resource.RLIMIT_NOFILE, (used + 21, used + 21))
ends = 0
for peer in peers:
    peer.settimeout(10)
    peer.connect(address)
spent = time.process_time()
for peer in reversed(peers):
    peer.settimeout(1 if ends < 30 else 0.01)
    try:
        ends += peer.recv(1) == b""
    except TimeoutError:
        pass
print("turned away:", ends, "let in:", len(kept))
assert ends >= 30 and len(kept) >= 10 and ends + len(kept) == 61, (ends, len(kept))
threading.Event().wait(0.5)
assert time.process_time() - spent < 0.4, "a busy loop"
for sock in kept:
    sock.close()
kept.clear()
with socket.socket() as late:
    late.settimeout(10)
    late.connect(address)
    until = time.monotonic() + 10
    while not kept and time.monotonic() < until:
        time.sleep(0.01)
    assert kept, "nobody is let in after the shortage"
    assert listener.stop()
print("survived")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of descriptors are POSIX")
def test_no_descriptors_left() -> None:
    """Out of descriptors, clients are turned away, not left standing, without a busy loop; later they come in."""
    done = subprocess.run([sys.executable, "-c", SHORTAGE], capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stdout.endswith("survived\n")
    assert "Too many open files" in done.stdout
