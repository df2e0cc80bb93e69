"""What to tell people so that they find the chat: its addresses, likeliest first, and what may keep them out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chat_tk.i18n import _
from chat_tk.net.address import Address, is_loopback
from chat_tk.net.firewall import SYSTEM
from chat_tk.server.config import DEFAULT_PORT, Config
from chat_tk.server.events import Reachable, Started
from chat_tk.server.values import Invitation, Place, Reach, Warned

_ORDER: Final = (Reach.NETWORK, Reach.VPN, Reach.VIRTUAL, Reach.OWN)


def invitation(config: Config, started: Started, here: Reachable, *, announced: bool = True) -> Invitation:
    """What to tell people about a chat that is open; ``announced``: this program can announce one on the network."""
    listening, scheme = (started.addresses, "irc") if started.addresses else (started.secure, "ircs")
    found = reachable(listening, here.numbers)
    places = [Place(place, here.leads.get(place.host, Reach.NETWORK), f"{scheme}://{place}") for place in found]
    places.sort(key=lambda place: _ORDER.index(place.reach))
    warnings = [here.firewall] if here.firewall else []
    found_by_itself = announced and config.announce and bool(places)
    if not places:
        own = own_address(listening)
        places, warnings = [Place(own, Reach.OWN, f"{scheme}://{own}")], [_alone(listening)]
    first = places[0].address
    return Invitation(
        *(config.network, tuple(places), f"nc {first.host} {first.port}"),
        port_note=_port_note(first.port),
        warnings=tuple(warnings),
        password=bool(config.password),
        found=found_by_itself,
    )


def reachable(listening: Sequence[Address], local: Sequence[str]) -> list[Address]:
    """The addresses to tell people: where it listens, "all addresses" spelled out; empty when nobody else can come.

    A number with a zone (``fe80::1%eth0``) is left out: the zone is this computer's name for its own cable.
    """
    found: dict[Address, None] = {}
    for host in local:
        if "%" in host:
            continue
        for where in listening:
            if is_wildcard(where.host) and (":" in where.host) == (":" in host):
                found[Address(host, where.port)] = None
    for where in listening:
        if not is_wildcard(where.host) and not is_loopback(where.host):
            found[where] = None
    return list(found)


def own_address(listening: Sequence[Address]) -> Address:
    """How this computer itself reaches the chat."""
    where = listening[0]
    if not is_wildcard(where.host):
        return where
    return Address("::1" if ":" in where.host else "127.0.0.1", where.port)


def is_wildcard(host: str) -> bool:
    """Whether ``host`` means all addresses of this computer."""
    return host in {"", "0.0.0.0", "::"}  # noqa: S104  it is compared, not bound


def _port_note(port: int) -> str:
    if port == DEFAULT_PORT:
        return ""
    return _("The port is {port}, not the usual {usual}: people type the whole address.").format(
        port=port, usual=DEFAULT_PORT
    )


def _alone(listening: Sequence[Address]) -> Warned:
    if all(is_loopback(address.host) for address in listening):
        text = _("Only this computer can join: the settings let the chat listen on {address} alone.")
        remedy = _("Empty the address to listen at in the settings, and open the chat again.")
        return Warned(text.format(address=listening[0].host), remedy)
    return Warned(_("Only this computer can join: it is not connected to a network."), _network_remedy())


def _network_remedy() -> str:
    if SYSTEM == "win32":
        return _("Choose a network at the right end of the task bar, or plug in a cable.")
    if SYSTEM == "darwin":
        return _("Choose a network in the menu bar, or plug in a cable.")
    return _("Choose a network in the corner of the desktop, or plug in a cable.")
