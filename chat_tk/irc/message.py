"""A line of IRC as a value: parse what came in, format what goes out.

Rule 1: what is parsed and formatted again is the same message.
Rule 2: nothing that comes out of here contains CR, LF or NUL, whatever came in.
Sources: Modern IRC "Message Format"; IRCv3 "Message Tags" (escaping, sizes).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from chat_tk.irc.numerics import BY_CODE

LINE_LIMIT: Final = 512
"""Bytes of a line without its tags, CR LF included (Modern IRC, "Messages")."""
TAGS_LIMIT: Final = 8191
"""Bytes of the tags that a server may send, ``@`` and the space behind them included (IRCv3 "Message Tags")."""
CLIENT_TAGS_LIMIT: Final = 4094
"""Bytes of tag data that a client may send, without ``@`` and the space behind them."""

NO_TAGS: Final[Mapping[str, str]] = MappingProxyType({})

_TEXT_AT: Final[dict[str, int]] = {
    "AWAY": 0, "ERROR": 0, "PING": 0, "QUIT": 0, "SETNAME": 0, "WALLOPS": 0,
    "KILL": 1, "NOTICE": 1, "PART": 1, "PONG": 1, "PRIVMSG": 1, "TOPIC": 1,
    "JOIN": 2, "KICK": 2, "USER": 3,
    **{row.code: row.text_at for row in BY_CODE.values() if row.text_at is not None},
}  # fmt: skip
"""Verb -> the parameter that people read. It is the last one and always has its colon: simple programs look for it."""

_COMMAND = re.compile("[0-9]{3}|[A-Za-z][A-Za-z_]*")  # "_" stands in no verb, but who tries one is to be answered
_UNSAFE = re.compile("[\r\n\0]")
_UNSAFE_IN_KEY = re.compile("[\r\n\0 ;=]")
_TAG_ESCAPES = {";": r"\:", " ": r"\s", "\\": r"\\", "\r": r"\r", "\n": r"\n", "\0": ""}
_TAG_UNESCAPES = {":": ";", "s": " ", "\\": "\\", "r": "\r", "n": "\n"}
_TO_ESCAPE = re.compile(r"[; \\\r\n\0]")
_ESCAPED = re.compile(r"\\(.?)", re.DOTALL)


class MalformedLineError(ValueError):
    """A line that is no IRC message; its text says what is missing."""


class Message(NamedTuple):
    """One IRC message.

    ``command`` is in capitals; ``source`` is ``nick!user@host``, a server's name or empty; tag values are unescaped.
    """

    command: str
    params: tuple[str, ...] = ()
    source: str = ""
    tags: Mapping[str, str] = NO_TAGS

    @property
    def nick(self) -> str:
        """The nick of the source, or the whole source when it is a server."""
        return self.source.partition("!")[0]

    def param(self, index: int, default: str = "") -> str:
        """The parameter at ``index``, or ``default`` where the sender left it out."""
        return self.params[index] if index < len(self.params) else default


def parse(line: str) -> Message:
    """The message in ``line`` (its CR LF may be there or not).

    Raises MalformedLineError when there is no command.
    """
    rest = line.rstrip("\r\n")
    if "\r" in rest or "\n" in rest or "\0" in rest:
        rest = _UNSAFE.sub(" ", rest)
    tags: Mapping[str, str] = NO_TAGS
    source = ""
    if rest[:1] == "@":
        data, _space, rest = rest[1:].partition(" ")
        tags = parse_tags(data) or NO_TAGS
        rest = rest.lstrip(" ")
    if rest[:1] == ":":
        source, _space, rest = rest[1:].partition(" ")
    head, colon, trailing = rest.partition(" :")
    command, params = _before_text(head)
    params = (*params, trailing) if colon else params
    return tuple.__new__(Message, (command, params, source, tags))  # in half the time of ``Message(...)``


@lru_cache(maxsize=512)
def _before_text(head: str) -> tuple[str, tuple[str, ...]]:
    """Command and parameters; kept, for most of what is ever said begins like what was said a moment ago."""
    words = head.split(" ")
    if "" in words:
        words = [word for word in words if word] or [""]
    command = words[0]
    if not command.isascii() or not (command.isalpha() or _COMMAND.fullmatch(command)):
        raise MalformedLineError(f"no command in {head[:80]!r}")
    return command.upper(), tuple(words[1:])


def parse_tags(data: str) -> dict[str, str]:
    """The tags in ``a=1;+b`` as a dictionary; the last of equal keys counts."""
    tags = {}
    for item in data.split(";"):
        key, _equals, value = item.partition("=")
        if key:
            tags[key] = _ESCAPED.sub(_unescape, value) if "\\" in value else value
    return tags


def format_tags(tags: Mapping[str, str]) -> str:
    """``tags`` as they stand between ``@`` and the space, values escaped; one whose key is none is left out."""
    return ";".join([_format_tag(key, value) for key, value in tags.items() if key and not _UNSAFE_IN_KEY.search(key)])


def format_message(message: Message) -> str:
    """``message`` as a line without its CR LF; CR, LF and NUL in its parameters become spaces.

    Raises ValueError when a parameter that is not the last one cannot stand there.
    """
    command, params, source, tags = message
    line = f":{source} {command}" if source else command
    if tags and (formatted := format_tags(tags)):
        line = f"@{formatted} {line}"
    if len(params) == 2 and (command == "PRIVMSG" or command == "NOTICE") and _is_word(params[0]):
        line = f"{line} {params[0]} :{params[1]}"  # nearly all that is ever formatted
    elif params:
        *middle, last = params
        for param in middle:
            if not _is_word(param):
                raise ValueError(f"{param!r} can only be the last parameter of {command}")
            line = f"{line} {param}"
        needs_colon = not last or last[0] == ":" or " " in last or len(middle) == _TEXT_AT.get(command)
        line = f"{line} :{last}" if needs_colon else f"{line} {last}"
    return format_message(_harmless(message)) if "\r" in line or "\n" in line or "\0" in line else line


def encode(message: Message, *, tags_limit: int = TAGS_LIMIT) -> bytes:
    """``message`` as the bytes of one line with CR LF, made to fit: the text is cut between characters, tags go whole.

    A client gives ``CLIENT_TAGS_LIMIT + 2`` as ``tags_limit``. Raises ValueError as ``format_message`` does.
    """
    if not message.tags:
        line = format_message(message).encode("utf-8", "replace")
        return (line if len(line) <= LINE_LIMIT - 2 else cut(line, LINE_LIMIT - 2)) + b"\r\n"
    line = cut(format_message(message._replace(tags=NO_TAGS)).encode("utf-8", "replace"), LINE_LIMIT - 2)
    tags = format_tags(message.tags).encode("utf-8", "replace")
    if len(tags) > tags_limit - 2:
        tags = _first_that_fit(tags, tags_limit - 2)
    return b"@%b %b\r\n" % (tags, line) if tags else line + b"\r\n"


def _first_that_fit(tags: bytes, limit: int) -> bytes:
    """The tags of at most ``limit`` bytes together: each that still fits is taken, in their order."""
    kept: list[bytes] = []
    room = limit + 1
    for tag in tags.split(b";"):
        if len(tag) < room:
            kept.append(tag)
            room -= len(tag) + 1
    return b";".join(kept)


def cut(data: bytes, limit: int) -> bytes:
    """At most ``limit`` bytes of ``data``, not ending within a UTF-8 character."""
    if len(data) <= limit:
        return data
    while limit and data[limit] & 0xC0 == 0x80:
        limit -= 1
    return data[:limit]


def _is_word(param: str) -> bool:
    """Whether it can stand before other parameters."""
    return param != "" and param[0] != ":" and " " not in param


def _harmless(message: Message) -> Message:
    """``message`` without CR, LF and NUL, replaced before it is judged what needs a colon."""
    params = tuple([_UNSAFE.sub(" ", param) for param in message.params])
    return Message(_UNSAFE.sub("", message.command), params, _UNSAFE.sub("", message.source), message.tags)


def _format_tag(key: str, value: str) -> str:
    return f"{key}={_TO_ESCAPE.sub(_escape, value)}" if value else key


def _escape(match: re.Match[str]) -> str:
    return _TAG_ESCAPES[match[0]]


def _unescape(match: re.Match[str]) -> str:
    return _TAG_UNESCAPES.get(match[1], match[1])
