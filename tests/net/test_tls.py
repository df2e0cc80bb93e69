"""TLS: the door, what goes through it in both directions, and every way in which it fails. Real sockets."""

from __future__ import annotations

import hashlib
import random
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from chat_tk.net.connection import Ended
from chat_tk.net.doors import SILENCE, Door
from chat_tk.net.tls import TlsError, TlsStream, UntrustedError, client_context, secure
from tests.net.support import PATIENCE, descriptors, house, read_all, threads, wait_until
from tests.tls import pem, server_context, trusting, wrap

BOTH = pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])


@pytest.fixture
def context(tmp_path: Path) -> ssl.SSLContext:
    return server_context(tmp_path)


# --- the door ------------------------------------------------------------------------------------------------------


@BOTH
def test_irc_inside_tls(context: ssl.SSLContext, version: ssl.TLSVersion) -> None:
    """The first byte 0x16 opens the door of TLS, and what is inside is looked at again: IRC."""
    with house(context=context) as here, wrap(here.dial(), version) as peer:
        peer.sendall(b"NICK ann\r\nUSER ann 0 * :Ann\r\n")
        connection, notes = here.guest()
        notes.wait(lambda: len(notes.lines) == 2)
        assert (notes.door, notes.lines) == (Door.IRC, [b"NICK ann", b"USER ann 0 * :Ann"])
        assert connection.secure
        connection.send(b":chat.local 001 ann :Welcome\r\n")
        assert peer.recv(100) == b":chat.local 001 ann :Welcome\r\n"


def test_plain_text_inside_tls(context: ssl.SSLContext) -> None:
    """Silence inside TLS is a person, and a pause ends a message there too (``openssl s_client``)."""
    with house(context=context) as here, wrap(here.dial()) as peer:
        connection, notes = here.guest()
        notes.wait(lambda: notes.door is not None)
        assert notes.door is Door.PLAIN
        connection.send(b"What is your name? ")
        assert peer.recv(100) == b"What is your name? "
        peer.sendall(b"Anna")
        notes.wait(lambda: notes.lines == [b"Anna"])


