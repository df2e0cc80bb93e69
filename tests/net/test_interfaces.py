"""Numbers of this computer that others can use, and numbers of others that are near."""

from __future__ import annotations

import pytest

from chat_tk.net import firewall, interfaces
from chat_tk.net.interfaces import Leads, Number, nearest, own_numbers


@pytest.mark.parametrize(
    ("name", "leads"),
    [
        ("eth0 eth0", Leads.NETWORK),
        ("wlp3s0 wlp3s0", Leads.NETWORK),
        ("{4D36} Intel(R) Wi-Fi 6 AX201 160MHz", Leads.NETWORK),
        ("{4D36} Realtek PCIe GbE Family Controller", Leads.NETWORK),
        ("tun0 tun0", Leads.VPN),
        ("utun3 utun3", Leads.VPN),
        ("wg0 wg0", Leads.VPN),
        ("{4D36} TAP-Windows Adapter V9", Leads.VPN),
        ("docker0 docker0", Leads.VIRTUAL),
        ("br-12ab34 br-12ab34", Leads.VIRTUAL),
        ("{4D36} Hyper-V Virtual Ethernet Adapter", Leads.VIRTUAL),
        ("{4D36} VirtualBox Host-Only Ethernet Adapter", Leads.VIRTUAL),
    ],
)
def test_where_an_interface_leads(name: str, leads: Leads) -> None:
    """By what the systems call them."""
    assert interfaces._number("192.168.1.2", name, 24).leads is leads


def test_the_likeliest_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A private number of a cable; what nobody else can use is left out."""
    found = [
        interfaces._number(host, name, 24)
        for host, name in (
            ("127.0.0.1", "lo"), ("fe80::1", "eth0"), ("fd00::2", "eth0"), ("172.17.0.1", "docker0"),
            ("100.90.1.2", "ts"), ("10.8.0.2", "tun0"), ("169.254.7.7", "eth1"), ("10.0.0.5", "eth0"),
        )
    ]  # fmt: skip
    monkeypatch.setattr(interfaces, "_from_ifaddr", lambda: found)
    hosts = [number.host for number in own_numbers()]
    assert hosts[:2] == ["10.0.0.5", "fd00::2"]
    assert hosts[-1] == "172.17.0.1"
    assert set(hosts) == {"10.0.0.5", "fd00::2", "169.254.7.7", "100.90.1.2", "10.8.0.2", "172.17.0.1"}


def test_without_ifaddr_the_numbers_alone_must_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system tells of itself; a link of one cable is left out."""
    monkeypatch.setattr(interfaces, "_from_ifaddr", list)
    monkeypatch.setattr(interfaces, "local_addresses", lambda: ["192.168.1.5", "fe80::1%eth0"])
    assert own_numbers() == [Number("192.168.1.5", Leads.NETWORK, "", 0)]


def test_what_is_in_a_network_of_ours_is_near() -> None:
    """Before what is not, IPv4 before IPv6, and what is no number last of all."""
    own = [Number("10.0.0.5", Leads.NETWORK, "eth0", 24), Number("10.8.0.2", Leads.VPN, "tun0", 24)]
    hosts = ["fd00::1", "chat.example", "10.8.0.1", "10.0.0.1", "fe80::1%eth0"]
    assert nearest(hosts, own) == ["10.0.0.1", "10.8.0.1", "chat.example", "fd00::1", "fe80::1%eth0"]


@pytest.mark.parametrize(("system", "words"), [("win32", "Windows"), ("darwin", "System Settings"), ("linux", "6670")])
def test_a_remedy_for_each_system(monkeypatch: pytest.MonkeyPatch, system: str, words: str) -> None:
    """In the words of its settings, or as a command."""
    monkeypatch.setattr(firewall, "SYSTEM", system)
    assert words in firewall.remedy(6670)
