"""What CHATHISTORY and SEARCH ask for, read from their parameters.

Rule: what comes out is sound (times are milliseconds, limits are 1 to the most); everything else is ``InvalidError``
with the code, the context and the sentence of the draft.
Sources: IRCv3 drafts "chathistory" and "search" (pull request 496 of ircv3-specifications, and soju's text).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from chat_tk.irc.message import parse_tags

MOST: Final = 100
"""Messages that one CHATHISTORY or SEARCH brings (ISUPPORT ``CHATHISTORY``); whoever asks for more gets so many."""

_TIME: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_LONGEST_ID: Final = 100
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)


class InvalidError(ValueError):
    """Parameters that cannot be understood: ``FAIL <command> <code> <context> :<text>``."""

    def __init__(self, code: str, context: tuple[str, ...], text: str) -> None:
        super().__init__(text)
        self.code = code
        self.context = context


class Point(NamedTuple):
    """A place in the past: a message by its id, or (without one) a moment in milliseconds."""

    at: int = 0
    msgid: str = ""


class Page(NamedTuple):
    """Messages of one target. ``how`` is the subcommand; ``start`` is None for ``LATEST *``, ``end`` is BETWEEN's."""

    how: str
    target: str
    start: Point | None
    end: Point | None
    limit: int


class Targets(NamedTuple):
    """Which conversations had their latest message between two moments (milliseconds), counted from the first."""

    start: int
    end: int
    limit: int


class Search(NamedTuple):
    """Messages that fit all of this; empty and None stand for what was not asked. Moments in milliseconds."""

    text: str = ""
    place: str = ""
    sender: str = ""
    after: int | None = None
    before: int | None = None
    limit: int = MOST


_POINTS: Final = {"BEFORE": 1, "AFTER": 1, "LATEST": 1, "AROUND": 1, "BETWEEN": 2}
"""Subcommand -> how many points it takes."""


def chathistory(params: tuple[str, ...]) -> Page | Targets:
    """What CHATHISTORY asks for. Raises InvalidError."""
    how = params[0].upper()
    points = _POINTS.get(how)
    if how != "TARGETS" and points is None:
        raise InvalidError("INVALID_PARAMS", (_word(params[0]),), "Unknown command")
    wanted = 4 if points is None else 3 + points
    if len(params) < wanted:
        raise InvalidError("INVALID_PARAMS", (how,), "Insufficient parameters")
    if len(params) > wanted:
        raise InvalidError("INVALID_PARAMS", (how,), "Too many parameters")
    limit = _limit(how, params[-1])
    if points is None:
        return Targets(_moment(how, params[1]), _moment(how, params[2]), limit)
    if how == "LATEST" and params[2] == "*":
        return Page(how, params[1], None, None, limit)
    found = [_point(how, params[1], text) for text in params[2:-1]]
    return Page(how, params[1], found[0], found[1] if points > 1 else None, limit)


def search(attributes: str) -> Search:
    """What SEARCH asks for: ``in``, ``from``, ``after``, ``before``, ``text``, ``limit``, written as tags are.

    Raises InvalidError.
    """
    found = parse_tags(attributes)
    try:
        after, before = (milliseconds(found[key]) if key in found else None for key in ("after", "before"))
        limit = min(_whole(found["limit"]), MOST) if "limit" in found else MOST
    except ValueError as error:
        raise InvalidError("INVALID_PARAMS", (_word(str(error)),), "Invalid parameters") from None
    wanted = Search(found.get("text", ""), found.get("in", ""), found.get("from", ""), after, before, limit)
    if wanted[:5] == Search()[:5]:
        raise InvalidError("INVALID_PARAMS", (), "Invalid parameters: there is nothing to search for")
    return wanted


def milliseconds(text: str) -> int:
    """A moment as server-time writes it, since 1970. Raises ValueError, whose text is ``text``."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    try:
        moment = dt.datetime(*(int(part) for part in found.groups()[:6]), tzinfo=dt.UTC)  # type: ignore[arg-type, misc]
    except ValueError:
        raise ValueError(text) from None
    return (moment - _EPOCH) // _MILLISECOND + int((found[7] or "0").ljust(3, "0")[:3])


def _point(how: str, target: str, text: str) -> Point:
    kind, equals, value = text.partition("=")
    if kind == "timestamp" and equals:
        return Point(at=_moment(how, text))
    if kind == "msgid" and 0 < len(value) <= _LONGEST_ID:
        return Point(msgid=value)
    if not equals or kind in ("timestamp", "msgid"):
        raise InvalidError("INVALID_PARAMS", (how, _word(text)), "Invalid message reference")
    raise InvalidError("INVALID_MSGREFTYPE", (how, _word(target)), "Messages are found by msgid= and timestamp= only")


def _moment(how: str, text: str) -> int:
    kind, _equals, value = text.partition("=")
    try:
        if kind != "timestamp":
            raise ValueError
        return milliseconds(value)
    except ValueError:
        raise InvalidError("INVALID_PARAMS", (how, _word(text)), "Invalid timestamp") from None


def _limit(how: str, text: str) -> int:
    try:
        return min(_whole(text), MOST)
    except ValueError:
        raise InvalidError("INVALID_PARAMS", (how, _word(text)), "Invalid limit") from None


def _whole(text: str) -> int:
    """A whole number above 0. Raises ValueError, whose text is ``text``."""
    if not _NUMBER.fullmatch(text) or not int(text):
        raise ValueError(text)
    return int(text)


def _word(text: str) -> str:
    """What a client wrote, as it can stand in the context of a reply: one short word."""
    word = "".join(char for char in text if char.isprintable() and char != " ")[:_LONGEST_ID]
    return word.lstrip(":") or "*"
