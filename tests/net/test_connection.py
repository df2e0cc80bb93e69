"""A connection: bytes in both directions, the doors, and every way to end. Real sockets."""

from __future__ import annotations

import random
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable

import pytest

from chat_tk.irc.lines import OVERLONG
from chat_tk.net.connection import Connection, Ended
from chat_tk.net.doors import PAUSE, SILENCE, Door
from tests.net.support import PATIENCE, Notes, descriptors, house, read_all, threads, wait_until
from tests.wine import needs_resets

# --- receiving -----------------------------------------------------------------------------------------------------


def test_chopped_input_gives_the_same_lines() -> None:
    """However the network cuts the bytes, the lines are whole."""
    dice = random.Random(7)
    with house() as here, here.dial() as peer:
        sent = [b"NICK ann"] + [b"PRIVMSG #a :%d " % n + bytes(dice.choices(b"abc\xc3\xa4", k=50)) for n in range(50)]
        text = b"".join(line + dice.choice([b"\n", b"\r\n"]) for line in sent)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while text:
            size = dice.randint(1, 40)
            peer.sendall(text[:size])
            text = text[size:]
        _connection, notes = here.guest()
        notes.wait(lambda: len(notes.lines) >= len(sent))
        assert notes.lines == sent
        assert notes.door is Door.IRC
        assert len(notes.threads) == 1
        assert threading.get_ident() not in notes.threads


def test_an_overlong_line_is_told_and_the_connection_kept() -> None:
    """A line above the limit comes out as OVERLONG; the next one is whole."""
    with house() as here, here.dial() as peer:
        peer.sendall(b"NICK ann\r\n" + b"x" * 100_000 + b"\r\nPING a\r\n")
        notes = here.guest()[1]
        notes.wait(lambda: len(notes.lines) == 3)
        assert notes.lines == [b"NICK ann", OVERLONG, b"PING a"]


def test_silence_is_plain_text() -> None:
    """Who says nothing is taken for a person, and greeted before a byte has come."""
    with house() as here, here.dial() as peer:
        began = time.monotonic()
        notes = here.guest()[1]
        notes.wait(lambda: notes.door is not None)
        assert notes.door is Door.PLAIN
        assert SILENCE * 0.7 < time.monotonic() - began < SILENCE + 15
        peer.sendall(b"Nick Cave\n")
        notes.wait(lambda: bool(notes.lines))
        assert (notes.door, notes.lines) == (Door.PLAIN, [b"Nick Cave"])


def test_irc_after_a_silence_is_irc() -> None:
    """A program that took its time is told as PLAIN first, and as IRC before its first line."""
    with house() as here, here.dial() as peer:
        notes = here.guest()[1]
        notes.wait(lambda: notes.door is Door.PLAIN)
        peer.sendall(b"CAP LS 302\r\n")
        notes.wait(lambda: bool(notes.lines))
        assert (notes.door, notes.lines) == (Door.IRC, [b"CAP LS 302"])


def test_half_a_verb_and_silence_is_plain_text() -> None:
    """``Nick`` without an end is a name."""
    with house() as here, here.dial() as peer:
        peer.sendall(b"Nick")
        notes = here.guest()[1]
        notes.wait(lambda: bool(notes.lines))
        assert (notes.door, notes.lines) == (Door.PLAIN, [b"Nick"])


def test_a_pause_ends_a_message_of_plain_text() -> None:
    """Old clients send no newline: one send() is one message."""
    with house() as here, here.dial() as peer:
        notes = here.guest()[1]
        for number, text in enumerate([b"Anna", b"hello", b"two\nlines", b"\r\n", b"end\r"], start=1):
            peer.sendall(text)
            expected = [b"Anna", b"hello", b"two", b"lines", b"end"]
            if text != b"\r\n":
                notes.wait(lambda number=number: len(notes.lines) >= number + (number > 2) - (number > 4))  # type: ignore[misc]
        assert notes.lines == expected


