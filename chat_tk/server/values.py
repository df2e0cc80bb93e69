"""What the host's window shows: rows, lines and samples, as plain values.

The core makes them (``sampling``), the controller hands them on, the view draws them. Rule 1: no value here refers to
anything that can change; who has one may read it on any thread. Times are Unix seconds, amounts are bytes.

They are tuples with names: a frozen dataclass takes seven times as long when its module is read, and the window waits
for these.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from chat_tk.net.address import Address


class Person(NamedTuple):
    """A row of the list of people. ``nick`` is empty until the client has a name.

    ``name``      as which it is shown: ``nick``, or the same with its spaces, or both
    ``program``   what its program calls itself; empty where it does not say: then the ``door`` is what is known
    ``waiting``   bytes that it has been sent and has not read yet
    ``away``      why it is away; empty: it is here
    ``hand``      it has raised its hand
    """

    number: int
    nick: str
    host: str
    door: str
    connected_at: float
    spoke_at: float = 0.0
    messages: int = 0
    waiting: int = 0
    program: str = ""
    account: str = ""
    away: str = ""
    muted: bool = False
    operator: bool = False
    plain: bool = False
    udp: bool = False
    secure: bool = False
    hand: bool = False
    name: str = ""


class Room(NamedTuple):
    """A row of the list of rooms. ``modes`` as IRC writes them (``+mnt``); ``lobby``: it cannot be closed."""

    name: str
    topic: str = ""
    members: int = 0
    modes: str = ""
    read_only: bool = False
    lobby: bool = False


class BanKind(Enum):
    """What kind of thing is banned."""

    NAME = "name"
    ADDRESS = "address"
    BOTH = "name and address"
    MASK = "mask"


class BanRow(NamedTuple):
    """A row of the list of bans; ``what`` is what ends it (``Actions.unban``), ``who`` what people read of that.

    ``until`` 0: for ever.
    """

    what: str
    who: str
    kind: BanKind
    by: str
    at: float
    reason: str = ""
    until: float = 0.0


class Hand(NamedTuple):
    """Somebody who has raised its hand, since ``at``; the list is in that order."""

    number: int
    name: str
    at: float


class Sample(NamedTuple):
    """What the chat did in the second (or minute) that ends ``at``.

    ``messages``  a second, private ones too
    ``sent``      bytes a second, to all
    ``beat``      the longest beat of the core, in seconds
    ``waiting``   bytes that people have not read yet, at its end
    """

    at: float
    people: int
    messages: float = 0.0
    sent: float = 0.0
    beat: float = 0.0
    waiting: int = 0


class Level(Enum):
    """How much a line of the log matters."""

    TALK = "talk"
    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"


class Entry(NamedTuple):
    """A line of the log. ``kind`` is never translated (``said``, ``kicked`` …: ``describe.KINDS`` has them all).

    ``person`` is a name, empty where nobody in particular did it; ``text`` is harmless, and on one line.
    """

    at: float
    level: Level
    kind: str
    person: str
    number: int
    room: str
    text: str


class Reach(Enum):
    """Where an address leads: the likeliest for other people first."""

    NETWORK = "network"
    VPN = "vpn"
    VIRTUAL = "virtual"
    OWN = "own"


class Place(NamedTuple):
    """An address to tell people. ``link`` is for a QR code (``irc://…``, ``ircs://…`` where it is encrypted only)."""

    address: Address
    reach: Reach
    link: str


class Warned(NamedTuple):
    """Something that may keep people out, and what the host can do about it; both are sentences."""

    text: str
    remedy: str = ""


class Invitation(NamedTuple):
    """What to tell people: the chat's name, its addresses (likeliest first), the line for ``nc``.

    ``port_note`` is a sentence when the port is not the usual one. ``password``: the chat has one. ``found``:
    ChatClients on this network list it; else people have to type its address.
    """

    network: str
    places: tuple[Place, ...]
    plain: str
    port_note: str = ""
    warnings: tuple[Warned, ...] = ()
    password: bool = False
    found: bool = True


class Kind(Enum):
    """How a setting is edited."""

    TEXT = "text"
    LINES = "lines"
    SECRET = "secret"  # noqa: S105  a kind of field
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"
    FILE = "file"
    FOLDER = "folder"


class Setting(NamedTuple):
    """One setting, as ``config`` has it. ``key`` is its table and name (``server.network``).

    ``group``    the heading under which it stands; ``label`` and ``help`` are for people
    ``choices``  of a ``CHOICE``: value and label
    ``low``      with ``high`` the range of a ``NUMBER``; ``limit`` characters are the most of a text
    ``at_once``  it applies at once; otherwise when the chat is opened again
    """

    key: str
    group: str
    label: str
    kind: Kind
    value: object
    default: object
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    low: float = 0
    high: float = 0
    limit: int = 0
    at_once: bool = False


class Preset(NamedTuple):
    """Settings that fit an occasion: its name and a sentence for people, and the values by ``Setting.key``."""

    key: str
    label: str
    help: str
    values: tuple[tuple[str, object], ...]


class Field(Enum):
    """What a person types into a field of the window; ``Actions.problem`` judges it."""

    MESSAGE = "message"
    REASON = "reason"
    BAN = "ban"
    ROOM = "room"
    TOPIC = "topic"
