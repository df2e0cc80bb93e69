"""Tests of what people are told: addresses, the likeliest first, the line for nc, warnings."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from chat_tk.net.address import Address
from chat_tk.server.config import Config
from chat_tk.server.events import Reachable, Started
from chat_tk.server.inviting import invitation, own_address, reachable
from chat_tk.server.values import Reach, Warned

EVERYWHERE = (Address("0.0.0.0", 6667), Address("::", 6667))


def here(*numbers: str, firewall: Warned | None = None, leads: Mapping[str, Reach] | None = None) -> Reachable:
    return Reachable(0, numbers, leads or {}, firewall)


def test_networks_come_before_tunnels_and_virtual_ones():
    """Each is marked, with a link for a QR code."""
    leads = {"10.8.0.2": Reach.VPN, "172.17.0.1": Reach.VIRTUAL, "192.168.1.5": Reach.NETWORK}
    told = invitation(
        Config(network="Room"),
        Started(0, EVERYWHERE),
        here("172.17.0.1", "10.8.0.2", "192.168.1.5", "2001:db8::7", leads=leads),
    )
    assert [(str(place.address), place.reach) for place in told.places] == [
        ("192.168.1.5:6667", Reach.NETWORK),
        ("[2001:db8::7]:6667", Reach.NETWORK),
        ("10.8.0.2:6667", Reach.VPN),
        ("172.17.0.1:6667", Reach.VIRTUAL),
    ]
    assert told.places[0].link == "irc://192.168.1.5:6667"
    assert (told.network, told.plain, told.port_note, told.warnings) == ("Room", "nc 192.168.1.5 6667", "", ())


def test_an_unusual_port_is_said():
    """People must type it."""
    told = invitation(Config(), Started(0, (Address("", 6668),)), here("10.0.0.1"))
    assert "6668" in told.port_note


def test_only_this_computer():
    """No network, or the settings say so: each with what to do."""
    alone = invitation(Config(), Started(0, EVERYWHERE), here())
    assert (alone.places[0].address, alone.places[0].reach) == (Address("127.0.0.1", 6667), Reach.OWN)
    assert "not connected to a network" in alone.warnings[0].text
    assert alone.warnings[0].remedy
    closed = invitation(Config(), Started(0, (Address("127.0.0.1", 6667),)), here("10.0.0.1"))
    assert "settings" in closed.warnings[0].text


def test_a_firewall_is_told():
    """As it was found."""
    warned = Warned("A firewall is on.", "Do this.")
    assert invitation(Config(), Started(0, EVERYWHERE), here("10.0.0.1", firewall=warned)).warnings == (warned,)


def test_a_chat_that_is_encrypted_only():
    """The link says so."""
    told = invitation(Config(), Started(0, (), (Address("0.0.0.0", 6697),)), here("10.0.0.1"))
    assert told.places[0].link == "ircs://10.0.0.1:6697"


@pytest.mark.parametrize(
    ("config", "numbers", "announced", "found"),
    [
        (Config(), ["10.0.0.1"], True, True),
        (Config(), ["10.0.0.1"], False, False),
        (Config(announce=False), ["10.0.0.1"], True, False),
        (Config(), [], True, False),
    ],
    ids=["announced", "cannot announce", "does not want to", "no network"],
)
def test_nobody_is_told_to_look_for_what_is_not_announced(
    config: Config, numbers: list[str], *, announced: bool, found: bool
) -> None:
    """It is found by itself only where it is announced."""
    told = invitation(config, Started(0, EVERYWHERE), here(*numbers), announced=announced)
    assert told.found == found


def test_where_to_reach_it():
    """Wildcards are spelled out; numbers with a zone are left out; this computer has its own way."""
    assert reachable(EVERYWHERE, ["10.0.0.1", "fe80::1%eth0", "2001:db8::7"]) == [
        Address("10.0.0.1", 6667),
        Address("2001:db8::7", 6667),
    ]
    assert reachable((Address("chat.example", 6667),), ["10.0.0.1"]) == [Address("chat.example", 6667)]
    assert own_address((Address("::", 6667),)) == Address("::1", 6667)
    assert own_address((Address("10.0.0.1", 6667),)) == Address("10.0.0.1", 6667)
