"""What ChatServer tells whoever watches (window, log, test): plain values, one class for each thing that can happen.

Emitted by the core's thread at the end of a beat, or by ``ChatServer`` while it starts and stops.
``at`` is Unix time in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from chat_tk.net.address import Address
from chat_tk.server.values import Hand, Person, Reach, Room, Sample, Warned


@dataclass(frozen=True, slots=True)
class Started:
    """People can join: listening on these addresses (the real port, when 0 was asked for).

    ``secure``: and on these, where everything is encrypted.
    """

    at: float
    addresses: tuple[Address, ...]
    secure: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class StartFailed:
    """The server cannot start; ``problem`` is a sentence for the person, with what to do."""

    at: float
    problem: str


@dataclass(frozen=True, slots=True)
class Connected:
    """A client has connected; it has no name yet, and by which door it comes ``DoorKnown`` tells a moment later.

    ``number`` is unique as long as the server runs.
    """

    at: float
    number: int
    host: str


@dataclass(frozen=True, slots=True)
class DoorKnown:
    """By which door a client came in is known now (a moment after ``Connected``)."""

    at: float
    number: int
    door: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A client has a name and is in the chat; ``name``: as which it is shown."""

    at: float
    number: int
    nick: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A person has another name now."""

    at: float
    number: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class JoinedRoom:
    """A person entered a channel."""

    at: float
    number: int
    nick: str
    room: str


@dataclass(frozen=True, slots=True)
class LeftRoom:
    """A person left a channel, but not the chat."""

    at: float
    number: int
    nick: str
    room: str
    reason: str


class Said(NamedTuple):
    """A message in a channel (never the text of a private one). ``text`` may hold mIRC formatting codes.

    ``more``: the texts of others that stand in a row behind it; ``one_by_one`` gives each as an event of its own.

    A tuple, unlike the others: it is made for each message, and costs a quarter of a frozen dataclass.
    """

    at: float
    number: int
    nick: str
    room: str
    text: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Announced:
    """The host told everyone something."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class BecameOperator:
    """A person may keep order now: it has given the password of the operator called ``name`` in the settings."""

    at: float
    number: int
    nick: str
    name: str


@dataclass(frozen=True, slots=True)
class Banned:
    """``what`` (a name, an address, a network, a mask) may not come in until ``until`` (0: ever), says ``by``."""

    at: float
    what: str
    by: str
    reason: str
    until: float


@dataclass(frozen=True, slots=True)
class Unbanned:
    """``what`` may come in again, says ``by``."""

    at: float
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class Left:
    """A client's connection is over; ``nick`` is empty when it never had a name."""

    at: float
    number: int
    nick: str
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something went wrong that the host should know of; the chat goes on. A sentence."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class UdpSwitched:
    """Plain text may come over UDP from now on, or no more."""

    at: float
    on: bool


@dataclass(frozen=True, slots=True)
class Kicked:
    """A person was put out of a room by ``by``, but not out of the chat."""

    at: float
    number: int
    nick: str
    room: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Muted:
    """A person may read and not write from now on, or write again, says ``by``."""

    at: float
    number: int
    nick: str
    on: bool
    by: str


@dataclass(frozen=True, slots=True)
class NoOperator:
    """A person keeps order no more, says ``by``."""

    at: float
    number: int
    nick: str
    by: str


@dataclass(frozen=True, slots=True)
class Paused:
    """Only operators write from now on, or everybody again, says ``by``."""

    at: float
    on: bool
    by: str


@dataclass(frozen=True, slots=True)
class HandRaised:
    """A person has raised its hand, or it is down again (``up`` is false)."""

    at: float
    number: int
    nick: str
    up: bool


@dataclass(frozen=True, slots=True)
class RoomChanged:
    """Somebody (``by``) did ``what`` with a room: a sentence."""

    at: float
    room: str
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """What was said in rooms is forgotten, says ``by``."""

    at: float
    by: str


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """Other settings hold from now on (``now``), or from the next start on (``later``): their names."""

    at: float
    now: tuple[str, ...]
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sampled:
    """What has changed for the window since the last one; some four a second at most, and none when nobody watches.

    ``rooms`` and ``hands`` are all of them, None when none has changed. No line of the log.
    """

    at: float
    people: tuple[Person, ...] = ()
    gone: tuple[int, ...] = ()
    rooms: tuple[Room, ...] | None = None
    hands: tuple[Hand, ...] | None = None
    sample: Sample | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the host searched for; ``problem`` is a sentence when it could not be searched. No line of the log."""

    at: float
    said: tuple[Said, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that the host has asked for is done, or cannot be: a sentence. No line of the log."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Reachable:
    """Under which numbers other computers reach this one, likeliest first, and what may be in the way.

    ``leads``: number -> to what. No line of the log.
    """

    at: float
    numbers: tuple[str, ...]
    leads: Mapping[str, Reach]
    firewall: Warned | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Everything is over: sockets closed, threads ended. ``stragglers`` names what had to be cut. The last event."""

    at: float
    stragglers: tuple[str, ...] = ()


Event = (
    Started
    | StartFailed
    | Connected
    | DoorKnown
    | Registered
    | Renamed
    | JoinedRoom
    | LeftRoom
    | Said
    | Announced
    | BecameOperator
    | Banned
    | Unbanned
    | Left
    | Problem
    | UdpSwitched
    | Kicked
    | Muted
    | NoOperator
    | Paused
    | HandRaised
    | RoomChanged
    | Cleared
    | SettingsChanged
    | Sampled
    | Found
    | Noted
    | Reachable
    | Stopped
)


def messages(event: object) -> int:
    """How many messages in a row ``event`` is; 1 for all else."""
    return 1 + len(event.more) if type(event) is Said else 1


def one_by_one(happened: Iterable[Event]) -> Iterator[Event]:
    """The same, without messages in a row."""
    for event in happened:
        if type(event) is Said and event.more:
            for text in (event.text, *event.more):
                yield event._replace(text=text, more=())
        else:
            yield event


UNLOGGED = (Sampled, Found, Noted, Reachable)
"""Events for the window alone: no lines of the log."""
