"""Plain values behind what a person asks for: who somebody is, which rooms there are, what was found. Pure.

A view may import this file. All texts are harmless (``irc.markup.plain``) unless it is said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from chat_tk.client.values import Line


@dataclass(frozen=True, slots=True)
class Abilities:
    """What this chat can do; what it cannot is not offered.

    ``replies``     a message can answer another one (sent as tags)
    ``reactions``   ... and have reactions
    ``typing``      who is writing is told to the others
    ``deleting``    one's own messages can be taken back; ``delete_others``: also others', where one manages the room
    ``multiline``   a message can have several lines
    ``search``      the server can be asked for what was said
    ``history``     what was said before can be fetched
    ``read_marks``  one's other programs know what was read
    ``status``      one can say a line about oneself; ``display_name``: and be shown under one's full name
    ``hands``       one can raise one's hand
    ``roles``       the signs of the roles that can be given, the most powerful first (``~&@%+``)
    ``list_filter`` the list of rooms can be narrowed by the server
    """

    replies: bool = False
    reactions: bool = False
    typing: bool = False
    deleting: bool = False
    delete_others: bool = False
    multiline: bool = False
    search: bool = False
    history: bool = False
    read_marks: bool = False
    status: bool = False
    display_name: bool = False
    hands: bool = False
    roles: str = "@+"
    list_filter: bool = False


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """Who somebody is, collected from all that the server answers.

    ``shared``     rooms that both are in, as titles
    ``idle``       seconds since they last wrote; -1: unknown. ``since`` and ``at``: Unix seconds; 0: unknown
    ``notes``      what else the server says, each a sentence
    ``found``      False: nobody of this name is here
    ``ignored``, ``manages``  whether they are ignored; whether the person may remove them from the room that is shown
    ``avatar``     an http or https address of a picture, never fetched without a click
    """

    nick: str
    name: str = ""
    full_name: str = ""
    status: str = ""
    address: str = ""
    account: str = ""
    away: bool = False
    away_text: str = ""
    keeps_order: bool = False
    bot: bool = False
    encrypted: bool = False
    server: str = ""
    idle: int = -1
    since: float = 0.0
    rooms: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    avatar: str = ""
    found: bool = True
    me: bool = False
    ignored: bool = False
    manages: bool = False


@dataclass(frozen=True, slots=True)
class RoomOffer:
    """A room that one could enter; ``name`` goes back to ``Actions.join``, ``title`` is what a person reads."""

    name: str
    title: str
    people: int
    topic: str = ""
    joined: bool = False


@dataclass(frozen=True, slots=True)
class RoomList:
    """The rooms of this chat, as far as they have come: told again, whole, while it grows, and once at its end.

    ``complete``  no more will come; ``cut``: there are more than are kept
    """

    rooms: tuple[RoomOffer, ...]
    complete: bool
    cut: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: lines (``Line.room`` is the key of their room), the newest first.

    ``title``     of each room by its key, for what was found in several
    ``on_server`` the server was asked; else only what is here was looked through
    ``complete``  no more will come
    ``problem``   a sentence, when it could not be done
    """

    text: str
    lines: tuple[Line, ...]
    titles: tuple[tuple[str, str], ...] = ()
    on_server: bool = False
    complete: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody invites the person into a room; ``name`` goes to ``Actions.join``."""

    name: str
    title: str
    sender: str


class Phase(Enum):
    """How it stands with the connection."""

    JOINING = "joining"
    HERE = "here"
    BROKEN = "broken"
    WAITING = "waiting"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Link:
    """The connection, in words for a person.

    ``words``        a sentence; empty while all is well
    ``seconds``      until the next try, while ``phase`` is WAITING
    ``encrypted``    show a lock
    ``fingerprint``  of the server's certificate, as words that two people can compare aloud; empty without
    """

    phase: Phase
    words: str = ""
    seconds: int = 0
    encrypted: bool = False
    fingerprint: str = ""

    @property
    def broken(self) -> bool:
        """Whether there was a connection and there is none: nobody knows who is there now."""
        return self.phase in (Phase.BROKEN, Phase.WAITING, Phase.OVER)


@dataclass(frozen=True, slots=True)
class WireLine:
    """A line as it went over the wire, for the network log. ``text`` is raw but harmless; passwords are left out."""

    at: float
    sent: bool
    text: str


@dataclass(frozen=True, slots=True)
class Alert:
    """The person should hear of this line now: how, is decided already.

    ``key``      of the room to show on a click
    ``title``    who, and where; ``text``: what, short
    """

    key: str
    title: str
    text: str
    popup: bool = True
    flash: bool = True
    sound: bool = True
