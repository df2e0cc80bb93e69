"""Tests of ``net.liveness``: a peer that went, however it went, is noticed."""

from __future__ import annotations

import errno
import socket
import struct
import sys
from collections.abc import Iterator

import pytest

from chat_tk.net import connection as connection_module
from chat_tk.net import liveness
from chat_tk.net.connection import Connection
from chat_tk.net.ended import Ended
from tests.net.support import Notes, house, wait_until
from tests.wine import needs_resets

TCP_REPAIR = 19


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a TCP connection: the peer's, ours."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as peer:
        ours, _address = server.accept()
        with ours:
            yield peer, ours


def reset(peer: socket.socket) -> None:
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


class Slow(Notes):
    """A receiver that takes one line, and then waits as one does who paces: asking whether the peer is there."""

    def received(self, connection: Connection, lines: list[bytes]) -> None:
        super().received(connection, lines[:1])
        wait_until(lambda: not connection.still_there())


@needs_resets
def test_a_reset_is_seen_behind_unread_bytes(pair: tuple[socket.socket, socket.socket]) -> None:
    """Bytes that nobody has read do not hide that the peer has broken off."""
    peer, ours = pair
    peer.sendall(b"x" * 1000)
    assert liveness.error_of(ours) is None
    reset(peer)
    errors: list[OSError | None] = []
    wait_until(lambda: bool(errors.append(liveness.error_of(ours)) or errors[-1]))
    assert errors[-1] is not None
    assert errors[-1].errno == errno.ECONNRESET


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot tell")
def test_an_end_is_seen_behind_unread_bytes(pair: tuple[socket.socket, socket.socket]) -> None:
    """An orderly end is no error, and is seen though bytes wait."""
    peer, ours = pair
    peer.sendall(b"x" * 1000)
    assert not liveness.has_ended(ours)
    peer.shutdown(socket.SHUT_WR)
    wait_until(lambda: liveness.has_ended(ours))
    assert liveness.error_of(ours) is None
    assert ours.recv(2000) == b"x" * 1000


@pytest.mark.skipif(sys.platform != "linux", reason="the names of the options are Linux's")
def test_the_system_is_told_to_find_out(pair: tuple[socket.socket, socket.socket]) -> None:
    """Rule 1: 90 s of silence, then four questions; and 150 s for what waits to be sent."""
    ours = pair[1]
    liveness.keep_alive(ours)
    tcp = {name: ours.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name in OPTIONS}
    assert ours.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    assert tcp == OPTIONS


OPTIONS = {"TCP_KEEPIDLE": 90, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4, "TCP_USER_TIMEOUT": 150_000}


def test_an_older_windows_names_no_option(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python leaves out what the Windows that it runs on does not know: the connection is kept alive all the same."""
    for name in OPTIONS:
        monkeypatch.delattr(socket, name, raising=False)
    liveness.keep_alive(pair[1])
    assert pair[1].getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)


@pytest.mark.skipif(sys.platform != "linux", reason="needs TCP_REPAIR")
def test_a_vanished_peer_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A18, A24: "leaves the list when its connection ends, however it ends": here nobody sends anything any more."""
    monkeypatch.setattr(liveness, "IDLE", 1)
    monkeypatch.setattr(liveness, "INTERVAL", 1)
    with house() as here:
        peer = here.dial()
        _connection, notes = here.guest()
        try:
            peer.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        except OSError:
            peer.close()
            pytest.skip("only root may pull a cable")
        peer.close()
        assert notes.end in (Ended.RESET, Ended.TIMEOUT)


class Told(Notes):
    """A receiver who is told of the reset in the place of whoever reads, as one who sends at that moment may be."""

    def received(self, connection: Connection, lines: list[bytes]) -> None:
        super().received(connection, lines)
        wait_until(lambda: liveness.error_of(connection.socket) is not None)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can tell")
@pytest.mark.parametrize("resets", [True, False])
def test_an_end_is_a_reset_though_somebody_else_was_told(resets: bool) -> None:
    """C13: a connection that broke is not taken for a chat that was closed, nor the other way round."""
    with house(detect=False) as here:
        here.make_notes = Told if resets else Notes
        peer = here.dial()
        peer.sendall(b"PING x\r\n")
        notes = here.guest()[1]
        notes.wait(lambda: bool(notes.lines))
        if resets:
            reset(peer)
        else:
            peer.close()
        assert notes.end is (Ended.RESET if resets else Ended.EOF)


@needs_resets
def test_a_flooder_that_breaks_off_is_gone_at_once() -> None:
    """A receiver that waits because its peer is too fast learns of a reset; what was not read is read by nobody."""
    with house() as here:
        here.make_notes = Slow
        peer = here.dial()
        peer.sendall(b"PING :x\r\n" * 20_000)
        _connection, notes = here.guest()
        notes.wait(lambda: bool(notes.lines))
        reset(peer)
        assert notes.end is Ended.RESET
        assert len(notes.lines) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot tell")
def test_last_words_have_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """After an orderly end a slow receiver may go on for a while, not for hours."""
    monkeypatch.setattr(connection_module, "LAST_WORDS", 0.2)
    with house() as here:
        here.make_notes = Slow
        peer = here.dial()
        peer.sendall(b"PING :x\r\n" * 2000)
        peer.shutdown(socket.SHUT_WR)
        _connection, notes = here.guest()
        assert notes.end is Ended.EOF
        peer.close()
