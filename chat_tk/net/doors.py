"""What is knocking? The first bytes of a connection tell.

Rule 1: pure.
Rule 2: nothing that a person types as a first line (a name: ``Nick Cave``, ``User 7``, ``:)``) may look like IRC.
Rule 3: nothing that a browser can be tricked into sending may look like a person.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from chat_tk.i18n import _

SILENCE: Final = 0.4
"""Seconds without a byte after which a connection is taken for plain text (the person sees a question, and types)."""
PAUSE: Final = 0.2
"""Seconds after which text without a newline counts as a message of a plain-text program."""

ENOUGH: Final = 512
"""Bytes without a word's end after which no more are waited for."""


class Door(Enum):
    """By which door a connection came in."""

    IRC = "IRC"
    PLAIN = "plain text"
    UDP = "plain text over UDP"
    TLS = "TLS"
    HTTP = "HTTP"


_IRC: Final = frozenset(
    b"CAP NICK USER PASS PING PONG QUIT JOIN PART AUTHENTICATE WEBIRC STARTTLS SERVER ERROR PRIVMSG NOTICE MODE OPER"
    b" MOTD VERSION LUSERS LIST NAMES WHO WHOIS TOPIC".split()
)
_GREETINGS: Final = frozenset(b"CAP NICK USER PASS".split())
"""With one of these every program of IRC begins (Modern IRC, "Connection Registration")."""
_HTTP: Final = frozenset(b"GET POST HEAD PUT DELETE OPTIONS CONNECT TRACE PATCH PROPFIND PRI".split())
_TLS: Final = b"\x16\x03"
"""A handshake record of any version of TLS (RFC 8446, 5.1). One byte is not enough: 0x16 is also mIRC's "reverse"."""
HALF_OPEN: Final = (_TLS[:1],)
"""What no program and no person says by itself: the rest is on its way, however long that takes."""
_LEAD: Final = re.compile(rb"[\r\n]*(?:@[^ \r\n]* +)?(?::[^ \r\n]* +)?")
_WORD: Final = re.compile(rb"([A-Za-z]+)([ \r\n])")


def knock(first: bytes) -> Door | None:
    """The door that the bytes received so far ask for; None: a few more bytes are needed to know.

    An IRC or HTTP verb in capitals, followed by a space or the line's end, is enough: every program sends them so.
    An IRC verb in small letters may also be a person's name; there the whole line must have come, and end as lines of
    IRC do, in CR LF.
    """
    if first[:2] == _TLS or first == _TLS[:1]:
        return Door.TLS if len(first) > 1 else None
    lead = _LEAD.match(first)
    rest = first[lead.end() if lead else 0 :]
    if len(first) > ENOUGH:
        return _verdict(rest) or Door.PLAIN
    unfinished_lead = rest[:1] in b":@" and b" " not in rest and b"\n" not in rest
    if unfinished_lead or any(verb.startswith(rest.upper()) for verb in _IRC | _HTTP):
        return None
    return _verdict(rest)


def knock_late(first: bytes) -> Door:
    """The door, for the first bytes that come after a silence: a person may have been asked, and shout an answer.

    ``WHO is there`` is a person then; only what programs of IRC begin with makes one.
    """
    door = knock(first) or Door.PLAIN
    word = _WORD.match(first.lstrip(b"\r\n"))
    return Door.PLAIN if door is Door.IRC and (word is None or word[1].upper() not in _GREETINGS) else door


def refusal_of_http() -> bytes:
    """What a browser shows whose person took a chat for a web site."""
    words = _("This is a chat, not a web site. Open ChatClient, and type the same address there.") + "\n"
    text = words.encode()
    head = f"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(text)}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode() + text


def _verdict(rest: bytes) -> Door | None:
    word = _WORD.match(rest)
    if not word:
        return Door.PLAIN
    verb = word[1]
    if verb in _HTTP and word[2] == b" ":
        return Door.HTTP
    if verb in _IRC:
        return Door.IRC
    if verb.upper() not in _IRC:
        return Door.PLAIN
    line, end, _more = rest.partition(b"\n")
    if not end:
        return None
    return Door.IRC if line.endswith(b"\r") else Door.PLAIN
