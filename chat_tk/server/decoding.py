"""What a client's line says: bytes in, a message or a text out. Runs on reader threads; nothing here is shared.

Rule 1: what comes out is proper text, whatever came in, so nothing but UTF-8 is ever relayed (ISUPPORT ``UTF8ONLY``).
Rule 2: what is too long comes out as ``TOO_LONG``; it is never cut, and the connection lives.
Sources: Modern IRC "Message Format", "Compatibility with incorrect software"; IRCv3 "Message Tags" (size limit),
"UTF8ONLY".
"""

from __future__ import annotations

from typing import Final

from chat_tk.irc.lines import OVERLONG
from chat_tk.irc.message import CLIENT_TAGS_LIMIT, LINE_LIMIT, MalformedLineError, Message, parse


class Mended(Message):
    """A message that was not in UTF-8, read as what it probably was; its sender is warned."""

    __slots__ = ()


TOO_LONG: Final = Message("")
"""Stands for a line that was longer than the limit."""

Item = Message | str
"""What a client said: a message of IRC, or a line of plain text."""


def read_irc(line: bytes) -> Item | None:
    """The message in a line; None for what is no command at all."""
    if (len(line) > LINE_LIMIT - 2 or line == OVERLONG) and _is_too_long(line):
        return TOO_LONG
    try:
        return parse(line.decode())
    except UnicodeDecodeError:
        return _mend(*_cut(line))
    except MalformedLineError:
        return None


def _is_too_long(line: bytes) -> bool:
    tags, body = _cut(line)
    return line == OVERLONG or len(body) > LINE_LIMIT - 2 or len(tags) > CLIENT_TAGS_LIMIT + 1


def _cut(line: bytes) -> tuple[bytes, bytes]:
    """A line's tags, with their sign, and the rest."""
    tags, _space, body = line.partition(b" ") if line[:1] == b"@" else (b"", b"", line)
    return tags, body


def read_plain(line: bytes) -> Item | None:
    """The text of a line."""
    return TOO_LONG if line == OVERLONG else decode(line)


def decode(line: bytes) -> str:
    """UTF-8; what is none comes from an old program and is read as Windows' western code page: umlauts survive."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _mend(tags: bytes, body: bytes) -> Message | None:
    """A message that is not in UTF-8: tags that are not are dropped, for nothing may be put in their place."""
    kept = b";".join(tag for tag in tags[1:].split(b";") if _is_utf8(tag))
    start = f"@{kept.decode()} " if kept else ""
    try:
        return Mended(*parse(start + decode(body)))
    except MalformedLineError:
        return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
