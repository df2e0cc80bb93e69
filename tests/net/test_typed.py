"""Addresses as people type them, and links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.net.address import Address
from chat_tk.net.typed import Typed, parse_typed


@pytest.mark.parametrize(
    ("typed", "host", "port"),
    [
        ("chat.example", "chat.example", 6667),
        (" 192.168.1.20 ", "192.168.1.20", 6667),
        ("chat:7000", "chat", 7000),
        ("::1", "::1", 6667),
        ("fe80::1%eth0", "fe80::1%eth0", 6667),
        ("[::1]", "::1", 6667),
        ("[::1]:7000", "::1", 7000),
        ("irc://chat.example/lobby", "chat.example", 6667),
        ("IRC://[fd00::1]:7000/#den", "fd00::1", 7000),
        ("ircs://chat.example", "chat.example", 6697),
        ("ircs://chat.example:7000/", "chat.example", 7000),
        ("Jürgens-Rechner:1", "Jürgens-Rechner", 1),
        ("mu\u0308nchen.example", "münchen.example", 6667),
        ("हिन्दी.example:7000", "हिन्दी.example", 7000),
        ("irc://m%C3%BCnchen.example:7000/", "münchen.example", 7000),
        ("irc://maria@chat.example", "chat.example", 6667),
        ("irc://maria:word@[fd00::1]:7000/", "fd00::1", 7000),
        ("irc://[fe80::1%25eth0]/", "fe80::1%eth0", 6667),
        ("irc://[fe80::1%eth0]:7000", "fe80::1%eth0", 7000),
    ],
)
def test_what_people_type(typed: str, host: str, port: int) -> None:
    """Names, numbers and links, with and without a port."""
    assert parse_typed(typed).address == Address(host, port)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "a b",
        "http://x",
        "x/y",
        "chat:",
        "chat:x",
        "chat:0",
        "chat:65536",
        "chat:99999999999",
        ":6667",
        "1:2:3",
        "[chat]:1",
        "[::1",
        "[]",
        "irc://",
        "chat:٣",
        "[::1]x",
        "ma@chat",
        "x;rm",
        "irc://two%20words/",
        "irc://a%2Fb/",
        "irc://[chat]/",
    ],
)
def test_what_is_no_address(typed: str) -> None:
    """A sentence, with a full stop, for everything else."""
    with pytest.raises(ValueError, match=r"\.$"):
        parse_typed(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("chat:0", "0 is not a port"),
        ("chat:65536", "65536 is not a port"),
        ("chat:99999999999", "99999999999 is not a port"),
        ("chat:x", "What follows the colon"),
        (":6667", "“:6667” is not an address"),
        ("http://x", "“http://x” is not an address"),
    ],
)
def test_what_is_wrong_is_said(typed: str, words: str) -> None:
    """The sentence names that which is to be changed."""
    with pytest.raises(ValueError, match=words):
        parse_typed(typed)


def test_the_default_port() -> None:
    """It is the caller's."""
    assert parse_typed("chat", 7000).address.port == 7000


def test_an_address_reads_back() -> None:
    """What is shown can be typed."""
    for shown in (Address("::1", 1), Address("chat", 6667), Address("fe80::1%eth0", 2)):
        assert parse_typed(str(shown)).address == shown


@pytest.mark.parametrize(
    ("typed", "secure", "room"),
    [
        ("chat.example", False, ""),
        ("irc://chat.example/lobby", False, "#lobby"),
        ("ircs://chat.example/#den", True, "#den"),
        ("ircs://[fd00::1]/%23den,needkey?x", True, "#den"),
        ("irc://chat.example/", False, ""),
        ("irc://chat.example/a%20b", False, ""),
        ("irc://chat.example/%0D%0AQUIT", False, ""),
    ],
)
def test_what_a_link_says(typed: str, room: str, *, secure: bool) -> None:
    """Whether it must be encrypted, and the room; what could be no room is left out."""
    found = parse_typed(typed)
    assert (found.secure, found.room) == (secure, room)


def understood(typed: str) -> Typed | str:
    """What it means, or what is said about it."""
    try:
        return parse_typed(typed)
    except ValueError as problem:
        return str(problem)


@given(st.text() | st.text("irc:/[]%25fe80.@#?ab1é \u0308") | st.text("ab.:[]%25@/#?é").map("ircs://{}".format))
def test_anything_can_be_typed(typed: str) -> None:
    """A sentence, or an address that can be dialled and typed again."""
    found = understood(typed)
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert 1 <= found.address.port <= 65535
        assert parse_typed(str(found.address)).address == found.address
        assert found.room.isprintable()
