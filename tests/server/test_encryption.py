"""TLS at a whole ChatServer: its certificate, its doors, and what the chat knows of who is encrypted."""

from __future__ import annotations

import builtins
import datetime as dt
import ssl
import time
from dataclasses import replace
from pathlib import Path

import pytest

from chat_tk.net import certificates
from chat_tk.server.config import ConfigError, TlsSettings, build
from chat_tk.server.events import DoorKnown, Event, Problem, Started, StartFailed
from chat_tk.server.model import ChatServer
from tests.ports import free_port
from tests.server.live import LOOPBACK, Guest, Serving, serving
from tests.tls import certificate_file, wrap


def config(folder: Path, **tls: object):
    return replace(LOOPBACK, data_dir=folder, tls=TlsSettings(**tls))  # type: ignore[arg-type]


class SecureGuest(Guest):
    """A client that comes in by TLS."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.socket = wrap(self.socket)

    @property
    def certificate(self) -> bytes:
        assert isinstance(self.socket, ssl.SSLSocket)
        return self.socket.getpeercert(binary_form=True) or b""


def comes_secure(server: Serving, port: int = 0) -> SecureGuest:
    guest = SecureGuest(port or server.port)
    server.guests.append(guest)
    return guest


def joins_secure(server: Serving, nick: str, port: int = 0) -> SecureGuest:
    guest = comes_secure(server, port)
    guest.says(f"NICK {nick}", f"USER {nick} 0 * :{nick}", "PING :in").hears("PONG")
    return guest


def test_one_port_one_chat(tmp_path: Path) -> None:
    """By TLS, by IRC and by plain text, inside TLS and outside: they talk with each other."""
    with serving(config(tmp_path)) as server:
        ann, bob, nc = joins_secure(server, "ann"), server.joins("bob"), server.types_name("Cid")
        dora = comes_secure(server)
        dora.sees("What is your name? ")
        dora.types(b"Dora")
        ann.hears(":Dora!")
        ann.says("PRIVMSG #lobby :grüße")
        assert bob.hears("PRIVMSG").endswith("PRIVMSG #lobby :grüße")
        assert nc.hears("ann: ") == "ann: grüße"
        dora.hears("ann: grüße")
        dora.types(b"hi all")
        assert ann.hears("PRIVMSG").endswith("PRIVMSG #lobby :hi all")


def test_whois_tells_who_is_encrypted(tmp_path: Path) -> None:
    """RPL_WHOISSECURE (671): "the user is using a secure connection"; nothing for the others. The host's log knows."""
    with serving(config(tmp_path)) as server:
        joins_secure(server, "ann")
        bob = server.joins("bob")
        assert server.event(DoorKnown, number=1).door == "IRC, encrypted"
        assert server.event(DoorKnown, number=2).door == "IRC"
        bob.says("WHOIS ann")
        assert bob.hears(" 671 ") == ":chat.local 671 bob ann :is using a secure connection"
        bob.says("WHOIS bob")
        bob.hears(" 311 ")
        assert " 671 " not in "".join(iter(bob.line, ":chat.local 318 bob bob :End of /WHOIS list"))


def test_the_certificate_is_the_same_after_a_restart(tmp_path: Path) -> None:
    """Clients have pinned it."""
    seen = []
    for _start in range(2):
        with serving(config(tmp_path)) as server:
            seen.append(comes_secure(server).certificate)
    assert seen[0]
    assert seen[0] == seen[1]


def test_a_port_of_its_own(tmp_path: Path) -> None:
    """``Started`` tells it apart; there only TLS comes in, and it is the same chat."""
    port = free_port()
    with serving(config(tmp_path, port=port)) as server:
        started = next(event for event in server.events if isinstance(event, Started))
        assert [str(address) for address in started.secure] == [f"127.0.0.1:{port}"]
        assert port not in [address.port for address in started.addresses]
        ann, bob = joins_secure(server, "ann", port), joins_secure(server, "bob")
        ann.says("PRIVMSG #lobby :hi")
        bob.hears(":hi")
        guest = Guest(port)
        guest.says("NICK cid")
        assert "Welcome" not in "".join(map(repr, guest.socket.recv(100)))
        guest.close()


def test_the_end_is_told_inside_tls(tmp_path: Path) -> None:
    """ERROR, then close_notify, when the chat ends."""
    with serving(config(tmp_path)) as server:
        ann = joins_secure(server, "ann")
        assert isinstance(ann.socket, ssl.SSLSocket)
        ann.socket.suppress_ragged_eofs = False  # an end without the notice would raise
        server.server.stop(5)
        assert ann.rest()[-1] == "ERROR :The chat has ended"


