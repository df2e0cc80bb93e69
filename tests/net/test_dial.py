"""Dialling: every address of a name, in time, and every failure by its kind."""

from __future__ import annotations

import errno
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from chat_tk.net.address import Address
from chat_tk.net.dial import DialError, Failure, dial, in_its_words
from chat_tk.net.ports import open_sockets

linux = pytest.mark.skipif(sys.platform != "linux", reason="a full backlog gives no answer on Linux alone")


@pytest.fixture
def port() -> Iterator[int]:
    """A port of this computer at which something listens, by IPv4 only."""
    (sock,) = open_sockets("127.0.0.1", 0)
    with sock:
        yield sock.getsockname()[1]


def stands_for(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> None:
    """Every name stands for these numbers."""

    def answer(_host: str, port: int, **_options: object) -> list[object]:
        families = [socket.AF_INET6 if ":" in number else socket.AF_INET for number in numbers]
        return [(f, socket.SOCK_STREAM, 6, "", (n, port)) for f, n in zip(families, numbers, strict=True)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_it_connects(port: int) -> None:
    """The socket is connected and blocking; the number it leads to comes with it."""
    sock, peer = dial("localhost", port)
    with sock:
        assert sock.gettimeout() is None
        assert peer == Address("127.0.0.1", port)
        assert sock.getpeername() == ("127.0.0.1", port)


def test_one_refused_family_costs_nothing(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """IPv6 is refused, IPv4 is there: the other family is tried at once."""
    stands_for(monkeypatch, "::1", "127.0.0.1")
    monkeypatch.setattr("chat_tk.net.dial.STAGGER", 30.0)
    began = time.monotonic()
    dial("chat.test", port, timeout=60)[0].close()
    assert time.monotonic() - began < 20


def test_refused() -> None:
    """Nothing listens there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(DialError) as caught:
            dial("127.0.0.1", taken.getsockname()[1])
    assert caught.value.failure is Failure.REFUSED
    assert str(caught.value) == in_its_words(errno.ECONNREFUSED)


@pytest.mark.parametrize("host", ["no such host", "a" * 300, "x\0y", ""])
def test_unknown_host(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that nobody knows, or that cannot be one."""
    if not host:
        monkeypatch.setattr(socket, "getaddrinfo", _unknown)
    with pytest.raises(DialError) as caught:
        dial(host, 6667)
    assert caught.value.failure is Failure.UNKNOWN_HOST


def _unknown(*_arguments: object, **_options: object) -> None:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_look_up_without_answer_keeps_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's look-up knows no deadline; we do."""
    go = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_o: go.wait(60) and [])
    began = time.monotonic()
    with pytest.raises(DialError) as caught:
        dial("slow.test", 6667, timeout=0.2)
    go.set()
    assert caught.value.failure is Failure.UNKNOWN_HOST
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (errno.ENETUNREACH, Failure.UNREACHABLE),
        (errno.EHOSTUNREACH, Failure.UNREACHABLE),
        (errno.ETIMEDOUT, Failure.TIMEOUT),
        (errno.EACCES, Failure.OTHER),
    ],
)
def test_what_the_system_says(code: int, failure: Failure, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own errors are sorted into what a person can act on."""
    monkeypatch.setattr(socket.socket, "connect_ex", lambda *_: code)
    with pytest.raises(DialError) as caught:
        dial("127.0.0.1", 6667)
    assert caught.value.failure is failure


def test_the_most_telling_failure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by one address and unreachable by the other: somebody is there, the chat is not."""
    stands_for(monkeypatch, "127.0.0.1", "::1")
    codes = iter([errno.ECONNREFUSED, errno.ENETUNREACH])
    monkeypatch.setattr(socket.socket, "connect_ex", lambda *_: next(codes))
    with pytest.raises(DialError) as caught:
        dial("chat.test", 6667)
    assert caught.value.failure is Failure.REFUSED


def full_house(stack: ExitStack, number: str) -> int:
    """A port whose backlog is full: Linux lets further connections wait without an answer."""
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    server = stack.enter_context(socket.socket(family))
    server.bind((number, 0))
    server.listen(0)
    for _ in range(4):
        sock = stack.enter_context(socket.socket(family))
        sock.settimeout(0)
        sock.connect_ex(server.getsockname())
    return int(server.getsockname()[1])


@linux
def test_no_answer_keeps_the_time() -> None:
    """Packets vanish: after the timeout it is one."""
    with ExitStack() as stack:
        port = full_house(stack, "127.0.0.1")
        began = time.monotonic()
        with pytest.raises(DialError) as caught:
            dial("127.0.0.1", port, timeout=0.4)
        assert caught.value.failure is Failure.TIMEOUT
        assert 0.3 < time.monotonic() - began < 20


@linux
def test_a_dead_family_costs_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address never answers: the second is tried beside it after a quarter of a second."""
    with ExitStack() as stack:
        port = full_house(stack, "127.0.0.1")
        server = stack.enter_context(socket.socket())
        server.bind(("127.0.0.2", port))
        server.listen()
        stands_for(monkeypatch, "127.0.0.1", "127.0.0.2")
        began = time.monotonic()
        sock, peer = dial("chat.test", port, timeout=60)
        sock.close()
        assert peer.host == "127.0.0.2"
        assert 0.2 < time.monotonic() - began < 20