def test_a_pause_never_cuts_a_character() -> None:
    """The network may cut within a UTF-8 character; what is no UTF-8 at all comes out after a second pause."""
    with house() as here, here.dial() as peer:
        notes = here.guest()[1]
        peer.sendall("Jü".encode()[:2])
        assert not threading.Event().wait(PAUSE * 1.4)
        assert notes.lines == []
        peer.sendall("ürgen".encode()[1:])
        notes.wait(lambda: len(notes.lines) == 1)
        peer.sendall("café".encode("latin-1"))
        notes.wait(lambda: len(notes.lines) == 2)
        assert notes.lines == ["Jürgen".encode(), "café".encode("latin-1")]


def test_plain_text_without_newline_survives_an_overlong_message() -> None:
    """After a pause a new message begins, whatever came before."""
    with house() as here, here.dial() as peer:
        notes = here.guest()[1]
        peer.sendall(b"Anna")
        notes.wait(lambda: len(notes.lines) == 1)
        peer.sendall(b"x" * 20_000)
        notes.wait(lambda: OVERLONG in notes.lines)
        assert not threading.Event().wait(PAUSE * 1.5)
        peer.sendall(b"hello")
        notes.wait(lambda: notes.lines[-1] == b"hello")


@pytest.mark.parametrize("late", [False, True])
def test_a_browser_is_refused(late: bool) -> None:
    """An HTTP verb is answered with 400 and the end, also from a browser that had connected in advance."""
    with house() as here, here.dial() as peer:
        notes = here.guest()[1]
        if late:
            notes.wait(lambda: notes.door is not None)
        peer.sendall(b"POST /x HTTP/1.1\r\nHost: a\r\n\r\nNICK evil\r\nUSER a 0 * :a\r\n")
        answer = read_all(peer)
        peer.close()
        head, _blank, words = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        assert f"Content-Length: {len(words)}" in head.decode().split("\r\n")
        assert words.endswith(b".\n")
        assert notes.end is Ended.REFUSED_DOOR
        assert (notes.door, notes.lines) == (Door.PLAIN if late else None, [])


def test_tls_without_certificate_is_refused() -> None:
    """A TLS handshake where none is configured ends at once."""
    with house() as here, here.dial() as peer:
        peer.sendall(b"\x16\x03\x01\x00\x05hello")
        assert read_all(peer) == b""
        peer.close()
        assert here.guest()[1].end is Ended.NO_TLS


def test_without_detection_it_is_irc() -> None:
    """The client's side is IRC before a byte has come."""
    with house(detect=False) as here, here.dial() as peer:
        notes = here.guest()[1]
        notes.wait(lambda: notes.door is Door.IRC)
        peer.sendall(b"hello\r\n")
        notes.wait(lambda: notes.lines == [b"hello"])


# --- ends ----------------------------------------------------------------------------------------------------------


def test_a_scanner_is_told_only_as_closed() -> None:
    """Who goes without a byte was never let in."""
    with house() as here:
        here.dial().close()
        notes = here.guest()[1]
        assert notes.end is Ended.EOF
        assert notes.door is None


def test_after_half_close_the_last_answer_arrives() -> None:
    """``printf ... | nc -N``: the peer has ended its side, and still reads the answer."""
    with house() as here, here.dial() as peer:
        peer.sendall(b"NICK ann\r\nPING a\r\nhalf a li")
        peer.shutdown(socket.SHUT_WR)
        connection, notes = here.guest()
        assert notes.end is Ended.EOF
        assert notes.lines == [b"NICK ann", b"PING a"]
        connection.send(b"PONG a\r\n")
        connection.close()
        assert read_all(peer) == b"PONG a\r\n"


def test_plain_text_cut_off_by_the_end_is_a_message() -> None:
    """``printf Anna | nc -N``: the end ends the line."""
    with house() as here, here.dial() as peer:
        peer.sendall(b"hello\nyou")
        peer.shutdown(socket.SHUT_WR)
        notes = here.guest()[1]
        assert notes.end is Ended.EOF
        assert (notes.door, notes.lines) == (Door.PLAIN, [b"hello", b"you"])


