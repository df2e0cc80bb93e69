"""Why does nobody appear in the list? One line for each thing that can be in the way, with one remedy.

Threads: *checkup* looks, for some seconds at most, and emits each ``Finding`` as soon as it is known. The functions
that judge are pure: what was seen goes in, a line comes out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address
from typing import Final

from chat_tk.i18n import _, ngettext
from chat_tk.net import discovery, firewall
from chat_tk.net.dial import DialError, dial
from chat_tk.net.interfaces import Leads, Number, own_numbers

PORT: Final = 6667
ANSWER: Final = 1.0


class Verdict(Enum):
    """How it is."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: what, how it is, what was seen, and what to do (empty: nothing)."""

    title: str
    verdict: Verdict
    seen: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """All has been looked at."""


class Checkup:
    """Looks once. ``found``: how many chats stand in the list. ``emit`` is called from its thread and must not wait."""

    def __init__(self, found: int, emit: Callable[[Line | Finished], None]) -> None:
        self._found = found
        self._emit = emit
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkup", daemon=True)

    def start(self) -> None:
        """Look."""
        self._thread.start()

    def stop(self) -> None:
        """Emit nothing more; the thread ends by itself."""
        self._stopped.set()

    def wait(self, seconds: float) -> bool:
        """Give the thread so many seconds to end; whether it has."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        numbers = own_numbers()
        steps: list[Callable[[], Line]] = [
            lambda: networks(numbers),
            lambda: searching(discovery.missing(), self._found),
            lambda: tunnel(numbers),
            lambda: here(self._answers()),
            lambda: wall(firewall.active(), firewall.remedy(PORT)),
        ]
        for step in steps:
            if self._stopped.is_set():
                return
            self._emit(step())
        self._emit(Finished())

    def _answers(self) -> bool:
        try:
            sock, _address = dial("localhost", PORT, ANSWER)
        except DialError:
            return False
        sock.close()
        return True


def networks(numbers: Sequence[Number]) -> Line:
    """Whether this computer is in a network at all."""
    title = _("Network")
    real = [number for number in numbers if number.leads is Leads.NETWORK]
    if not real:
        return Line(
            title,
            Verdict.BAD,
            _("This computer is in no network."),
            _("Plug in the cable, or choose the Wi-Fi that the others are in."),
        )
    places = ", ".join(f"{number.host} ({number.name})" if number.name else number.host for number in real[:4])
    if all(ip_address(number.host).is_link_local for number in real):
        seen = _("This computer has got no proper address: {addresses}.").format(addresses=places)
        return Line(title, Verdict.BAD, seen, _("Switch the Wi-Fi off and on, or restart the router."))
    return Line(title, Verdict.GOOD, _("This computer is {addresses}.").format(addresses=places))


def searching(problem: str, found: int) -> Line:
    """Whether chats can be found, and were any."""
    title = _("Search")
    if problem:
        return Line(title, Verdict.BAD, problem, _("Type the address of the chat: whoever opened it can read it out."))
    if found:
        seen = ngettext("{count} chat was found.", "{count} chats were found.", found).format(count=found)
        return Line(title, Verdict.GOOD, seen)
    return Line(
        title,
        Verdict.DOUBTFUL,
        _("No chat answers. Some networks, of guests mostly, keep their computers apart."),
        _("Be in the same network as the chat, not in the one for guests; or type its address."),
    )


def tunnel(numbers: Sequence[Number]) -> Line:
    """Whether a VPN is between."""
    title = _("VPN")
    names = [number.name or number.host for number in numbers if number.leads is Leads.VPN]
    if not names:
        return Line(title, Verdict.GOOD, _("No VPN is switched on."))
    seen = _("A VPN is switched on: {name}. It may hide the computers beside this one.").format(name=names[0])
    return Line(title, Verdict.DOUBTFUL, seen, _("Switch it off, or have it allow the local network."))


def here(answers: bool) -> Line:
    """Whether a chat is open on this computer."""
    title = _("This computer")
    if answers:
        seen = _("A chat, or something like it, is open on this computer.")
        return Line(title, Verdict.GOOD, seen, _("To join it, type the address 127.0.0.1."))
    seen = _("No chat is open on this computer.")
    return Line(title, Verdict.GOOD, seen, _("If it should be here, press “Start a chat here”."))


def wall(active: str, remedy: str) -> Line:
    """Whether a firewall may keep the others out."""
    title = _("Firewall")
    if active:
        seen = _("A firewall is switched on here: {name}. It matters where the chat is open.").format(name=active)
        return Line(title, Verdict.DOUBTFUL, seen, remedy)
    seen = _("On the computer where the chat is open, a firewall may keep the others out.")
    return Line(title, Verdict.DOUBTFUL, seen, remedy)
