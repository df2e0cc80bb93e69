"""Between ChatServer and the host's window: events become rows and lines, clicks become calls. Knows no Tk.

Rule 1: what the window shows is what the core reported; a click changes no row, its event does.
Rule 2: everything here runs on the main thread, but for ``start`` and ``stop`` of the server: these may wait, so each
has a thread of its own. What comes of them comes back as events.
Rule 3: every way out ends in ``Stopped`` (or ``StartFailed``), and that alone closes the window.
"""

from __future__ import annotations

import ipaddress
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.net.address import Address, local_addresses
from chat_tk.server import events
from chat_tk.server.describe import describe
from chat_tk.server.events import Event
from chat_tk.server.screen import HostScreen, Person

ANNOUNCEMENT_BYTES: Final = 340
"""What a line of 512 bytes has room for beside the longest names of server and person."""


class Server(Protocol):
    """What is hosted here: ``ChatServer``, or a fake of it."""

    def start(self) -> None:
        """Emits ``Started`` or ``StartFailed``."""

    def remove(self, number: int, reason: str) -> None:
        """Ends a connection."""

    def announce(self, text: str) -> None:
        """A notice to everyone."""

    def switch_udp(self, *, on: bool) -> None:
        """Opens or shuts the door of UDP."""

    def stop(self) -> None:
        """Emits ``Stopped``."""


class ServerController:
    """The host's side of the chat; fulfils ``screen.HostActions``. ``exit_code`` is the program's, once it is over."""

    screen: HostScreen

    def __init__(
        self,
        model: Server,
        network: str,
        find_addresses: Callable[[], list[str]] = local_addresses,
        start_program: Callable[[Address], None] | None = None,
    ) -> None:
        """``network`` is the chat's name; the last two are replaced by tests. Then give it its ``screen``."""
        self.exit_code = 0
        self._model = model
        self._network = network
        self._find_addresses = find_addresses
        self._start_program = start_program or start_client
        self._people: dict[int, Person] = {}
        self._local: Sequence[str] = ()
        self._listening: tuple[Address, ...] = ()
        self._starting: threading.Thread | None = None
        self._stopping: threading.Thread | None = None

    # --- what the host does ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the chat."""
        self._starting = threading.Thread(target=self._start, name="start", daemon=True)
        self._starting.start()

    def remove(self, number: int, reason: str) -> None:
        """Remove a client; the row goes when its departure is reported."""
        self._model.remove(number, reason)

    def announce(self, text: str) -> None:
        """Tell everyone in the chat; tags such as ``<b>`` work, and a long text comes in several messages."""
        for piece in markup.split(markup.from_html(text), ANNOUNCEMENT_BYTES):
            self._model.announce(piece)

    def switch_udp(self, *, on: bool) -> None:
        """Let plain text come over UDP, or no more."""
        self._model.switch_udp(on=on)

    def chat_myself(self) -> None:
        """Open ChatClient on this chat."""
        if not self._listening:
            return
        try:
            self._start_program(own_address(self._listening))
        except OSError as error:
            problem = _("ChatClient could not be started: {error}. It can also be started by hand.")
            self.screen.tell(problem.format(error=error.strerror or error))

    def stop(self) -> None:
        """Close the chat. Twice is once."""
        if self._stopping is None:
            self._stopping = threading.Thread(target=self._stop, name="stop", daemon=True)
            self._stopping.start()

    def _start(self) -> None:
        self._local = self._find_addresses()  # may ask a name server; read after Started, which comes later
        self._model.start()

    def _stop(self) -> None:
        if self._starting is not None:
            self._starting.join()
        self._model.stop()

    # --- what happened -----------------------------------------------------------------------------------------------

    def handle(self, batch: Sequence[Event]) -> None:
        """Show what happened: rows once each, the log in one go."""
        changed: set[int] = set()
        for event in batch:
            changed |= self._apply(event)
        for number in sorted(changed):
            if number in self._people:
                self.screen.show_person(self._people[number])
            else:
                self.screen.drop_person(number)
        self.screen.log([describe(event) for event in batch])
        for event in batch:
            self._end(event)

    def _apply(self, event: Event) -> set[int]:
        """Take the event into the list of people; the numbers whose rows it changes."""
        if isinstance(event, events.Connected):
            self._people[event.number] = Person(event.number, "", event.host, event.door, event.at)
            return {event.number}
        if isinstance(event, events.Left):
            self._people.pop(event.number, None)
            return {event.number}
        if isinstance(event, events.Started):
            self._show_open(event.addresses)
        if isinstance(event, events.UdpSwitched):
            self.screen.show_udp(on=event.on)
        person = self._people.get(getattr(event, "number", 0))
        if person is None:
            return set()
        self._people[person.number] = changed = _changed(person, event)
        return set() if changed is person else {person.number}

    def _show_open(self, listening: tuple[Address, ...]) -> None:
        self._listening = listening
        addresses = reachable(listening, self._local)
        if addresses:
            self.screen.show_open(self._network, addresses, "")
        else:
            warning = _("Only this computer can join: it is not connected to a network.")
            if all(is_loopback(address.host) for address in listening):
                warning = _("Only this computer can join: the settings let the chat listen on {address} alone.").format(
                    address=listening[0].host
                )
            self.screen.show_open(self._network, [own_address(listening)], warning)

    def _end(self, event: Event) -> None:
        if isinstance(event, events.StartFailed):
            self.exit_code = 1
            self.screen.tell(event.problem)
            self.screen.close()
        elif isinstance(event, events.Stopped):
            self.screen.close()


