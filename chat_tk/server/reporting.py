"""What the host's window shows, from what happened: rows, lines of the log, what to tell people. Main thread, no Tk.

Looking at this computer's addresses may take long, so it has a thread of its own, and comes back as ``Reachable``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from chat_tk.i18n import _
from chat_tk.net import discovery, firewall, interfaces
from chat_tk.net.address import Address
from chat_tk.net.interfaces import Leads
from chat_tk.server import bans, events, inviting, sentences
from chat_tk.server.bans import Ban
from chat_tk.server.called import Called
from chat_tk.server.events import UNLOGGED, Event
from chat_tk.server.preferences import Preferences
from chat_tk.server.screen import Screen
from chat_tk.server.sentences import UNTOLD, entry
from chat_tk.server.statistics import Statistics
from chat_tk.server.values import BanKind, BanRow, Entry, Level, Reach, Warned

MOST_AT_ONCE: Final = 400
"""Lines of the log that a window is given at once."""
LOOK_AGAIN: Final = 30
"""Samples, of a second each, between two looks at this computer's addresses and at bans that are over."""

Look = Callable[[Sequence[Address]], events.Reachable]


class Reports:
    """``exit_code`` is the program's, once it is over; ``started`` tells where it listens."""

    screen: Screen

    def __init__(
        self,
        bans_now: Callable[[], tuple[Ban, ...]],
        preferences: Preferences,
        post: Callable[[Event], None],
        look: Look,
    ) -> None:
        """``look`` is called in a thread of its own, and its answer posted."""
        self.exit_code = 0
        self.statistics = Statistics()
        self.started: events.Started | None = None
        self._bans = bans_now
        self._preferences = preferences
        self._post = post
        self._look = look
        self._called = Called(lambda: preferences.config.lobby)
        self._here: events.Reachable | None = None
        self._seconds = 0
        self._shown: dict[type, Callable[[Any], None]] = {
            events.Sampled: self._sampled,
            events.Started: self._opened,
            events.Reachable: self._reached,
            events.SettingsChanged: self._changed,
            events.Banned: self._show_bans,
            events.Unbanned: self._show_bans,
            events.Paused: lambda event: self.screen.show_paused(on=event.on),
            events.UdpSwitched: lambda event: self.screen.show_udp(on=event.on),
            events.Found: lambda event: self.screen.show_found(
                [entry(said, self._called) for said in event.said], event.problem
            ),
            events.Noted: lambda event: self.screen.note(event.text),
        }

    def handle(self, batch: Sequence[Event]) -> None:
        """Show what happened: the log in one go."""
        for event in batch:
            if show := self._shown.get(type(event)):
                show(event)
        logged = sum(not isinstance(event, UNLOGGED + UNTOLD) for event in batch)
        left_out = max(0, logged - MOST_AT_ONCE)
        entries = self._entries(batch, left_out)
        if entries:
            self.screen.log(bounded(entries, left_out))
        for event in batch:
            self._end(event)

    def _entries(self, batch: Sequence[Event], left_out: int) -> list[Entry]:
        """What is logged, but for the first ``left_out`` lines; each with the names that held then."""
        rows = {row.nick: row.name for event in batch if isinstance(event, events.Sampled) for row in event.people}
        entries: list[Entry] = []
        for event in batch:
            self._note(event, rows)
            if isinstance(event, UNLOGGED + UNTOLD):
                continue
            if left_out:
                left_out -= 1
            else:
                entries.append(entry(event, self._called))
        return entries

    def _note(self, event: Event, rows: Mapping[str, str]) -> None:
        """Somebody is called so from now on; ``rows``: as what people are shown at the end of the batch."""
        if isinstance(event, events.Sampled):
            self._called.note((person.nick, person.name) for person in event.people)
        elif isinstance(event, events.Registered):
            self._called.note([(event.nick, event.name)])
        elif isinstance(event, events.Renamed):
            self._called.note([(event.new, rows.get(event.new, ""))])

    def _sampled(self, event: events.Sampled) -> None:
        if event.people or event.gone:
            self.screen.show_people(event.people, event.gone)
        if event.rooms is not None:
            self.screen.show_rooms(event.rooms)
        if event.hands is not None:
            self.screen.show_hands(event.hands)
        if event.sample is not None:
            self.statistics.add(event.sample)
            self.screen.show_sample(event.sample)
            self._seconds += 1
            if self._seconds % LOOK_AGAIN == 0:
                self._show_bans(event)
                self._look_around()

    def _opened(self, event: events.Started) -> None:
        self.started = event
        self.screen.show_settings(self._preferences.listed())
        self._show_bans(event)
        self._look_around()

    def _look_around(self) -> None:
        if self.started is not None:
            places = listening(self.started)
            in_thread("addresses", lambda: self._post(self._look(places)))

    def _reached(self, event: events.Reachable) -> None:
        before, self._here = self._here, event
        if before is None or (before.numbers, before.firewall) != (event.numbers, event.firewall):
            self._show_open()

    def _show_open(self) -> None:
        if self.started is not None and self._here is not None:
            announced = not discovery.missing()
            config = self._preferences.config
            self.screen.show_open(inviting.invitation(config, self.started, self._here, announced=announced))

    def _changed(self, _event: events.SettingsChanged) -> None:
        self._preferences.refresh()
        self.screen.show_settings(self._preferences.listed())
        self._show_open()

    def _show_bans(self, _event: Event) -> None:
        self.screen.show_bans([ban_row(ban, self._called) for ban in self._bans()])

    def _end(self, event: Event) -> None:
        if isinstance(event, events.StartFailed):
            self.exit_code = 1
            self.screen.tell(event.problem)
            self.screen.close()
        elif isinstance(event, events.Stopped):
            self.screen.close()


