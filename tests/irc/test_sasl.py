"""SASL on the wire, PLAIN and SCRAM-SHA-256, with the examples of the RFCs and against each other."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc import sasl
from chat_tk.irc.sasl import Chunks, SaslError, ScramClient, ScramServer, TooLongError

# RFC 7677, section 3
NAME, PASSWORD = "user", "pencil"
CLIENT_NONCE, SERVER_NONCE = "rOprNGfwEbeRWgbNEkqO", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
SALT = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
FIRST = b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
CHALLENGE = b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
PROOF = b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
VERDICT = b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
KEYS = sasl.make_keys(PASSWORD, SALT, 4096)


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


def test_rfc_4616_examples() -> None:
    """RFC 4616, 4: ``<NUL>tim<NUL>tanstaaftanstaaf``, and ``Ursel<NUL>Kurt<NUL>xipj3plmq``."""
    assert sasl.plain("tim", "tanstaaftanstaaf") == b"\0tim\0tanstaaftanstaaf"
    assert sasl.read_plain(b"\0tim\0tanstaaftanstaaf") == ("", "tim", "tanstaaftanstaaf")
    assert sasl.read_plain(b"Ursel\0Kurt\0xipj3plmq") == ("Ursel", "Kurt", "xipj3plmq")


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0sesame", b"\0ann\0", b"ann", b"a\0b\0c\0d", b"\0ann\0\xff"])
def test_bad_plain(data: bytes) -> None:
    """RFC 4616, 2: "If preparation fails or results in an empty string, verification SHALL fail"."""
    with pytest.raises(SaslError):
        sasl.read_plain(data)


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=50))
def test_every_name_and_password_gets_through_scram(name: str, password: str) -> None:
    """Both sides agree, whatever characters (``=`` and ``,`` are escaped: RFC 5802, 5.1)."""
    if not sasl.prepare(name):
        return
    client, server = ScramClient(name, password, "c"), ScramServer("s")
    assert server.read(client.first()) == sasl.prepare(name)
    challenge = server.challenge(sasl.make_keys(password, b"salt", 4096))
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


@pytest.mark.parametrize(
    ("size", "lengths"), [(0, [1]), (3, [4]), (300, [400, 1]), (302, [400, 4]), (600, [400, 400, 1])]
)
def test_chunks(size: int, lengths: list[int]) -> None:
    """SASL 3.1: "If the last chunk was exactly 400 bytes long, it must also be followed by `AUTHENTICATE +`"."""
    data = bytes(size)
    parts = sasl.chunks(data)
    assert [len(part) for part in parts] == lengths
    together = Chunks()
    results = [together.feed(part) for part in parts]
    assert results == [None] * (len(parts) - 1) + [data]


@given(st.binary(max_size=2000))
def test_chunks_come_together(data: bytes) -> None:
    """What is cut into chunks comes out whole, and the same collector takes the next response."""
    together = Chunks()
    for _round in range(2):
        assert [result for part in sasl.chunks(data) if (result := together.feed(part)) is not None] == [data]


def test_chunks_have_bounds() -> None:
    """SASL 3.1: 905 for a parameter of more than 400 bytes; "The server MAY place a limit on the total length"."""
    with pytest.raises(TooLongError):
        Chunks().feed("A" * 401)
    endless = Chunks()
    for _round in range(sasl.LONGEST // sasl.CHUNK):
        endless.feed("A" * 400)
    with pytest.raises(SaslError):
        endless.feed("A" * 400)
    with pytest.raises(SaslError):
        Chunks().feed("!!!")


def test_prepare() -> None:
    """RFC 4013, 3: a soft hyphen is mapped to nothing, ``ª`` becomes ``a``; a no-break space is a space."""
    assert sasl.prepare("I\u00adX") == "IX"
    assert sasl.prepare("\u00aa") == "a"
    assert sasl.prepare("a\u00a0b") == "a b"
    assert sasl.prepare("Jürgen") == sasl.prepare("Ju\u0308rgen")