@pytest.mark.parametrize("inside", [b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x00\x05hello"], ids=["HTTP", "TLS"])
def test_what_is_refused_outside_is_refused_inside(context: ssl.SSLContext, inside: bytes) -> None:
    """A browser is told so through TLS; a second TLS within the first gets nothing."""
    with house(context=context) as here, wrap(here.dial()) as peer:
        peer.sendall(inside)
        answer = read_all(peer)
        assert answer.startswith(b"HTTP/1.1 400 ") if inside.startswith(b"GET") else answer == b""
        peer.close()
        assert here.guest()[1].end is Ended.REFUSED_DOOR


def test_who_begins_tls_too_late_is_ended(context: ssl.SSLContext) -> None:
    """A question in plain text went out before: nothing of the handshake is taken for talk, and the end says why."""
    with house(context=context) as here, here.dial() as peer:
        connection, notes = here.guest()
        notes.wait(lambda: notes.door is Door.PLAIN)
        connection.send(b"What is your name? ")
        peer.sendall(b"\x16\x03\x01\x00\x05hello")
        assert read_all(peer) == b"What is your name? "
        peer.close()
        assert notes.end is Ended.LATE_TLS
        assert notes.lines == []


def test_irc_without_tls_still_comes_in(context: ssl.SSLContext) -> None:
    """One port, every door."""
    with house(context=context) as here, here.dial() as peer:
        peer.sendall(b"NICK ann\r\n")
        connection, notes = here.guest()
        notes.wait(lambda: notes.lines == [b"NICK ann"])
        assert not connection.secure


def test_a_port_of_its_own_takes_nothing_else(context: ssl.SSLContext) -> None:
    """What is no handshake ends there, without a byte that a person could take for a chat."""
    with house(context=context, only_tls=True) as here:
        with here.dial() as peer:
            peer.sendall(b"NICK ann\r\n")
            assert b"NICK" not in read_all(peer)  # an alert, and the end
        assert here.guest(0)[1].end is Ended.HANDSHAKE
        with wrap(here.dial()) as peer:
            peer.sendall(b"NICK ann\r\n")
            notes = here.guest(1)[1]
            notes.wait(lambda: notes.lines == [b"NICK ann"])


def test_a_port_of_its_own_waits_for_a_slow_handshake(context: ssl.SSLContext) -> None:
    """There silence does not mean plain text."""
    with house(context=context, only_tls=True) as here, here.dial() as raw:
        assert not threading.Event().wait(SILENCE * 1.5)
        with wrap(raw) as peer:
            peer.sendall(b"NICK ann\r\n")
            notes = here.guest()[1]
            notes.wait(lambda: notes.lines == [b"NICK ann"])


def test_tls_1_1_is_refused(context: ssl.SSLContext) -> None:
    """TLS 1.2 at least (RFC 8996)."""
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert client_context(verify=False).minimum_version == ssl.TLSVersion.TLSv1_2


# --- both directions -----------------------------------------------------------------------------------------------


@BOTH
def test_both_directions_at_once(context: ssl.SSLContext, version: ssl.TLSVersion) -> None:
    """Two threads of ours at one connection, small buffers, sends of every size: nothing is lost, torn or out of order.

    This is what corrupts and crashes when two threads share an ``ssl.SSLSocket``.
    """
    dice = random.Random(5)
    parts = [dice.randbytes(dice.choice([1, 10, 500, 5000, 40_000])) for _ in range(80)]
    lines = [b"PRIVMSG #lobby :%d " % n + bytes(dice.choices(b"abc", k=dice.randint(1, 400))) for n in range(1500)]
    with house(context=context, sndbuf=4096, send_limit=4 << 20) as here, here.dial(rcvbuf=4096) as raw:
        theirs, ours = ssl.MemoryBIO(), ssl.MemoryBIO()
        peer = trusting(version).wrap_bio(theirs, ours, server_hostname="x")
        _pump(raw, theirs, ours, peer.do_handshake)
        connection, notes = here.guest()
        got: list[bytes] = []

        def read() -> None:
            while sum(map(len, got)) < sum(map(len, parts)):
                with mutex:
                    try:
                        got.append(peer.read(65536))
                        continue
                    except ssl.SSLWantReadError:
                        pass
                data = raw.recv(65536)
                with mutex:
                    theirs.write(data)

        mutex = threading.Lock()
        with mutex:
            peer.write(b"NICK ann\r\n")
            raw.sendall(ours.read())
        reading = threading.Thread(target=read, name="peer")
        reading.start()
        notes.wait(lambda: bool(notes.lines))
        talking = threading.Thread(target=lambda: [connection.send(part) for part in parts], name="owner")
        talking.start()
        for line in lines:
            with mutex:
                peer.write(line + b"\r\n")
                sealed = ours.read()
            raw.sendall(sealed)
        talking.join(PATIENCE)
        reading.join(PATIENCE)
        notes.wait(lambda: len(notes.lines) > len(lines))
        assert b"".join(got) == b"".join(parts)
        assert notes.lines[1:] == lines
        wait_until(lambda: connection.waiting == 0)  # the peer may have it before who sends has counted it


def _pump(raw: socket.socket, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, step: object) -> None:
    while True:
        try:
            step()  # type: ignore[operator]
        except ssl.SSLWantReadError:
            raw.sendall(outgoing.read())
            incoming.write(raw.recv(65536))
        else:
            raw.sendall(outgoing.read())
            return


def test_the_send_queue_has_a_limit_inside_tls(context: ssl.SSLContext) -> None:
    """A peer that does not read is cut there too, and nothing that it could hold us by is kept."""
    with house(context=context, send_limit=100_000, sndbuf=4096) as here, wrap(here.dial(rcvbuf=4096)) as peer:
        peer.sendall(b"NICK ann\r\n")
        connection, notes = here.guest()
        notes.wait(lambda: bool(notes.lines))
        for _ in range(1000):
            connection.send(b"x" * 1000)
        assert notes.end is Ended.SENDQ
        wait_until(lambda: connection.waiting == 0)


def test_close_sends_what_is_queued_and_a_notice(context: ssl.SSLContext) -> None:
    """All that was said arrives, then close_notify: "no more data" is told, and not only the end of TCP."""
    with house(context=context, sndbuf=4096) as here, wrap(here.dial(rcvbuf=4096)) as peer:
        peer.sendall(b"NICK ann\r\n")
        connection, notes = here.guest()
        notes.wait(lambda: bool(notes.lines))
        farewell = random.Random(1).randbytes(400_000)
        connection.send(farewell)
        connection.close()
        connection.close()
        connection.send(b"too late")
        peer.suppress_ragged_eofs = False  # an end without the notice would raise now
        assert read_all(peer) == farewell
        peer.close()
        assert notes.end is Ended.CLOSED_HERE


def test_the_peers_notice_is_the_end(context: ssl.SSLContext) -> None:
    """After the peer's close_notify it is over, in order, though its TCP side is still open."""
    with house(context=context) as here, wrap(here.dial()) as peer:
        peer.sendall(b"NICK ann\r\nQUIT\r\n")
        connection, notes = here.guest()
        notes.wait(lambda: len(notes.lines) == 2)
        ending = threading.Thread(target=peer.unwrap, name="peer")
        ending.start()
        assert notes.end is Ended.EOF
        connection.close()
        ending.join(PATIENCE)


def test_an_end_without_notice_is_the_end_too(context: ssl.SSLContext) -> None:
    """Many programs send none; a line of IRC that was cut off is no line anyway."""
    with house(context=context) as here, wrap(here.dial()) as peer:
        peer.sendall(b"NICK ann\r\nPRIVMSG #lobby :ha")
        notes = here.guest()[1]
        notes.wait(lambda: bool(notes.lines))
        peer.close()
        assert notes.end is Ended.EOF
        assert notes.lines == [b"NICK ann"]


@pytest.mark.parametrize("broken", [b"\x17\x03\x03\x00\x40" + b"x" * 64, b"NICK bob\r\n" * 9], ids=["forged", "none"])
def test_broken_records_end_it(context: ssl.SSLContext, broken: bytes) -> None:
    """Forged bytes on an established connection: an alert and the end, and not a byte of it is heard."""
    with house(context=context) as here, here.dial() as raw:
        theirs, ours = ssl.MemoryBIO(), ssl.MemoryBIO()
        peer = trusting().wrap_bio(theirs, ours)
        _pump(raw, theirs, ours, peer.do_handshake)
        notes = here.guest()[1]
        notes.wait(lambda: notes.door is not None)
        raw.sendall(broken)
        assert notes.end is Ended.RESET
        assert notes.lines == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs the openssl command")
def test_key_updates_are_answered_and_renegotiation_is_not(context: ssl.SSLContext) -> None:
    """``openssl s_client``: K asks for a KeyUpdate of both sides (TLS 1.3), R for a renegotiation (TLS 1.2)."""
    with house(context=context) as here:
        for number, (option, command) in enumerate([("-tls1_3", b"K\n"), ("-tls1_2", b"R\n")]):
            arguments = ["openssl", "s_client", "-connect", f"127.0.0.1:{here.port}", option]
            client = subprocess.Popen(
                arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            assert client.stdin is not None
            connection, notes = here.guest(number)
            notes.wait(lambda notes=notes: notes.door is not None)  # type: ignore[misc]
            client.stdin.write(b"Anna\n")
            client.stdin.flush()
            notes.wait(lambda notes=notes: notes.lines == [b"Anna"])  # type: ignore[misc]
            client.stdin.write(command)
            client.stdin.flush()
            if option == "-tls1_3":
                assert not threading.Event().wait(0.3)  # s_client reads its commands one at a time
                client.stdin.write(b"still here\n")
                client.stdin.flush()
                notes.wait(lambda notes=notes: notes.lines[-1] == b"still here")  # type: ignore[misc]
                connection.send(b"and so are we")
                connection.close()
            output, _nothing = client.communicate(timeout=PATIENCE)
            assert notes.end in (Ended.CLOSED_HERE, Ended.RESET, Ended.EOF)
            assert (b"and so are we" in output) == (option == "-tls1_3")


# --- handshakes that do not end ------------------------------------------------------------------------------------


def test_a_handshake_has_one_deadline(context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then extends nothing."""
    monkeypatch.setattr("chat_tk.net.tls.shake_hands.__defaults__", (0.6,))
    with house(context=context) as here, here.dial() as peer:
        began = time.monotonic()
        peer.sendall(b"\x16\x03\x01\x02\x00\x01")
        notes = here.guest()[1]
        while not notes.ends and time.monotonic() < began + 20:
            peer.sendall(b"\0")
            threading.Event().wait(0.1)
        assert notes.end is Ended.HANDSHAKE
        assert 0.5 < time.monotonic() - began < 20
        assert notes.door is None


@pytest.mark.parametrize("rubbish", [b"\x16\x03\x01\x00\x05hello", b"\x16\x03\xff\xff\xff" + b"\xff" * 500])
def test_rubbish_is_no_handshake(context: ssl.SSLContext, rubbish: bytes) -> None:
    """An alert at most, and the end; nobody was let in."""
    with house(context=context) as here, here.dial() as peer:
        peer.sendall(rubbish)
        peer.shutdown(socket.SHUT_WR)
        assert len(read_all(peer)) < 20
        notes = here.guest()[1]
        assert notes.end is Ended.HANDSHAKE
        assert notes.door is None


def test_every_way_of_chopping_a_handshake(context: ssl.SSLContext) -> None:
    """Byte by byte it is the same handshake."""
    with house(context=context) as here, here.dial() as raw:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        theirs, ours = ssl.MemoryBIO(), ssl.MemoryBIO()
        peer = trusting().wrap_bio(theirs, ours)
        while True:
            try:
                peer.do_handshake()
                break
            except ssl.SSLWantReadError:
                for byte in ours.read():
                    raw.sendall(bytes([byte]))
                theirs.write(raw.recv(65536))
        peer.write(b"NICK ann\r\n")
        for byte in ours.read():
            raw.sendall(bytes([byte]))
        notes = here.guest()[1]
        notes.wait(lambda: notes.lines == [b"NICK ann"])


def test_half_open_handshakes_harm_nobody(context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """While 300 hang in the handshake another one talks promptly; after the deadline all of them are gone."""
    monkeypatch.setattr("chat_tk.net.tls.shake_hands.__defaults__", (2.0,))
    with house(context=context) as here:
        here.settle()
        before, open_before = threads(), descriptors()
        hanging = []
        for _ in range(300):
            hanging.append(here.dial())
            hanging[-1].sendall(b"\x16\x03\x01\x02\x00\x01")  # at once, lest it be taken for one who is silent
        began = time.monotonic()
        with wrap(here.dial()) as peer:
            peer.sendall(b"NICK ann\r\n")
            connection, notes = here.guest(301)
            notes.wait(lambda: bool(notes.lines))
            connection.send(b"PING\r\n")
            assert peer.recv(100) == b"PING\r\n"
            assert time.monotonic() - began < 9  # a handshake may take 10
        for number in range(1, 301):
            assert here.guest(number)[1].end is Ended.HANDSHAKE
        for peer in hanging:
            peer.close()
        connection.close()
        wait_until(lambda: threads() <= before)
        wait_until(lambda: descriptors() <= open_before)


# --- the client's side -----------------------------------------------------------------------------------------------


def test_the_client_learns_the_fingerprint(context: ssl.SSLContext) -> None:
    """``secure`` makes the handshake and says whom it met, before anything else is sent."""
    with house(context=context) as here, here.dial() as sock:
        stream = secure(sock, "127.0.0.1", verify=False)
        text = pem("chat.local").decode()
        certificate = ssl.PEM_cert_to_DER_cert(text[text.index(ssl.PEM_HEADER) :])
        assert stream.fingerprint == hashlib.sha256(certificate).hexdigest()
        notes = here.guest()[1]
        notes.wait(lambda: notes.door is not None)
        assert notes.lines == []


def test_the_client_may_verify(context: ssl.SSLContext) -> None:
    """A self-signed certificate is not trusted then."""
    client_context(verify=True)  # reading what is trusted takes a while: whoever was silent so long is no TLS client
    with house(context=context) as here:
        with here.dial() as sock, pytest.raises(UntrustedError, match=r"self.signed"):
            secure(sock, "chat.local", verify=True)
        assert here.guest()[1].end in (Ended.HANDSHAKE, Ended.RESET)


@pytest.mark.parametrize(
    "answer", [b"", b":server NOTICE * :Looking up your host\r\n", b"\x15\x03\x03\x00\x02\x02\x28"]
)
def test_a_server_without_tls_is_noticed(answer: bytes) -> None:
    """Silence, IRC or an alert: an error within the time that was given."""
    with socket.create_server(("127.0.0.1", 0)) as here, socket.create_connection(here.getsockname()) as sock:
        server, _address = here.accept()
        with server:
            server.sendall(answer)
            began = time.monotonic()
            with pytest.raises(TlsError):
                secure(sock, "127.0.0.1", verify=False, seconds=0.5)
            assert time.monotonic() - began < 15


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "fe80::1%eth0", "chat.local.", "Jürgens-PC", "x" * 300, ".", ""])
def test_any_name_of_a_host_is_taken_or_refused_in_order(context: ssl.SSLContext, host: str) -> None:
    """What a person typed never raises anything but TlsError."""
    with house(context=context) as here, here.dial() as sock:
        try:
            stream = secure(sock, host, verify=False)
        except TlsError:
            assert host in {"x" * 300, ".", ""}
        else:
            assert isinstance(stream, TlsStream)
