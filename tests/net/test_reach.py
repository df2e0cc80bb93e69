"""Reaching a server with TLS, without, or whichever it has. Real sockets."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chat_tk.net.dial import DialError, Encryption, Failure
from chat_tk.net.reach import TRY, OtherCertificateError, reach
from tests.net.support import PATIENCE, house
from tests.tls import server_context


@pytest.fixture
def context(tmp_path: Path) -> ssl.SSLContext:
    return server_context(tmp_path)


@contextmanager
def listener(answer: bytes | None) -> Iterator[tuple[int, list[bytes]]]:
    """A server without TLS: it answers each connection so (None: with silence), and keeps what it was sent."""
    heard: list[bytes] = []
    over = threading.Event()

    def serve() -> None:
        while True:
            peer, _address = sock.accept()
            with peer:
                if over.is_set():
                    return
                peer.settimeout(PATIENCE)
                heard.append(peer.recv(65536))
                if answer is None:
                    peer.recv(1)  # the other side's patience ends
                else:
                    peer.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as sock:
        thread = threading.Thread(target=serve, name="server")
        thread.start()
        try:
            yield sock.getsockname()[1], heard
        finally:
            over.set()
            socket.create_connection(sock.getsockname()).close()  # nothing else wakes who accepts on every system
            thread.join(PATIENCE + 1)


def test_tls_is_found(context: ssl.SSLContext) -> None:
    """Tried and required alike."""
    with house(context=context) as here:
        for encryption in (Encryption.TRY, Encryption.REQUIRE):
            found = reach("127.0.0.1", here.port, encryption)
            assert found.tls is not None
            assert len(found.tls.fingerprint) == 64
            found.socket.close()


def test_never_means_never(context: ssl.SSLContext) -> None:
    """No handshake is begun."""
    with house(context=context) as here:
        found = reach("127.0.0.1", here.port, Encryption.NEVER)
        assert found.tls is None
        found.socket.sendall(b"NICK ann\r\n")
        notes = here.guest()[1]
        notes.wait(lambda: notes.lines == [b"NICK ann"])
        found.socket.close()


@pytest.mark.parametrize("answer", [b"", b"ERROR :what?\r\n", None], ids=["end", "words", "silence"])
def test_a_server_without_tls_is_reached_without(answer: bytes | None) -> None:
    """When it was only tried: after 1.5 s, on a new connection."""
    with listener(answer) as (port, _heard):
        began = time.monotonic()
        found = reach("127.0.0.1", port, Encryption.TRY)
        assert time.monotonic() - began < TRY + 10, "this machine may be busy"
        assert found.tls is None
        found.socket.sendall(b"bye")
        found.socket.close()


@pytest.mark.parametrize("answer", [b"", b"ERROR :what?\r\n"])
def test_required_means_required(answer: bytes) -> None:
    """No connection without, and nothing is sent but the beginning of a handshake."""
    with listener(answer) as (port, heard):
        with pytest.raises(DialError) as caught:
            reach("127.0.0.1", port, Encryption.REQUIRE, timeout=PATIENCE)
        assert caught.value.failure is Failure.NO_ENCRYPTION
        assert [first[:1] for first in heard] == [b"\x16"] * 2  # the second time for one that was slow


def test_no_time_left_is_no_unknown_host() -> None:
    """Whoever was silent until the time was over is told as silent, not as a name that nobody has."""
    with pytest.raises(DialError) as caught:
        reach("127.0.0.1", 9, Encryption.REQUIRE, timeout=0)
    assert caught.value.failure is Failure.NO_ENCRYPTION


def test_a_pin_is_never_downgraded() -> None:
    """Whoever is known by a certificate is not met without one, even if encryption was only to be tried."""
    with listener(b"") as (port, heard):
        with pytest.raises(DialError) as caught:
            reach("127.0.0.1", port, Encryption.TRY, pin="0" * 64)
        assert caught.value.failure is Failure.NO_ENCRYPTION
        assert {first[:1] for first in heard} == {b"\x16"}


def test_who_is_known_and_hangs_is_no_impostor() -> None:
    """A computer that sleeps says nothing: that is told as such, and still nothing goes to it without TLS."""
    with listener(None) as (port, heard):
        with pytest.raises(DialError) as caught:
            reach("127.0.0.1", port, Encryption.TRY, pin="0" * 64, timeout=3)
        assert caught.value.failure is Failure.TIMEOUT
        assert {first[:1] for first in heard} == {b"\x16"}


def test_a_pin_that_is_not_met_stops_before_the_first_byte(context: ssl.SSLContext) -> None:
    """The handshake, and nothing else; the new fingerprint is told, and meets itself."""
    with house(context=context) as here:
        with pytest.raises(OtherCertificateError) as caught:
            reach("127.0.0.1", here.port, Encryption.REQUIRE, pin="0" * 64)
        notes = here.guest()[1]
        assert notes.end
        assert notes.lines == []
        found = reach("127.0.0.1", here.port, Encryption.REQUIRE, pin=caught.value.fingerprint)
        found.socket.close()


def test_verification_is_a_choice(context: ssl.SSLContext) -> None:
    """A certificate that nobody vouches for is refused then, and no other way is tried."""
    with house(context=context) as here:
        with pytest.raises(DialError) as caught:
            reach("127.0.0.1", here.port, Encryption.TRY, verify=True)
        assert caught.value.failure is Failure.UNTRUSTED
        assert here.guest()[1].end
        assert len(here.guests) == 1