@needs_resets
def test_reset() -> None:
    """A reset is told as one, exactly once."""
    with house() as here:
        peer = here.dial()
        peer.sendall(b"NICK ann\r\n")
        notes = here.guest()[1]
        notes.wait(lambda: bool(notes.lines))
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()
        assert notes.end is Ended.RESET


def test_close_sends_what_is_queued_and_then_ends() -> None:
    """close() drains first, byte for byte; nothing that comes later is told; twice is once."""
    with house(sndbuf=4096) as here, here.dial(rcvbuf=4096) as peer:
        peer.sendall(b"NICK ann\r\n")
        connection, notes = here.guest()
        notes.wait(lambda: bool(notes.lines))
        farewell = random.Random(1).randbytes(500_000)
        connection.send(farewell)
        assert connection.waiting > 0
        connection.close()
        connection.close()
        connection.send(b"too late")
        peer.sendall(b"PING too-late\r\n")
        assert read_all(peer) == farewell
        peer.close()
        assert notes.end is Ended.CLOSED_HERE
        assert notes.lines == [b"NICK ann"]


def test_close_is_not_held_by_a_peer_that_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stalled peer has LINGER seconds."""
    monkeypatch.setattr("chat_tk.net.outgoing.LINGER", 0.3)
    with house(sndbuf=4096) as here, here.dial(rcvbuf=4096):
        connection, notes = here.guest()
        connection.send(b"x" * 500_000)
        began = time.monotonic()
        connection.close()
        assert notes.end is Ended.CLOSED_HERE
        assert 0.2 <= time.monotonic() - began < 20


def test_abort_from_another_thread_wakes_a_blocked_read() -> None:
    """abort() ends at once, the first reason counts, and closed comes from the reader."""
    with house() as here, here.dial() as peer:
        peer.sendall(b"NICK ann\r\n")
        connection, notes = here.guest()
        notes.wait(lambda: bool(notes.lines))
        for reason in (Ended.TIMEOUT, Ended.RESET):
            thread = threading.Thread(target=connection.abort, args=(reason,))
            thread.start()
            thread.join(PATIENCE)
        assert notes.end is Ended.TIMEOUT
        assert len(notes.threads) == 1
        assert threading.get_ident() not in notes.threads
        assert read_all(peer) == b""


class InTheMiddle:
    """A socket that lets something happen when the owner is about to send, with the descriptor in its hand."""

    def __init__(self, sock: socket.socket, happens: Callable[[], None]) -> None:
        self._sock, self._happens = sock, happens

    def __getattr__(self, name: str) -> object:
        return getattr(self._sock, name)

    def send(self, data: bytes, flags: int) -> int:
        self._happens()
        assert self._sock.fileno() != -1, "another connection may have this number now"
        return self._sock.send(data, flags)


def test_a_descriptor_in_use_is_not_closed() -> None:
    """An end that another thread makes in the middle of a send waits for it, and is made by who sends."""
    with house() as here, here.dial() as peer:
        connection, notes = here.guest()
        real = connection.socket

        def end() -> None:
            connection._sock = real
            thread = threading.Thread(target=connection.abort, args=(Ended.TIMEOUT,))
            thread.start()
            thread.join(PATIENCE)
            assert notes.end is Ended.TIMEOUT
            wait_until(lambda: not connection._reading)

        connection._sock = InTheMiddle(real, end)  # type: ignore[assignment]
        connection.send(b"PING\r\n")
        wait_until(lambda: connection.gone)
        assert real.fileno() == -1
        assert read_all(peer) == b""


@needs_resets
def test_ends_from_all_sides_while_the_owner_sends() -> None:
    """Whoever ends it, and whenever: nothing is left of the connection, and nothing was sent by another's number."""
    dice = random.Random(5)
    with house() as here:
        for number in range(60):
            peer = here.dial()
            peer.sendall(b"NICK ann\r\n")
            connection, notes = here.guest(number)
            notes.wait(lambda notes=notes: bool(notes.lines))  # type: ignore[misc]
            ends: list[Callable[[], None]] = [peer.close, lambda: connection.abort(Ended.TIMEOUT)]  # noqa: B023
            if number % 3 == 0:
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            ender = threading.Thread(target=ends[number % 2])
            after = dice.randrange(40)
            until = time.monotonic() + PATIENCE
            for sent in range(100_000):
                if sent == after:
                    ender.start()
                connection.send(b"PING\r\n")
                if sent > after and (notes.ends or time.monotonic() > until):
                    break
            ender.join(PATIENCE)
            assert notes.end
            connection.close()
            wait_until(lambda connection=connection: connection.gone)  # type: ignore[misc]
            peer.close()


