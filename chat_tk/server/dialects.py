"""The same events, told in two tongues: IRC with what each reader's capabilities add, and plain text.

Rule 1: ``render`` is the only way from a told value to bytes; it runs once per profile and value, and never raises.
Rule 2: what comes out is whole lines within IRC's limits, or clean text; empty means that this reader is not told.
Sources: Modern IRC "Messages"; IRCv3 "server-time", "message-ids", "account-tag", "extended-join", "labeled-response".
"""

from __future__ import annotations

import logging
import time
from functools import lru_cache

from chat_tk.irc import caps
from chat_tk.irc.message import Message, encode, format_tags
from chat_tk.server import plain
from chat_tk.server.told import Told

_log = logging.getLogger(__name__)


def render(told: Told, profile: int) -> bytes:
    """The bytes in which readers of this ``profile`` are told; kept in ``told.rendered``."""
    line = told.rendered.get(profile)
    if line is None:
        line = told.rendered[profile] = _encode_plain(told) if profile & caps.PLAIN else _encode_irc(told, profile)
    return line


def tagged(line: bytes, tag: str, value: str) -> bytes:
    """A rendered line with one tag more, in front of those that it has."""
    if not line:
        return line
    tag_bytes = b"@" + format_tags({tag: value}).encode("utf-8", "replace")
    return tag_bytes + b";" + line[1:] if line.startswith(b"@") else tag_bytes + b" " + line


def wire_time(at: float) -> str:
    """Unix seconds as server-time writes them: UTC, with milliseconds."""
    milliseconds = round(at * 1000)
    return f"{_wire_second(milliseconds // 1000)}.{milliseconds % 1000:03d}Z"


@lru_cache(maxsize=8)
def _wire_second(at: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at))


def _encode_irc(told: Told, profile: int) -> bytes:
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


def _encode_plain(told: Told) -> bytes:
    return plain.encode(plain.tell(told.message))
