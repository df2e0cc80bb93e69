"""Whatever comes through real sockets: the others go on, nothing is logged, and no thread or descriptor is left."""

from __future__ import annotations

import gc
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat_tk.net.connection import Connection
from chat_tk.server.clients import Client
from chat_tk.server.events import Problem
from tests.server.live import PATIENCE, Serving, serving

PIECES = (
    b"NICK ann\r\n", b"USER a 0 * :a\r\n", b"CAP LS 302\r\n", b"CAP END\n", b"JOIN #lobby\r\n", b"QUIT\r\n", b"\r",
    b"\n", b"\x00", b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/1.1\r\n", b"@a=b;", b":x ", b"\xff\xfe", b"\x1b[2J",
    b"/q\n", b"exit\n", b"hello", b"x" * 9000, b"PASS \r\n", b"AUTHENTICATE PLAIN\r\n", b"BATCH +1 draft/multiline x\n",
    b"PRIVMSG #lobby :x\r\n",
)  # fmt: skip


@pytest.mark.timeout(180)
def test_any_bytes_through_real_sockets_harm_nobody() -> None:
    """Random bytes and scraps of every protocol, ended somehow: the chat goes on without an error."""
    with serving() as server:
        watcher = server.joins("watcher")

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=40), max_size=8), st.sampled_from(ENDS))
        def throw(pieces: list[bytes], end: Callable[[socket.socket], None]) -> None:
            with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as guest:
                try:
                    for piece in pieces:
                        guest.sendall(piece)
                    end(guest)
                except ConnectionError:
                    pass  # sent away in the middle of it
            watcher.says("PING :alive")
            assert "alive" in watcher.hears("alive")

        throw()
        server.drain_events()
        assert not [event for event in server.events if isinstance(event, Problem)]


def _half(guest: socket.socket) -> None:
    guest.shutdown(socket.SHUT_WR)


def _reset(guest: socket.socket) -> None:
    guest.setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0" if sys.platform != "win32" else b"\1\0\0\0"
    )


ENDS: tuple[Callable[[socket.socket], None], ...] = (socket.socket.close, _half, _reset)


def descriptors() -> int:
    gc.collect()
    return sum(1 for _entry in Path("/proc/self/fd").iterdir())


def settles(figure: Callable[[], int], wanted: int) -> None:
    """Wait until ``figure`` is what it was."""
    until = time.monotonic() + PATIENCE
    while figure() > wanted and time.monotonic() < until:
        time.sleep(0.02)
    assert figure() == wanted


@pytest.mark.skipif(sys.platform != "linux", reason="counts in /proc")
def test_all_kinds_of_guests_leave_no_descriptor_and_no_thread() -> None:
    """Every door, every end: while the chat goes on, and when it has ended, everything is as it began."""
    before = descriptors()
    with serving() as server:
        watcher = server.joins("watcher")
        threads, open_ = threading.active_count(), descriptors()
        for kind in (_irc, _plain, _browser, _silent, _half_a_handshake, _too_long, _cut):
            for number in range(8):
                kind(server, number)
        settles(threading.active_count, threads)
        settles(descriptors, open_)
        watcher.says("NAMES #lobby")
        assert watcher.hears(" 353 ").rpartition(":")[2].split() == ["watcher"]
    settles(descriptors, before)


def _irc(server: Serving, number: int) -> None:
    guest = server.joins(f"n{number}")
    guest.says("QUIT") if number % 2 else guest.reset()
    guest.close()


def _plain(server: Serving, number: int) -> None:
    guest = server.types_name(f"Nc{number}")
    guest.types(b"/q\n") if number % 2 else guest.reset()
    guest.close()


def _browser(server: Serving, _number: int) -> None:
    guest = server.connects().types(b"GET / HTTP/1.1\r\n\r\n")
    assert guest.rest()[0].startswith("HTTP/1.1 400")
    guest.close()


def _silent(server: Serving, _number: int) -> None:
    server.connects().close()


def _half_a_handshake(server: Serving, _number: int) -> None:
    """The first bytes of TLS, and no more."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    with pytest.raises(ssl.SSLWantReadError):
        context.wrap_bio(incoming, outgoing, server_hostname="x").do_handshake()
    server.connects().types(outgoing.read()[:50]).close()


def _too_long(server: Serving, number: int) -> None:
    guest = server.joins(f"l{number}").types(b"x" * 100_000 + b"\r\nPING :on\r\n")
    guest.hears("on")
    guest.close()


def _cut(server: Serving, number: int) -> None:
    """In the middle of a flood."""
    server.joins(f"f{number}").types(b"PRIVMSG #lobby :flood\r\n" * 500).reset()


def test_who_has_gone_is_freed_without_the_collector() -> None:
    """No circle of objects is left of a connection: the collector, which runs rarely, would let many pile up."""
    with serving() as server:
        before = {id(thing) for thing in _of_clients()}
        guests = [server.joins(f"guest{number}") for number in range(6)]
        gc.disable()
        try:
            for guest in guests[:2]:
                guest.says("PRIVMSG #lobby :bye", "QUIT")
                guest.rest()
            guests[2].close()
            for guest in guests[3:]:
                guest.says(*["PRIVMSG #lobby :and what is sent to who has gone fails"] * 50)
                guest.reset()
            plain = server.types_name("Bob")
            plain.types(b"/q\n")
            plain.rest()
            settles(lambda: sum(id(thing) not in before for thing in _of_clients()), 0)
        finally:
            gc.enable()


def _of_clients() -> list[object]:
    """What the server keeps of each client, as long as it is anywhere in memory."""
    return [thing for thing in gc.get_objects() if isinstance(thing, Client | Connection)]