def test_without_cryptography_the_chat_opens_and_says_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One problem for the host, and a chat without TLS."""
    real = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name.startswith("cryptography"):
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with serving(config(tmp_path)) as server:
        assert "install the Python package “cryptography”" in server.event(Problem).text
        server.joins("ann")
        guest = server.connects()
        with pytest.raises((ssl.SSLError, ConnectionError)):
            wrap(guest.socket)
        server.drain_events()
        assert len([event for event in server.events if isinstance(event, Problem)]) == 1


def test_switched_off_nothing_is_made(tmp_path: Path) -> None:
    """``enabled = false``, and a server that has no folder: no certificate, no word about it."""
    for settings in (config(tmp_path, enabled=False), LOOPBACK):
        with serving(settings) as server:
            server.joins("ann")
            server.drain_events()
            assert not [event for event in server.events if isinstance(event, Problem)]
    assert list(tmp_path.glob("*.pem")) == []


def test_an_own_certificate_that_is_damaged_is_not_replaced(tmp_path: Path) -> None:
    """Whoever pinned it must not be told that this is another computer: the host decides."""
    (tmp_path / certificates.FILE).write_text("damaged")
    with serving(config(tmp_path)) as server:
        problem = server.event(Problem).text
        assert problem.startswith("Connections are not encrypted.")
        assert "Delete it" in problem
        server.joins("ann")
    assert (tmp_path / certificates.FILE).read_text() == "damaged"


@pytest.mark.parametrize("case", ["missing", "does not fit", "no certificate"])
def test_a_configured_certificate_must_be_usable(tmp_path: Path, case: str) -> None:
    """Who asked for encryption does not get a chat without: one sentence, and nothing is left behind."""
    ann, bob = certificate_file(tmp_path, "ann"), certificate_file(tmp_path, "bob")
    (tmp_path / "text.pem").write_text("no certificate")
    cert, key = {
        "missing": (tmp_path / "gone.pem", None),
        "does not fit": (ann, bob),
        "no certificate": (tmp_path / "text.pem", ann),
    }[case]
    events: list[Event] = []
    ChatServer(config(tmp_path, cert=cert, key=key), events.append).start()
    assert [type(event) for event in events] == [StartFailed]
    assert str(tmp_path) in events[0].problem  # type: ignore[union-attr]


def test_an_expired_certificate_is_told_and_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line for the host; programs that do not check it still come in."""
    monkeypatch.setattr(certificates, "_FOR_EVER", dt.datetime(2022, 1, 1, tzinfo=dt.UTC))
    path = tmp_path / "old.pem"
    path.write_bytes(certificates.make("chat.local"))
    with serving(config(tmp_path, cert=path)) as server:
        assert "expired on 2022-01-01" in server.event(Problem).text
        joins_secure(server, "ann")


def offers(guest: Guest) -> list[str]:
    """The words of all lines that answer CAP LS 302."""
    words: list[str] = []
    while (line := guest.hears("CAP * LS").split())[4] == "*":
        words += line[5:]
    return words + line[4:]


def test_sts_sends_programs_to_the_encrypted_door(tmp_path: Path) -> None:
    """IRCv3 sts: "servers MUST send this key [port] to non-securely connected clients", duration to the others.

    "The capability has a REQUIRED value": who does not understand values is told nothing. "Clients MUST NOT request
    this capability": NAK.
    """
    port = free_port()
    settings = config(tmp_path, cert=certificate_file(tmp_path), port=port, sts=True, sts_duration=15552000)
    with serving(settings) as server:
        bare, sealed = server.connects(), comes_secure(server)
        bare.says("CAP LS 302")
        assert f"sts=port={port}" in offers(bare)
        sealed.says("CAP LS 302")
        assert "sts=duration=15552000" in offers(sealed)
        old = server.connects().says("CAP LS")
        assert "sts" not in old.hears("CAP * LS")
        old.says("CAP REQ :sts")
        assert old.hears("CAP * NAK").split()[-1].endswith("sts")
    with serving(config(tmp_path)) as server:
        assert "sts" not in server.connects().says("CAP LS 302").hears("CAP * LS")


def test_sts_needs_a_certificate_that_programs_trust() -> None:
    """With the server's own nobody who obeys sts could come in: the settings say so."""
    with pytest.raises(ConfigError, match="sts needs encryption with a cert that programs trust"):
        build({"tls": {"sts": True}}, {})
    with pytest.raises(ConfigError, match=r"\[tls\] has a key, and no cert"):
        build({"tls": {"key": "k.pem"}}, {})
    assert build({"tls": {"sts": True, "cert": "c.pem"}}, {}).tls.sts
    assert build({}, {"tls_port": "6697", "tls": False}).tls == TlsSettings(enabled=False, port=6697)


def test_a_crowd_that_never_finishes_its_handshake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """1,500 half-open handshakes and silent connections: the others talk promptly, and the crowd is gone in the end."""
    monkeypatch.setattr("chat_tk.net.tls.shake_hands.__defaults__", (3.0,))
    with serving(config(tmp_path), registration_timeout=4) as server:
        ann, bob = joins_secure(server, "ann"), server.joins("bob")
        crowd = [Guest(server.port) for _ in range(1500)]
        for half_open in crowd[::2]:
            half_open.types(b"\x16\x03\x01\x02\x00\x01")
        for hardly_open in crowd[1::4]:
            hardly_open.types(b"\x16")
        slowest = 0.0
        for number in range(50):
            began = time.monotonic()
            ann.says(f"PRIVMSG #lobby :{number}")
            bob.hears(f":{number}")
            slowest = max(slowest, time.monotonic() - began)
        assert slowest < 10, "some milliseconds; this machine may be busy"
        for guest in crowd:
            guest.rest()
            guest.close()
