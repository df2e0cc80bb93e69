"""Addresses: as people type them, and those of this computer."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from chat_tk.net import address
from chat_tk.net.address import Address, home_of, local_addresses, parse_address


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
    assert parse_address(typed) == Address(host, port)


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
        parse_address(typed)


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
        parse_address(typed)


def test_the_default_port() -> None:
    """It is the caller's."""
    assert parse_address("chat", 7000).port == 7000


def test_an_address_reads_back() -> None:
    """What is shown can be typed."""
    for shown in (Address("::1", 1), Address("chat", 6667), Address("fe80::1%eth0", 2)):
        assert parse_address(str(shown)) == shown


def test_local_addresses_are_those_others_can_use() -> None:
    """No loopback, nothing twice, link-local last."""
    found = local_addresses()
    parsed = [ipaddress.ip_address(number) for number in found]
    assert len(set(found)) == len(found)
    assert not any(number.is_loopback or number.is_unspecified for number in parsed)
    assert [n.is_link_local for n in parsed] == sorted(n.is_link_local for n in parsed)


def test_link_local_comes_last_and_loopback_never(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system says, and however often."""
    monkeypatch.setattr(address, "_routed", lambda: ["10.0.0.5"])
    monkeypatch.setattr(address, "_ipv4_of_interfaces", lambda: ["127.0.0.1", "169.254.1.1", "10.0.0.5", "192.168.1.2"])
    monkeypatch.setattr(address, "_ipv6_of_interfaces", lambda: ["::1", "fe80::1%eth0", "fd00::2"])
    monkeypatch.setattr(address, "_of_host_name", lambda: ["127.0.1.1", "fe80::1"])
    assert local_addresses() == ["10.0.0.5", "192.168.1.2", "fd00::2", "169.254.1.1", "fe80::1%eth0"]


def test_a_computer_without_any_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found, and nothing raised."""

    def broken(*_arguments: object, **_options: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(address, "_ipv6_of_interfaces", list)
    monkeypatch.setattr(socket, "socket", broken)
    monkeypatch.setattr(socket, "getaddrinfo", broken)
    assert local_addresses() == []


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
    found = address.parse_typed(typed)
    assert (found.secure, found.room) == (secure, room)


@pytest.mark.parametrize(
    ("number", "ours", "home"),
    [
        ("192.0.2.7", "192.0.2.1", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:9::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::1", "2001:db8:1:2:3::4"),
        ("fe80::1%eth0", "fe80::2%eth0", "fe80::1"),
        ("::1", "::1", "::1"),
    ],
)
def test_what_counts_as_one(number: str, ours: str, home: str) -> None:
    """RFC 4291, 2.5.4: 64 bits of IPv6 are one network, all of whose addresses one computer can have; ours we share."""
    assert home_of(number, ours) == home