@pytest.mark.logs_errors
def test_a_receiver_that_fails_ends_its_own_connection_only() -> None:
    """An exception in the receiver is logged; the connection ends, and is told so."""

    class Broken(Notes):
        def received(self, connection: Connection, lines: list[bytes]) -> None:
            raise ValueError("a bug")

    with house() as here:
        here.make_notes = Broken
        with here.dial() as peer:
            peer.sendall(b"NICK ann\r\n")
            assert here.guest()[1].end is Ended.RESET
            assert read_all(peer) == b""


# --- sending -------------------------------------------------------------------------------------------------------


def test_partial_sends_lose_and_repeat_nothing() -> None:
    """Small buffers, a slow reader, sends of every size: what arrives is what was sent."""
    dice = random.Random(3)
    with house(sndbuf=2048) as here, here.dial(rcvbuf=2048) as peer:
        connection, _notes = here.guest()
        parts = [dice.randbytes(dice.choice([1, 10, 500, 5000, 70_000])) for _ in range(60)]
        parts = parts[: next((n for n in range(60) if sum(map(len, parts[:n])) > 900_000), 60)]
        got: list[bytes] = []
        reading = threading.Thread(target=lambda: got.append(read_all(peer)), name="peer")
        reading.start()
        for part in parts:
            connection.send(part)
        connection.close()
        reading.join(PATIENCE)
        assert got == [b"".join(parts)]
        assert connection.waiting == 0


def test_the_send_queue_has_a_limit() -> None:
    """A peer that does not read is cut above the limit; the sender neither waits nor fails."""
    with house(send_limit=100_000, sndbuf=4096) as here, here.dial(rcvbuf=4096):
        connection, notes = here.guest()
        began = time.monotonic()
        for _ in range(1000):
            connection.send(b"x" * 1000)
        assert time.monotonic() - began < 20
        assert notes.end is Ended.SENDQ
        wait_until(lambda: connection.waiting == 0)


def test_slow_readers_delay_nobody() -> None:
    """20 of 40 peers do not read: the others get every message promptly, and no send waits."""
    with house(sndbuf=4096) as here:
        peers = [here.dial(rcvbuf=4096) for _ in range(40)]
        connections = {here.guest(number)[0].peer.port: here.guest(number)[0] for number in range(40)}
        mine = [connections[peer.getsockname()[1]] for peer in peers]
        slowest = 0.0
        for beat in range(100):
            message = b"%03d" % beat + b"x" * 1997
            began = time.monotonic()
            for connection in mine:
                connection.send(message)
            for peer in peers[20:]:
                left = len(message)
                while left:
                    left -= len(peer.recv(left))
            slowest = max(slowest, time.monotonic() - began)
        assert slowest < 10, "some milliseconds; this machine may be busy"
        assert all(connection.waiting > 50_000 for connection in mine[:20])
        wait_until(lambda: all(connection.waiting == 0 for connection in mine[20:]))
        for peer in peers:
            peer.close()


@needs_resets
def test_a_sender_meets_a_reset() -> None:
    """Sending to a peer that is gone raises nothing, and the connection ends."""
    with house() as here:
        peer = here.dial()
        peer.sendall(b"NICK ann\r\n")
        connection, notes = here.guest()
        notes.wait(lambda: bool(notes.lines))
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()
        until = time.monotonic() + PATIENCE
        while not notes.ends and time.monotonic() < until:
            connection.send(b"PING\r\n")
        assert notes.end is Ended.RESET


