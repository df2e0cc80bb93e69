"""Plain values that the session, the controller and the views share. Pure; a view may import this file."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from chat_tk.net.dial import Encryption


class Kind(Enum):
    """What a line in the chat area is."""

    MESSAGE = "message"
    ACTION = "action"
    NOTICE = "notice"
    INFO = "info"
    ERROR = "error"
    MOVEMENT = "movement"
    """Comings, goings and new names that followed each other, condensed."""


class Delivery(Enum):
    """How far an own line has come. Others' lines are DELIVERED."""

    UNDER_WAY = "under way"
    DELIVERED = "delivered"
    FAILED = "failed"


class Level(Enum):
    """Of what a room tells while one does not look at it."""

    USUAL = "usual"
    """As the settings say for all rooms."""
    ALL = "all"
    MENTIONS = "mentions"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Quote:
    """What a line answers.

    ``msgid``   the server's id of that message
    ``sender``  who said it, as people read it; empty: the message is not here (``text`` is empty, too)
    ``text``    its beginning, one line without formatting codes
    ``line``    the id of the line in this room, to go to; 0: it is not here
    ``nick``    the name on the wire of who said it, whose colour it has
    """

    msgid: str
    sender: str = ""
    text: str = ""
    line: int = 0
    nick: str = ""


@dataclass(frozen=True, slots=True)
class Reaction:
    """One chip below a line: the emoji or word, who reacted with it (as people read them), whether oneself did."""

    text: str
    who: tuple[str, ...]
    mine: bool = False


class Line(NamedTuple):
    """One line of the chat area. What was sent as one message of several lines is one line, with line feeds.

    A tuple, as it is made for each message: a frozen dataclass of so many fields takes five times as long.

    ``id``       unique in this session, in order of arrival
    ``room``     the key of the room it stands in
    ``at``       Unix seconds
    ``sender``   the nick; empty for INFO, ERROR and MOVEMENT
    ``name``     the sender as people read it (``irc.naming.shown_name``); empty: ``sender``
    ``text``     may hold mIRC formatting codes (``irc.markup.spans`` makes them drawable)
    ``reason``   why it failed, a sentence
    ``msgid``    the server's id of the message; empty for what has none
    ``deleted``  it was taken back: ``text`` says so, and nothing of what stood there
    ``quote``    what it answers; None: nothing
    ``reactions`` in the order in which they first came
    ``details``  of a MOVEMENT: each coming and going in a line of its own, for who wants to know
    ``bot``      a program said it
    """

    id: int
    room: str
    kind: Kind
    at: float
    text: str
    sender: str = ""
    own: bool = False
    mentions_me: bool = False
    delivery: Delivery = Delivery.DELIVERED
    reason: str = ""
    msgid: str = ""
    quote: Quote | None = None
    reactions: tuple[Reaction, ...] = ()
    details: str = ""
    name: str = ""
    bot: bool = False
    deleted: bool = False

    @property
    def who(self) -> str:
        """The sender as people read it."""
        return self.name or self.sender


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a room.

    ``prefix``   the highest of ``~&@%+`` or empty
    ``name``     as people read it; empty: the nick. It may be the same as another's, so actions take the nick
    ``status``   what they say of themselves, one line
    ``ignored``  the person wants to hear nothing from them
    """

    nick: str
    prefix: str = ""
    away: bool = False
    me: bool = False
    name: str = ""
    status: str = ""
    bot: bool = False
    ignored: bool = False

    @property
    def who(self) -> str:
        """The name as people read it."""
        return self.name or self.nick


@dataclass(frozen=True, slots=True)
class Room:
    """A channel or a private conversation as the sidebar and the header show it.

    ``key``      folded and never shown
    ``title``    what a person reads (the lobby is shown without ``#``)
    ``unread``   lines that others said and the person has not seen; ``mentions`` of them stand out
    ``typing``   who is writing there at the moment, as people read them
    ``manages``  the person may remove, ban, and give roles there
    ``may_topic`` the person may say what the room is about
    ``level``    of what it tells while nobody looks
    ``away``     the partner of a private conversation is away; ``away_text``: and says so
    ``hand``     one's own hand is raised there
    """

    key: str
    title: str
    private: bool = False
    topic: str = ""
    unread: int = 0
    mentions: int = 0
    people: int = 0
    joined: bool = True
    typing: tuple[str, ...] = ()
    manages: bool = False
    may_topic: bool = False
    level: Level = Level.USUAL
    away: bool = False
    away_text: str = ""
    hand: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect, and as whom.

    ``name``       the nick that is asked for; ``full_name`` is what the person calls itself (empty: the same)
    ``pin``        the fingerprint that the server's certificate must have (empty: any)
    ``account``    a registered name to log in to with ``account_password``; empty: none
    ``rooms``      entered as soon as we are in, beside what the server does by itself
    ``chat_id``    what tells the chat from others where it announces itself; empty where it does not
    ``chat_name``  what people call it; empty: nobody has told yet
    """

    host: str
    port: int
    name: str
    password: str = field(default="", repr=False)
    encryption: Encryption = Encryption.TRY
    pin: str = ""
    full_name: str = ""
    account: str = ""
    account_password: str = field(default="", repr=False)
    rooms: tuple[str, ...] = ()
    chat_id: str = ""
    chat_name: str = ""
