"""Logging in to a registered name while connecting."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from chat_tk.client.events import Change, RegistrationRefused
from chat_tk.client.handshake import Handshake
from chat_tk.client.login import Login
from chat_tk.irc import sasl, scram
from chat_tk.irc.message import parse
from tests.client.support import sent

KEYS = scram.make_keys("sesame", b"salt", 4096)


def connecting(*, secure: bool = False, password: str = "sesame") -> Handshake:
    return Handshake("anna", login=Login("anna", password, secure=secure))


def hears(handshake: Handshake, line: str) -> list[Change]:
    return handshake.apply(parse(line))


def granted(handshake: Handshake, offer: str = "sasl=PLAIN,SCRAM-SHA-256") -> list[Change]:
    """The server offers and grants sasl."""
    assert sent(hears(handshake, f":s CAP * LS :batch {offer}")) == ["CAP REQ :batch sasl"]
    return hears(handshake, ":s CAP * ACK :batch sasl")


def carried(changes: list[Change]) -> bytes:
    """What the AUTHENTICATE lines carry together."""
    text = "".join(line.removeprefix("AUTHENTICATE ") for line in sent(changes))
    return base64.b64decode(text.replace("+", "") if text == "+" else text)


def says(handshake: Handshake, data: bytes) -> list[Change]:
    """The server says this in AUTHENTICATE."""
    changes: list[Change] = []
    for chunk in sasl.chunks(data):
        changes = hears(handshake, f"AUTHENTICATE {chunk}")
    return changes


def refusal(changes: list[Change]) -> str:
    (change,) = changes
    assert isinstance(change, RegistrationRefused)
    return change.problem


def test_scram_is_preferred_and_the_server_is_checked() -> None:
    """SCRAM-SHA-256, encrypted or not; CAP END only after 903."""
    for secure in (False, True):
        handshake, server = connecting(secure=secure), scram.ScramServer("server-nonce")
        assert sent(granted(handshake)) == ["AUTHENTICATE SCRAM-SHA-256"]
        assert server.read(carried(says(handshake, b""))) == "anna"
        proof = carried(says(handshake, server.challenge(KEYS)))
        assert sent(says(handshake, server.verdict(proof))) == ["AUTHENTICATE +"]
        assert hears(handshake, ":s 900 * *!*@h anna :You are now logged in as anna") == []
        assert sent(hears(handshake, ":s 903 * :done")) == ["CAP END"]
        assert not handshake.done


def test_plain_only_when_encrypted() -> None:
    """A password is not told to everybody on the network; over TLS it is, when the server knows nothing better."""
    secure = connecting(secure=True)
    assert sent(granted(secure, "sasl=PLAIN")) == ["AUTHENTICATE PLAIN"]
    assert carried(says(secure, b"")) == b"\0anna\0sesame"
    assert "could be read" in refusal(granted(connecting(), "sasl=PLAIN"))


def test_a_server_that_does_not_list_its_mechanisms() -> None:
    """SASL 3.2: clients MUST handle no value, and a mechanism that is not available; then the next is tried."""
    secure = connecting(secure=True)
    assert sent(granted(secure, "sasl")) == ["AUTHENTICATE SCRAM-SHA-256"]
    assert hears(secure, ":s 908 * PLAIN :are available") == []
    assert sent(hears(secure, ":s 904 * :no")) == ["AUTHENTICATE PLAIN"]
    assert refusal(hears(secure, ":s 904 * :no"))
    open_one = connecting()
    granted(open_one, "sasl")
    assert refusal(hears(open_one, ":s 904 * :no"))


def test_a_wrong_password() -> None:
    """904 after we have answered: a sentence, and no second try by itself."""
    handshake, server = connecting(secure=True, password="millet"), scram.ScramServer("n")
    granted(handshake)
    server.read(carried(says(handshake, b"")))
    says(handshake, server.challenge(KEYS))
    assert "not the password of anna" in refusal(hears(handshake, ":s 904 * :no"))
    assert handshake.done


def test_a_server_that_does_not_know_the_password() -> None:
    """RFC 5802: who only plays the server is found out, and nobody is let in."""
    handshake, server = connecting(), scram.ScramServer("n")
    granted(handshake)
    server.read(carried(says(handshake, b"")))
    says(handshake, server.challenge(KEYS))
    assert "could not prove" in refusal(says(handshake, b"v=AAAA"))


@pytest.mark.parametrize(
    "line",
    [
        "AUTHENTICATE !!!",
        f"AUTHENTICATE {'A' * 401}",
        "AUTHENTICATE AAAA",
        "AUTHENTICATE",
        ":s 902 * :locked",
        ":s 905 * :long",
        ":s 906 * :aborted",
    ],
)
def test_whatever_the_server_says(line: str) -> None:
    """Nonsense and refusals end in a sentence, never in a traceback."""
    handshake = connecting()
    granted(handshake)
    says(handshake, b"")
    assert refusal(hears(handshake, line))


def test_without_sasl_nobody_is_let_in_as_somebody_else() -> None:
    """Whoever gave a password for the name is told that this chat has no registered names."""
    assert "no registered names" in refusal(hears(connecting(), ":s CAP * LS :batch"))


def test_without_a_password_for_the_name_nothing_changes() -> None:
    """Nobody else asks for sasl, or answers AUTHENTICATE."""
    handshake = Handshake("ann")
    assert sent(hears(handshake, ":s CAP * LS :batch sasl=PLAIN")) == ["CAP REQ batch"]
    assert hears(handshake, "AUTHENTICATE +") == []
    assert hears(handshake, ":s 904 * :no") == []


def test_the_nonce_is_new_each_time() -> None:
    """RFC 5802, 5.1: the nonce MUST be different for each authentication."""
    first: Callable[[], bytes] = lambda: carried(says(_granted(), b""))  # noqa: E731
    assert first() != first()


def _granted() -> Handshake:
    handshake = connecting()
    granted(handshake)
    return handshake
