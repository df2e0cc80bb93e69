"""The doors, by the first bytes."""

from __future__ import annotations

import pytest

from chat_tk.net.doors import Door, knock


@pytest.mark.parametrize(
    "first",
    [
        b"NICK ann\r\n",
        b"CAP LS 302\r\n",
        b"PASS x",
        b"USER a 0 * :A\n",
        b"QUIT\r\n",
        b"nick ann\r\n",
        b"Nick ann\r\n",
        b":ann NICK bob\r\n",
        b"@time=x :a PRIVMSG #b :c",
        b"@label=1 CAP LS\r\n",
        b"\r\n\r\nNICK a\r\n",
        b"PING :x",
    ],
)
def test_irc(first: bytes) -> None:
    """A verb of IRC in capitals is enough; in small letters its whole line with IRC's end is needed."""
    assert knock(first) is Door.IRC


@pytest.mark.parametrize(
    "first", [b"GET / HTTP/1.1\r\n", b"POST ", b"PRI * HTTP/2.0\r\n", b"OPTIONS * ", b"CONNECT a:1"]
)
def test_http(first: bytes) -> None:
    """A browser is known by its method, before it could say anything as a person."""
    assert knock(first) is Door.HTTP


@pytest.mark.parametrize(
    "first",
    [
        b"Anna",
        b"hello world",
        b"Nick Cave\n",
        b"User 7\n",
        b"who are you\n",
        b":)\n",
        b":) hi",
        b"@anna hello\n",
        b"NICKY",
        "Алиса".encode(),
        b"get out\n",
        b"\x16 reversed",
        b"exit\n",
        b"\x00\xff",
        b"a" * 2000,
        b":" + b"a" * 2000,
    ],
)
def test_plain(first: bytes) -> None:
    """Names and greetings of people are neither IRC nor a browser."""
    assert knock(first) is Door.PLAIN


@pytest.mark.parametrize("first", [b"\x16\x03\x01", b"\x16\x03"])
def test_tls(first: bytes) -> None:
    """A handshake record of TLS."""
    assert knock(first) is Door.TLS


@pytest.mark.parametrize(
    "first", [b"", b"N", b"NICK", b"n", b"nick ann", b"\x16", b":ann", b":ann ", b"@a=b :c N", b"\r\n", b"GE"]
)
def test_not_yet(first: bytes) -> None:
    """Half a verb may become anything."""
    assert knock(first) is None


@pytest.mark.parametrize(
    "whole", [b"NICK ann\r\n", b"GET / HTTP/1.1\r\n", b"\x16\x03\x01\x02", b":a CAP LS\r\n", b"nick a\r\n"]
)
def test_growing_bytes_never_change_their_mind(whole: bytes) -> None:
    """However the bytes are chopped, the door is None until it is the right one."""
    doors = [knock(whole[:size]) for size in range(len(whole) + 1)]
    assert set(doors) == {None, doors[-1]}
    assert doors == sorted(doors, key=lambda door: door is not None)
