"""Plain values that the session, the controller and the views share. Pure; a view may import this file."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from chat_tk.net.dial import Encryption


class Kind(Enum):
    """What a line in the chat area is."""

    MESSAGE = "message"
    ACTION = "action"
    NOTICE = "notice"
    INFO = "info"
    ERROR = "error"


class Delivery(Enum):
    """How far an own line has come. Others' lines are DELIVERED."""

    UNDER_WAY = "under way"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chat area. What was sent as one message of several lines is one line, with line feeds.

    ``id``       unique in this session, in order of arrival
    ``room``     the key of the room it stands in
    ``at``       Unix seconds
    ``sender``   the nick; empty for INFO and ERROR
    ``text``     may hold mIRC formatting codes (``irc.markup.spans`` makes them drawable)
    ``reason``   why it failed, a sentence
    ``msgid``    the server's id of the message; empty for what has none
    ``deleted``  it was taken back: ``text`` says so, and nothing of what stood there
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
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a room; ``prefix`` is the highest of ``~&@%+`` or empty."""

    nick: str
    prefix: str = ""
    away: bool = False
    me: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A channel or a private conversation as the sidebar and the header show it.

    ``key`` is folded and never shown; ``title`` is what a person reads (the lobby is shown without ``#``).
    """

    key: str
    title: str
    private: bool = False
    topic: str = ""
    unread: int = 0
    mentions: int = 0
    people: int = 0
    joined: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect, and as whom.

    ``name``       the nick that is asked for; ``full_name`` is what the person calls itself (empty: the same)
    ``pin``        the fingerprint that the server's certificate must have (empty: any)
    ``account``    a registered name to log in to with ``account_password``; empty: none
    ``rooms``      entered as soon as we are in, beside what the server does by itself
    ``chat_id``    what the chat calls itself where it announces itself; empty where it does not
    """

    host: str
    port: int
    name: str
    password: str = field(default="", repr=False)
    encryption: Encryption = Encryption.NEVER
    pin: str = ""
    full_name: str = ""
    account: str = ""
    account_password: str = field(default="", repr=False)
    rooms: tuple[str, ...] = ()
    chat_id: str = ""
