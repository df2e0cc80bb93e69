"""What the client's parts tell each other: plain values.

The first group comes from the connection thread (``ChatClient``) through a queue to the controller; the second is what
``Session.apply`` returns: changes, in order, that the controller shows or carries out.
"""

from __future__ import annotations

from dataclasses import dataclass

from chat_tk.client.details import Abilities, Found, Invitation, PersonDetails, RoomList
from chat_tk.client.values import Line, Room
from chat_tk.irc.message import Message
from chat_tk.net.dial import Failure as Failure  # noqa: PLC0414  part of these events

# --- from the connection thread ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConnectionMade:
    """The socket is connected; registration can begin.

    ``fingerprint``: that of the server's certificate; empty: the connection is not encrypted.
    ``number``: where it leads to, as a number; empty: nobody knows.
    """

    fingerprint: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ConnectFailed:
    """No connection; ``detail`` is the operating system's own word, for the log.

    ``fingerprint``: that of the certificate, when it is another one than it was.
    """

    failure: Failure
    detail: str
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """Messages that came together, in order."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ConnectionLost:
    """The connection is over; ``by_server``: the other side ended it in an orderly way; ``detail``: for the log."""

    by_server: bool
    detail: str


ModelEvent = ConnectionMade | ConnectFailed | Received | ConnectionLost

# --- from the session ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Send:
    """The controller hands this to the connection."""

    message: Message


@dataclass(frozen=True, slots=True)
class Welcomed:
    """Registration is complete; ``nick`` is the one that the server gave."""

    nick: str
    network: str


@dataclass(frozen=True, slots=True)
class RegistrationRefused:
    """The server does not let us in; ``problem`` is a sentence with the next step.

    ``password``: the next step is to type the chat's password; ``account``: that of one's registered name.
    ``again``: the same may well succeed in a moment.
    """

    problem: str
    password: bool = False
    again: bool = False
    account: bool = False


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """A room is there (joined, or a private conversation that began)."""

    room: Room


@dataclass(frozen=True, slots=True)
class RoomMoved:
    """A room is called something else, and has another key than ``was``; what was said there stays."""

    was: str
    room: Room


@dataclass(frozen=True, slots=True)
class RoomChanged:
    """Title, topic, counts or membership of a room changed."""

    room: Room


@dataclass(frozen=True, slots=True)
class RoomClosed:
    """A room is no more."""

    key: str


@dataclass(frozen=True, slots=True)
class MembersChanged:
    """Somebody came, went, or is to be shown anew in this room (``Session.members`` tells all)."""

    key: str


@dataclass(frozen=True, slots=True)
class LinesAdded:
    """New lines, each at the end of its room, in the order in which they came."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LinesFound:
    """Earlier lines of a room have come, in order; they stand above all that was there."""

    key: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LinesMoved:
    """Lines of a room came to stand between others, or went: the room is to be shown anew."""

    key: str


@dataclass(frozen=True, slots=True)
class NewFrom:
    """What stands in a room from this line on was said while the person was away."""

    key: str
    line: int


@dataclass(frozen=True, slots=True)
class LineChanged:
    """A line got a new state (delivered, failed, deleted) or text; same ``id``."""

    line: Line


@dataclass(frozen=True, slots=True)
class NickChanged:
    """One's own name is another now."""

    nick: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The server said why it ends the connection (ERROR, KILL); a sentence for the message box that follows.

    ``network``: it says only that it did not hear from us, so it was the network that broke.
    """

    reason: str
    network: bool = False


@dataclass(frozen=True, slots=True)
class EntryRefused:
    """The server does not let us into this room (its key); a line says why. ``password``: it wants the right one."""

    key: str
    title: str = ""
    password: bool = False


@dataclass(frozen=True, slots=True)
class AbilitiesChanged:
    """What this chat can do is known, or is another now."""

    abilities: Abilities


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Who somebody is, as was asked."""

    person: PersonDetails


@dataclass(frozen=True, slots=True)
class RoomsListed:
    """The rooms of this chat, as far as they have come."""

    rooms: RoomList


@dataclass(frozen=True, slots=True)
class LinesSought:
    """What a search brought."""

    found: Found


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody invites the person into a room."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class AwayChanged:
    """Oneself is away with this text, or here again (None)."""

    text: str | None


@dataclass(frozen=True, slots=True)
class LineReached:
    """A line that was to be gone to is here now, with what stands around it."""

    line: Line


Answer = AbilitiesChanged | PersonFound | RoomsListed | LinesSought | Invited | AwayChanged | LineReached

Change = (
    Send
    | Welcomed
    | RegistrationRefused
    | RoomOpened
    | RoomMoved
    | RoomChanged
    | RoomClosed
    | MembersChanged
    | LinesAdded
    | LinesFound
    | LinesMoved
    | NewFrom
    | LineChanged
    | NickChanged
    | EntryRefused
    | Ended
    | Answer
)
