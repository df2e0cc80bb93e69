"""The numbers of this computer."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from chat_tk.net import local
from chat_tk.net.local import is_near, local_addresses, way_to


def test_local_addresses_are_those_others_can_use() -> None:
    """No loopback, nothing twice, link-local last."""
    found = local_addresses()
    parsed = [ipaddress.ip_address(number) for number in found]
    assert len(set(found)) == len(found)
    assert not any(number.is_loopback or number.is_unspecified for number in parsed)
    assert [n.is_link_local for n in parsed] == sorted(n.is_link_local for n in parsed)


def test_link_local_comes_last_and_loopback_never(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system says, and however often."""
    monkeypatch.setattr(local, "_routed", lambda: ["10.0.0.5"])
    monkeypatch.setattr(local, "_ipv4_of_interfaces", lambda: ["127.0.0.1", "169.254.1.1", "10.0.0.5", "192.168.1.2"])
    monkeypatch.setattr(local, "_ipv6_of_interfaces", lambda: ["::1", "fe80::1%eth0", "fd00::2"])
    monkeypatch.setattr(local, "_of_host_name", lambda: ["127.0.1.1", "fe80::1"])
    assert local_addresses() == ["10.0.0.5", "192.168.1.2", "fd00::2", "169.254.1.1", "fe80::1%eth0"]


def test_a_computer_without_any_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found, and nothing raised."""

    def broken(*_arguments: object, **_options: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(local, "_ipv6_of_interfaces", list)
    monkeypatch.setattr(socket, "socket", broken)
    monkeypatch.setattr(socket, "getaddrinfo", broken)
    assert local_addresses() == []


@pytest.mark.parametrize(
    ("number", "near"),
    [
        ("192.168.1.7", True),
        ("10.1.2.3", True),
        ("100.64.1.2", True),
        ("127.0.0.1", True),
        ("169.254.3.4", True),
        ("fe80::1%eth0", True),
        ("fd00::1", True),
        ("8.8.4.4", False),
        ("2606:4700::1", False),
        ("chat.example", False),
        ("", False),
    ],
)
def test_whose_network_a_number_is_of(number: str, *, near: bool) -> None:
    """A house's own, or the internet's."""
    assert is_near(number) == near


def test_the_way_to_a_number() -> None:
    """Asked of the system; nothing that is no number is looked up, and what cannot be reached has none."""
    assert way_to("127.0.0.1") == "127.0.0.1"
    for strange in ("", "chat.example", "999.1.1.1", "a b", "\0", "fe80::1%nowhere"):
        assert way_to(strange) == ""