def _changed(person: Person, event: Event) -> Person:
    """``person`` after the event; the same object when nothing of its row changed."""
    if isinstance(event, events.DoorKnown):
        return replace(person, door=event.door)
    if isinstance(event, events.Registered):
        return replace(person, nick=event.nick)
    if isinstance(event, events.Renamed):
        return replace(person, nick=event.new)
    if isinstance(event, events.Said):
        return replace(person, spoke_at=event.at, messages=person.messages + 1)
    return person


# --- addresses -----------------------------------------------------------------------------------------------------


def reachable(listening: Sequence[Address], local: Sequence[str]) -> list[Address]:
    """The addresses to tell people: where it listens, "all addresses" spelled out; empty when nobody else can come.

    A number with a zone (``fe80::1%eth0``) is left out: the zone is this computer's name for its own cable.
    """
    found: dict[Address, None] = {}
    for host in local:
        if "%" in host:
            continue
        for where in listening:
            if _is_wildcard(where.host) and (":" in where.host) == (":" in host):
                found[Address(host, where.port)] = None
    for where in listening:
        if not _is_wildcard(where.host) and not is_loopback(where.host):
            found[where] = None
    return list(found)


def own_address(listening: Sequence[Address]) -> Address:
    """How this computer itself reaches the chat."""
    where = listening[0]
    if not _is_wildcard(where.host):
        return where
    return Address("::1" if ":" in where.host else "127.0.0.1", where.port)


def is_loopback(host: str) -> bool:
    """Whether only this computer can mean itself by ``host``."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


def _is_wildcard(host: str) -> bool:
    return host in {"", "0.0.0.0", "::"}  # noqa: S104  it is compared, not bound


# --- the other program ---------------------------------------------------------------------------------------------


def start_client(address: Address) -> None:
    """Start ChatClient on ``address`` as a program of its own. Raises OSError when it cannot be started or found."""
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        command = [str(_client_beside(Path(sys.executable)))]
        environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"  # else it looks for its parts in our bundle
    else:
        command = [sys.executable, "-m", "chat_tk.client"]
        package = str(Path(__file__).parents[2])  # found from wherever this program was started
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(  # noqa: S603  our own program
        [*command, str(address)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,  # Ctrl+C in the host's terminal closes the chat, and by that the client, in order
    )
    threading.Thread(target=process.wait, name="client", daemon=True).start()  # no zombie stays


def _client_beside(own: Path) -> Path:
    """The executable of ChatClient in the folder of ChatServer's, or in its bundle beside ours on macOS."""
    name = "ChatClient" + own.suffix
    places = [own.with_name(name), *(folder / "ChatClient.app/Contents/MacOS" / name for folder in own.parents[3:4])]
    for place in places:
        if place.exists():
            return place
    raise FileNotFoundError(2, _("{name} is not in the folder {folder}").format(name=name, folder=own.parent))
