"""What an address says, and what counts as one with it."""

from __future__ import annotations

import socket

import pytest

from chat_tk.net.address import Address, address_of, home_of, is_loopback


def test_where_a_socket_is() -> None:
    """Its number and port; as it is shown, of IPv6 in brackets."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        assert address_of(sock) == Address("127.0.0.1", sock.getsockname()[1])
    assert [str(Address("::1", 1)), str(Address("chat", 2))] == ["[::1]:1", "chat:2"]


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.3.2.1", True),
        ("::1", True),
        ("LocalHost", True),
        ("10.0.0.1", False),
        ("fe80::1%lo", False),
        ("chat.example", False),
        ("", False),
    ],
)
def test_what_means_this_computer_alone(host: str, *, own: bool) -> None:
    """By number or by name."""
    assert is_loopback(host) is own


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