def bounded(entries: Sequence[Entry], left_out: int) -> Sequence[Entry]:
    """What a window is given of many lines at once: the last ones, and in front of them how many are left out."""
    if not left_out:
        return entries
    text = _("({count} lines left out here; the search finds what was said)").format(count=left_out)
    return [Entry(entries[0].at, Level.WARNING, "left out", "", 0, "", text), *entries]


def in_thread(name: str, work: Callable[[], object]) -> threading.Thread:
    """Have ``work`` done in a thread of its own, which does not keep the program alive."""
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread


def listening(started: events.Started) -> tuple[Address, ...]:
    """Where people come in."""
    return started.addresses or started.secure


def look_around(listening: Sequence[Address]) -> events.Reachable:
    """Find this computer's addresses, and what may be in the way; may ask a name server, so it may wait."""
    numbers, port = interfaces.own_numbers(), listening[0].port
    leads = {number.host: _REACH[number.leads] for number in numbers}
    return events.Reachable(time.time(), tuple(leads), leads, _firewall(port))


def _firewall(port: int) -> Warned | None:
    if not firewall.active():
        return None
    return Warned(_("A firewall is on: it may keep other computers out."), firewall.remedy(port))


_REACH: Final = {Leads.NETWORK: Reach.NETWORK, Leads.VPN: Reach.VPN, Leads.VIRTUAL: Reach.VIRTUAL}


def ban_row(ban: Ban, called: Called) -> BanRow:
    """A ban as the window lists it."""
    who, by = sentences.banned(ban.what, called), called.person(ban.by)
    return BanRow(ban.what, who, _kind(ban.what), by, ban.at, ban.reason, ban.until)


def _kind(what: str) -> BanKind:
    name, address = bans.name_and_address(what)
    if name:
        return BanKind.NAME if address == "*" else BanKind.BOTH
    banned = bans.read(what)
    return BanKind.ADDRESS if banned.network else BanKind.MASK if banned.mask else BanKind.NAME
