"""What is kept of what was told: a told value as a row of the history, and a row as a told value again.

Rule 1: whoever was told something reads the same bytes again: source, text, id, time, account and tags come back.
Rule 2: what is fleeting (who types) or nobody's business (who is away) is not kept.
Source: IRCv3 "chathistory" (which lines a client may be sent).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from chat_tk.irc import caps
from chat_tk.irc.message import NO_TAGS, Message, format_tags, parse_tags
from chat_tk.irc.names import fold
from chat_tk.server import several
from chat_tk.server.state import User
from chat_tk.server.told import Told

SAID: Final = 0
EVENT: Final = 1
REACTION: Final = 2
"""A TAGMSG that is no mere typing."""
GONE: Final = -1
"""Taken back: the row keeps its place among the others, so that one can page by its id, and nothing of what it said."""
RANK: Final = 2
"""Added to a rank (1 to 3): said to members of at least this rank (STATUSMSG)."""

VERBS: Final = ("PRIVMSG", "NOTICE", "TAGMSG", "JOIN", "PART", "QUIT", "NICK", "KICK", "TOPIC", "MODE")
"""The verb of a row is its place in this list: append, never reorder."""
_NUMBERS: Final = {verb: number for number, verb in enumerate(VERBS)}
_KINDS: Final = dict.fromkeys(VERBS, EVENT) | {"PRIVMSG": SAID, "NOTICE": SAID, "TAGMSG": REACTION}
_FLEETING: Final = ("+typing", "+draft/typing")
_SAYING: Final = ("PRIVMSG", "NOTICE")


class Row(NamedTuple):
    """One row as it is read. ``token`` and ``number`` make up its id (no token: none); ``at``: milliseconds."""

    id: int
    at: int
    token: str
    number: int
    verb: int
    source: str
    account: str | None
    target: str | None
    text: str | None
    tags: str | None
    room: str


class Kept(NamedTuple):
    """A message that is kept: its rows, when it was said (Unix seconds), and whose it is.

    ``account`` is empty without one, ``sender`` the user's number, 0 where it was said before this run of the server;
    ``ends``: of a private message whose both copies are (``identities``).
    """

    ids: tuple[int, ...]
    at: float
    account: str
    sender: int
    ends: tuple[str, ...]


def kind_of(told: Told, least: int = 0) -> int | None:
    """Under which kind it is kept; None: it is not. ``least``: the rank of those who are told, 0 for all."""
    kind = _KINDS.get(told.message.command)
    if kind is None or (kind == REACTION and (least or not any(tag not in _FLEETING for tag in told.client_tags))):
        return None
    return RANK + least if least else kind


def readable(capabilities: int, rank: int = 0) -> tuple[int, ...]:
    """The kinds of rows that a program with these capabilities, and a member of this rank, may be sent."""
    kinds = [SAID, *(RANK + least for least in range(1, rank + 1))]
    if capabilities & caps.EVENT_PLAYBACK:
        kinds.append(EVENT)
        if capabilities & caps.MESSAGE_TAGS:
            kinds.append(REACTION)
    return tuple(kinds)


def values(told: Told, room: str) -> tuple[int, str, str | None, str | None, tuple[str | None, ...], str | None]:
    """Verb, source, account, target (None: the room itself), the text of each row, and tags, as rows hold them."""
    message = told.message
    verb, params = message.command, message.params
    if verb in _SAYING:
        target, texts = params[0], several.texts_of(message)
    elif verb in ("QUIT", "NICK"):
        target, texts = room, params[:1]
    else:
        more = told.extended.params[1:] if told.extended else params[1:]
        target, texts = params[0], ("\n".join(more),)
    tags = _lasting(told.client_tags) if told.client_tags else None
    return (
        _NUMBERS[verb],
        message.source,
        told.account or None,
        None if target == room else target,
        texts,
        tags,
    )


def _lasting(tags: Mapping[str, str]) -> str | None:
    return format_tags({key: value for key, value in tags.items() if key not in _FLEETING}) or None


def told(row: Row) -> Told:
    """The row as what was told."""
    verb = VERBS[row.verb]
    target, text = row.target or row.room, row.text or ""
    extended = None
    if verb in _SAYING:
        params: tuple[str, ...] = (target, text)
    elif verb in ("QUIT", "NICK"):
        params = (text,)
    elif verb == "JOIN":
        params = (target,)
        extended = Message(verb, (target, *text.split("\n")), row.source)
    else:
        params = (target, *text.split("\n")) if text or verb == "TOPIC" else (target,)
    value = Told(
        Message(verb, params, row.source),
        at=row.at / 1000,
        needs=caps.MESSAGE_TAGS if verb == "TAGMSG" else 0,
        extended=extended,
        client_tags=parse_tags(row.tags) if row.tags else NO_TAGS,
        msgid=f"{row.token}-{row.number:x}" if row.token else "",
    )
    value.account = row.account or ""
    return value


def number_of(msgid: str) -> tuple[str, int]:
    """The token of the run and the number that make up an id; ``("", 0)`` for what cannot be one of this program."""
    token, _dash, number = msgid.rpartition("-")
    try:
        value = int(number, 16) if token and len(number) < 16 and number.isalnum() and number.isascii() else 0
    except ValueError:
        value = 0
    return (token, value) if value else ("", 0)


def identity(user: User, token: str) -> str:
    """Whose private conversations are these: the account's, or this one connection's of this run of the server.

    So whoever takes over a name that somebody else had inherits nothing.
    """
    return identities(user, token)[0]


def identities(user: User, token: str) -> list[str]:
    """All that this user's private conversations are kept under: what it said before it logged in is still its own."""
    connection = f"c:{token}:{user.number}"
    return [owner(user.account), connection] if user.account else [connection]


def owner(account: str) -> str:
    """What an account's private conversations are kept under."""
    return f"a:{fold(account)}"
