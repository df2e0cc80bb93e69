"""SCRAM-SHA-256: the example of RFC 7677, both sides against each other, and what neither believes."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc import scram
from chat_tk.irc.sasl import SaslError
from chat_tk.irc.scram import ScramClient, ScramServer

# RFC 7677, section 3
NAME, PASSWORD = "user", "pencil"
CLIENT_NONCE, SERVER_NONCE = "rOprNGfwEbeRWgbNEkqO", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
SALT = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
FIRST = b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
CHALLENGE = b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
PROOF = b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
VERDICT = b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
KEYS = scram.make_keys(PASSWORD, SALT, 4096)


def server_at_proof() -> ScramServer:
    """A server that has sent the challenge of the RFC's example."""
    server = ScramServer(SERVER_NONCE)
    assert server.read(FIRST) == NAME
    assert server.challenge(KEYS) == CHALLENGE
    return server


def test_rfc_7677_client() -> None:
    """RFC 7677, 3: the client's messages of the example, and its trust in the server's last."""
    client = ScramClient(NAME, PASSWORD, CLIENT_NONCE)
    assert client.first() == FIRST
    assert client.answer(CHALLENGE) == PROOF
    client.check(VERDICT)


def test_rfc_7677_server() -> None:
    """RFC 7677, 3: the server's messages of the example."""
    assert server_at_proof().verdict(PROOF) == VERDICT


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=50))
def test_every_name_and_password_gets_through_scram(name: str, password: str) -> None:
    """Both sides agree, whatever characters (``=`` and ``,`` are escaped: RFC 5802, 5.1)."""
    if not scram.prepare(name):
        return
    client, server = ScramClient(name, password, "c"), ScramServer("s")
    assert server.read(client.first()) == scram.prepare(name)
    challenge = server.challenge(scram.make_keys(password, b"salt", 4096))
    client.check(server.verdict(client.answer(challenge)))


def test_a_wrong_password_proves_nothing() -> None:
    """RFC 5802, 3: the server checks the proof against StoredKey."""
    with pytest.raises(SaslError, match="proof"):
        server_at_proof().verdict(ScramClient(NAME, "pencils", CLIENT_NONCE).answer(CHALLENGE))


@pytest.mark.parametrize(
    "final",
    [
        b"",
        PROOF.replace(b"c=biws", b"c=eSws"),  # another header than the one that was sent
        PROOF.replace(b"r=rOpr", b"r=xOpr"),
        PROOF[: PROOF.index(b",p=")],
        PROOF[:-8],
        PROOF.replace(b"p=dHz", b"p=!!!"),
        b"\xff",
    ],
)
def test_a_tampered_proof_is_refused(final: bytes) -> None:
    """RFC 5802, 5.1: "c" and "r" must be those of this exchange, the proof whole."""
    with pytest.raises(SaslError):
        server_at_proof().verdict(final)


@pytest.mark.parametrize(
    "challenge",
    [
        CHALLENGE.replace(b"r=rOpr", b"r=xOpr"),  # not our nonce
        b"r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",  # nothing added to it
        CHALLENGE.replace(b"i=4096", b"i=1"),
        CHALLENGE.replace(b"i=4096", b"i=9999999"),
        CHALLENGE.replace(b"i=4096", b"i=99999999999999999999"),
        CHALLENGE.replace(b"W22Z", b"!!!!"),
        b"m=ext," + CHALLENGE,
        b"",
        b"\xff",
    ],
)
def test_a_client_does_not_answer_every_challenge(challenge: bytes) -> None:
    """RFC 5802, 5.1 (nonce, "m"), RFC 7677, 4 (4,096 rounds at least); and no server makes it work for minutes."""
    with pytest.raises(SaslError):
        ScramClient(NAME, PASSWORD, CLIENT_NONCE).answer(challenge)


@pytest.mark.parametrize("verdict", [b"", b"v=", b"v=AAAA", b"e=invalid-proof", VERDICT[:-4]])
def test_a_client_does_not_trust_who_does_not_know_the_password(verdict: bytes) -> None:
    """RFC 5802, 3: "The client authenticates the server"."""
    client = ScramClient(NAME, PASSWORD, CLIENT_NONCE)
    client.first()
    client.answer(CHALLENGE)
    with pytest.raises(SaslError):
        client.check(verdict)


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"p=tls-unique,,n=user,r=abc",  # channel binding is not offered
        b"n,a=other,n=user,r=abc",
        b"n,,n=,r=abc",
        b"n,,n=us=er,r=abc",
        b"n,,m=x,n=user,r=abc",
        b"n,,n=user",
        b"n,,n=user,r=",
        b"n,,n=user,r=" + b"x" * 5000,
        b"\xff",
    ],
)
def test_bad_first_messages(first: bytes) -> None:
    """RFC 5802, 5.1 and 7: what is no client-first-message, or asks for what is not there."""
    with pytest.raises(SaslError):
        ScramServer("s").read(first)


def test_prepare() -> None:
    """RFC 4013, 3: a soft hyphen is mapped to nothing, ``ª`` becomes ``a``; a no-break space is a space."""
    assert scram.prepare("I\u00adX") == "IX"
    assert scram.prepare("\u00aa") == "a"
    assert scram.prepare("a\u00a0b") == "a b"
    assert scram.prepare("Jürgen") == scram.prepare("Ju\u0308rgen")