def test_a_lost_peer_does_not_cost_what_it_said_before() -> None:
    """A peer that says QUIT and goes while it is being sent to: its QUIT is heard."""
    with house() as here:
        peer = here.dial()
        connection, notes = here.guest()
        peer.sendall(b"NICK ann\r\n")
        notes.wait(lambda: bool(notes.lines))
        peer.sendall(b"QUIT :bye\r\n")
        peer.close()
        for _ in range(100):
            connection.send(b"x" * 100)
        assert notes.end in (Ended.EOF, Ended.RESET)
        assert notes.lines == [b"NICK ann", b"QUIT :bye"]


def test_a_thread_that_cannot_start_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """start() closes the socket and says so; nothing is told."""
    with house() as here:
        here.settle()
        before = descriptors()
        ours, theirs = socket.socketpair()
        notes = Notes()
        connection = Connection(ours, here.listener.addresses[0], notes, here.drainer, name="reader", detect=True)
        monkeypatch.setattr("chat_tk.net.connection.start_small", _no_room)
        with pytest.raises(RuntimeError, match="new thread"):
            connection.start()
        monkeypatch.undo()
        assert read_all(theirs) == b""
        theirs.close()
        connection.abort(Ended.RESET)
        assert notes.ends == []
        assert descriptors() == before


def _no_room(_target: Callable[[], None]) -> None:
    raise RuntimeError("can't start new thread")


def test_200_come_and_go_again_and_again() -> None:
    """Threads and descriptors are back where they began, however each of them leaves.

    Three times on Windows, where a connection costs three ports, which then rest for minutes, of 16,384.
    """
    with house() as here:
        here.settle()
        before, open_before = threads(), descriptors()
        for turn in range(3 if sys.platform == "win32" else 20):
            here.guests.clear()
            peers = [here.dial() for _ in range(200)]
            for number, peer in enumerate(peers):
                peer.sendall(b"NICK n%d\r\n" % number)
            guests = [here.guest(number) for number in range(200)]
            for number, (connection, notes) in enumerate(guests):
                notes.wait(lambda notes=notes: bool(notes.lines))  # type: ignore[misc]
                connection.send(b":chat 001 n :Welcome\r\n")
                if (number + turn) % 4 == 0:
                    connection.close()
                elif (number + turn) % 4 == 1:
                    connection.abort(Ended.TIMEOUT)
            for peer in peers:
                peer.close()
            for connection, notes in guests:
                assert notes.end
                connection.close()
            wait_until(lambda: threads() <= before)
            wait_until(lambda: descriptors() <= open_before)


# --- as on Windows -------------------------------------------------------------------------------------------------


@pytest.fixture
def like_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """No MSG_DONTWAIT, so the sockets do not block; and shutdown() leaves who waits for them waiting."""
    monkeypatch.setattr("chat_tk.net.outgoing._DONTWAIT", 0)


@pytest.mark.usefixtures("like_windows")
def test_windows_sends_and_receives() -> None:
    """The same bytes, by a non-blocking socket."""
    with house(sndbuf=4096) as here, here.dial(rcvbuf=4096) as peer:
        peer.sendall(b"NICK ann\r\nPING a\r\n")
        connection, notes = here.guest()
        notes.wait(lambda: notes.lines == [b"NICK ann", b"PING a"])
        sent = random.Random(1).randbytes(400_000)
        connection.send(sent)
        connection.close()
        assert read_all(peer) == sent
        peer.close()
        assert notes.end is Ended.CLOSED_HERE


@pytest.mark.usefixtures("like_windows")
def test_windows_abort_wakes_reader_and_drainer(monkeypatch: pytest.MonkeyPatch) -> None:
    """They do not depend on what shutdown() does to who waits."""
    with house(sndbuf=4096) as here, here.dial(rcvbuf=4096) as peer:
        peer.sendall(b"NICK ann\r\n")
        connection, notes = here.guest()
        notes.wait(lambda: bool(notes.lines))
        connection.send(b"x" * 500_000)
        monkeypatch.setattr(socket.socket, "shutdown", lambda *_: None)
        connection.abort(Ended.TIMEOUT)
        assert notes.end is Ended.TIMEOUT
        wait_until(lambda: connection.socket.fileno() == -1)
        monkeypatch.undo()
