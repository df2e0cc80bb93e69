"""The same events, told in two tongues: IRC with what each reader's capabilities add, and plain text.

Rule 1: ``render`` is the only way from a told value to bytes; it runs once per profile and value, and never raises.
Rule 2: what comes out is whole lines within IRC's limits, or clean text; empty means that this reader is not told.
Sources: Modern IRC "Messages"; IRCv3 "server-time", "message-ids", "account-tag", "extended-join", "labeled-response".
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from functools import lru_cache

from chat_tk.irc import caps
from chat_tk.irc.message import Message, encode, format_tags
from chat_tk.irc.multiline import CAPABILITY, CONCAT, Part, is_packed, unpacked
from chat_tk.server import plain, several
from chat_tk.server.state import User
from chat_tk.server.told import Told

_log = logging.getLogger(__name__)

_OF_LINES = ("PRIVMSG", "NOTICE")
_LINES = "lines"  # opened and closed in one piece, so no two of this name are ever open
_INNER = "past"  # as well
_ON_EACH = caps.PLAIN | caps.SERVER_TIME | caps.ACCOUNT_TAG | caps.MESSAGE_TAGS
"""Where each of several messages in a row has to be looked at."""


def render(told: Told, profile: int) -> bytes:
    """The bytes in which readers of this ``profile`` are told; kept in ``told.rendered``."""
    line = told.rendered.get(profile)
    if line is None:
        if type(told.message) is several.Several:
            line = _encode_several(told, profile)
        else:
            line = _encode_plain(told) if profile & caps.PLAIN else _encode_irc(told, profile)
        told.rendered[profile] = line
    return line


def tagged(line: bytes, tag: str, value: str) -> bytes:
    """A rendered line with one tag more, in front of those that it has."""
    if not line:
        return line
    if tag == "batch" and line.find(b"\n") != len(line) - 1:  # a message of several lines
        first, *inside, last = line.splitlines(keepends=True)
        if not _is_batch(line):  # the lines within have their batch's tag; its start and end "both MUST have" this one
            inside = [tagged(each, tag, value) for each in inside]
        return b"".join([tagged(first, tag, value), *inside, tagged(last, tag, value)])
    tag_bytes = b"@" + format_tags({tag: value}).encode("utf-8", "replace")
    return tag_bytes + b";" + line[1:] if line.startswith(b"@") else tag_bytes + b" " + line


def batched(start: Told, lines: Iterable[Told], user: User) -> list[bytes]:
    """The lines within a batch, as ``user`` reads them; without that capability the lines alone.

    ``start`` is the message that opens it: ``BATCH``, with its type and parameters, its name left out.
    """
    if not user.capabilities & caps.BATCH:
        return [line for told in lines if told.reaches(user) and (line := render(told, user.profile))]
    inside = [line for told in lines if told.reaches(user) and (line := in_batch(told, user.profile))]
    opens, source = start.message, start.message.source
    ends = [Message("BATCH", params, source) for params in (("+" + _INNER, *opens.params), ("-" + _INNER,))]
    first, last = [render(Told(message, at=start.at), user.profile) for message in ends]
    return [first, *inside, last]


def in_batch(told: Told, profile: int) -> bytes:
    """The same as ``render``, within a batch of ``batched``; kept too, so that another thread can do it beforehand."""
    key = ~profile  # below 0: no profile's
    line = told.rendered.get(key)
    if line is None:
        line = told.rendered[key] = tagged(render(told, profile), "batch", _INNER)
    return line


def _is_batch(lines: bytes) -> bool:
    """Whether these are the lines of a batch."""
    return lines.split(b" ", 3)[lines.startswith(b"@") + 1] == b"BATCH"


def wire_time(at: float) -> str:
    """Unix seconds as server-time writes them: UTC, with milliseconds."""
    milliseconds = round(at * 1000)
    return f"{_wire_second(milliseconds // 1000)}.{milliseconds % 1000:03d}Z"


@lru_cache(maxsize=8)
def _wire_second(at: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at))


def _encode_several(told: Told, profile: int) -> bytes:
    if profile & _ON_EACH:
        return b"".join([render(one, profile) for one in told.each()])
    return several.encoded(told.message)


def _encode_irc(told: Told, profile: int) -> bytes:
    message = told.message
    if message.command in _OF_LINES and is_packed(message.params[-1]):
        return _encode_lines(told, profile)
    extended = profile & caps.EXTENDED_JOIN if told.extended else 0
    body = told.rendered.get(extended)
    if body is None:
        body = told.rendered[extended] = _encode_body(told.extended if extended and told.extended else told.message)
    return _tags(told, profile) + body if profile != extended and body else body


def _encode_body(message: Message) -> bytes:
    try:
        return encode(message)
    except ValueError:
        _log.exception("A line that cannot be sent was left out: %r", message)
        return b""


def _tags(told: Told, profile: int) -> bytes:
    tags = []
    if profile & caps.SERVER_TIME:
        tags.append(f"time={wire_time(told.at)}")
    if profile & caps.ACCOUNT_TAG and told.account:
        tags.append(format_tags({"account": told.account}))
    if profile & caps.MESSAGE_TAGS:
        if told.msgid:
            tags.append(f"msgid={told.msgid}")
        if told.client_tags:
            tags.append(format_tags(told.client_tags).replace("\0", ""))
    return f"@{';'.join(tags)} ".encode("utf-8", "replace") if tags else b""


def _encode_lines(told: Told, profile: int) -> bytes:
    """A message of several lines: as a batch, or as messages of their own without the blank ones.

    Source: IRCv3 draft "multiline" (Fallback): the id stands on the first of them alone.
    """
    parts = _messages(told.message)
    if profile & caps.LINES:
        start = Message("BATCH", ("+" + _LINES, CAPABILITY, told.message.params[0]), told.message.source)
        inside = [
            (f"@batch={_LINES};{CONCAT} " if part.concat else f"@batch={_LINES} ").encode() + _encode_body(message)
            for part, message in parts
        ]
        end = Message("BATCH", ("-" + _LINES,), told.message.source)
        return b"".join([_tags(told, profile) + _encode_body(start), *inside, _encode_body(end)])
    first, *others = [_encode_body(message) for part, message in parts if part.text.strip()] or [b""]
    more = _tags(told, profile & ~caps.MESSAGE_TAGS)
    return b"".join([_tags(told, profile) + first, *[more + other for other in others]]) if first else b""


def _messages(message: Message) -> list[tuple[Part, Message]]:
    """A message of several lines, one by one."""
    return [(part, message._replace(params=(*message.params[:-1], part.text))) for part in unpacked(message.params[-1])]


def _encode_plain(told: Told) -> bytes:
    message = told.message
    if message.command in _OF_LINES and is_packed(message.params[-1]):
        return b"".join([plain.encode(plain.tell(each)) for part, each in _messages(message) if part.text.strip()])
    return plain.encode(plain.tell(message))
