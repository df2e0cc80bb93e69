"""ChatClient over real sockets on the loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from chat_tk.client.events import ConnectFailed, ConnectionLost, ConnectionMade, Failure, ModelEvent, Received
from chat_tk.client.failures import describe_failure
from chat_tk.client.model import READS_AHEAD, ChatClient, decoded, parsed
from chat_tk.client.values import Target
from chat_tk.irc.lines import OVERLONG
from chat_tk.irc.message import Message
from chat_tk.net.dial import Encryption
from tests.net.support import wait_until

PATIENCE = 30.0


class Peer:
    """The other end: a listener that takes one connection, and what ChatClient tells."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(PATIENCE)
        self.events: SimpleQueue[ModelEvent] = SimpleQueue()
        self.client = ChatClient(
            Target("127.0.0.1", self.listener.getsockname()[1], "ann", encryption=Encryption.NEVER), self.events.put
        )
        self.socket: socket.socket | None = None

    def accept(self) -> socket.socket:
        self.client.start()
        self.socket, _peer = self.listener.accept()
        self.socket.settimeout(PATIENCE)
        assert isinstance(self.next(), ConnectionMade)
        return self.socket

    def next(self) -> ModelEvent:
        return self.events.get(timeout=PATIENCE)

    def read_to_end(self) -> bytes:
        assert self.socket is not None
        data = b""
        while more := self.socket.recv(65536):
            data += more
        return data

    def close(self) -> None:
        self.listener.close()
        if self.socket is not None:
            self.socket.close()


@pytest.fixture
def peer() -> Iterator[Peer]:
    peer = Peer()
    yield peer
    peer.client.close()
    peer.close()
    assert peer.client.wait(PATIENCE)


def test_what_comes_in_one_read_is_one_event(peer: Peer) -> None:
    """Parsed, in order, without what is no message."""
    peer.accept().sendall(b":s PING 1\r\n@bad\r\n:s PING 2\r\n")
    assert peer.next() == Received((Message("PING", ("1",), "s"), Message("PING", ("2",), "s")))


def test_sending(peer: Peer) -> None:
    """A message is a line."""
    sock = peer.accept()
    peer.client.send(Message("PRIVMSG", ("#a", "hällo du")))
    assert sock.recv(100) == "PRIVMSG #a :hällo du\r\n".encode()


def test_closing_says_goodbye(peer: Peer) -> None:
    """A12: QUIT, then the end of the stream; all threads gone; twice is once."""
    sock = peer.accept()
    peer.client.close("see you")
    peer.client.close("again")
    assert peer.read_to_end() == b"QUIT :see you\r\n"
    sock.close()
    assert peer.client.wait(PATIENCE)
    assert peer.events.empty()


def test_a_server_that_goes_is_told(peer: Peer) -> None:
    """In an orderly way."""
    peer.accept().close()
    lost = peer.next()
    assert isinstance(lost, ConnectionLost)
    assert lost.by_server


def test_what_comes_after_the_end_is_told_to_nobody(peer: Peer) -> None:
    """The next connection's events follow in the same queue: none of this one may stand among them."""
    sock = peer.accept()
    sock.sendall(b":s PING 1\r\n")
    assert isinstance(peer.next(), Received)
    peer.client.close()
    sock.sendall(b":s PING 2\r\n")
    sock.close()
    assert peer.client.wait(PATIENCE)
    assert peer.events.empty()


def test_nothing_listens() -> None:
    """Told at once, and nothing is left behind."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    events: SimpleQueue[ModelEvent] = SimpleQueue()
    client = ChatClient(Target("127.0.0.1", port, "ann", encryption=Encryption.NEVER), events.put)
    client.start()
    failed = events.get(timeout=PATIENCE)
    assert isinstance(failed, ConnectFailed)
    assert failed.failure is Failure.REFUSED
    client.close()
    assert client.wait(PATIENCE)


@pytest.mark.logs_errors
def test_a_mistake_while_connecting_is_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """The window does not stay silent: a sentence for the person, the rest for the log."""

    def fails(*_arguments: object, **_more: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr("chat_tk.client.model.reach", fails)
    events: SimpleQueue[ModelEvent] = SimpleQueue()
    target = Target("127.0.0.1", 1, "ann", encryption=Encryption.NEVER)
    client = ChatClient(target, events.put)
    client.start()
    failed = events.get(timeout=PATIENCE)
    assert isinstance(failed, ConnectFailed)
    assert failed.failure is Failure.OTHER
    assert "oops" not in describe_failure(failed, target)
    assert "oops" in caplog.text
    client.close()
    assert client.wait(10)


def test_closing_while_connecting_tells_nothing() -> None:
    """The thread ends by itself; a socket that comes late is closed."""
    dialling, go_on = threading.Event(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.MonkeyPatch.context() as patch:
        listener.settimeout(PATIENCE)

        def slow_dial(host: str, port: int, _timeout: float) -> tuple[socket.socket, tuple[str, int]]:
            dialling.set()
            go_on.wait(PATIENCE)
            return socket.create_connection((host, port)), (host, port)

        patch.setattr("chat_tk.net.reach.dial", slow_dial)
        events: SimpleQueue[ModelEvent] = SimpleQueue()
        client = ChatClient(
            Target("127.0.0.1", listener.getsockname()[1], "ann", encryption=Encryption.NEVER), events.put
        )
        client.start()
        assert dialling.wait(PATIENCE)
        client.close()
        go_on.set()
        sock, _peer = listener.accept()
        sock.settimeout(PATIENCE)
        assert sock.recv(100) == b""
        sock.close()
        assert client.wait(PATIENCE)
        assert events.empty()


def test_a_flood_does_not_fill_the_memory(peer: Peer) -> None:
    """While the main thread is behind, the reader waits, and with it the sender; closing ends it all the same."""
    sock = peer.accept()
    line = b":s PRIVMSG #a :" + b"x" * 400 + b"\r\n"
    sock.settimeout(1)
    with pytest.raises(TimeoutError):
        sock.sendall(line * 100_000)
    assert peer.events.qsize() == READS_AHEAD
    peer.client.close()
    sock.close()
    assert peer.client.wait(PATIENCE)


def test_a_reader_that_waits_with_many_handfuls_ends(peer: Peer) -> None:
    """However many of one read are not told yet when this side closes: no thread stays, and no socket."""
    sock = peer.accept()
    sock.sendall(b":s RENAME #a #b\r\n" * (READS_AHEAD + 5))  # each is a handful
    told = [peer.next() for _handful in range(READS_AHEAD)]
    assert all(isinstance(event, Received) for event in told)
    peer.client.close()
    sock.close()
    connection = peer.client._connection
    assert connection is not None
    wait_until(lambda: connection.gone, PATIENCE)
    assert peer.client.wait(PATIENCE)
    assert peer.events.empty()


def test_nonsense_is_left_out() -> None:
    """Over-long lines, lines without a command, and old encodings."""
    lines = [OVERLONG, b"", b"\x00", b":s", b"PING \xe4", b"@" * 9000]
    assert list(parsed(lines)) == [Message("PING", ("ä",))]
    assert decoded("Алиса".encode()) == "Алиса"
