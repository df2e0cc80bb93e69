"""Masks such as ``*!*@10.0.0.?``: patterns for ``nick!user@host``.

Rule 1: ``*`` is any text, ``?`` any one character, a backslash takes the meaning from the next of these three.
Rule 2: names in masks are the same as ``names.fold`` says they are.
Rule 3: no mask is slow: the work is at most its length times that of the text, for what a star took is never given back
(without that, a few dozen stars are enough to stop a server).
Sources: Modern IRC "Wildcard Expressions"; "Ban Channel Mode".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from chat_tk.irc.names import fold

ANYBODY: Final = "*!*@*"

_PART = re.compile(r"\\[*?\\]|\*+|.", re.DOTALL)


def matches(mask: str, text: str) -> bool:
    """Whether ``text`` (a ``nick!user@host``, a name) is as ``mask`` says, from its first to its last character."""
    return _pattern(mask).fullmatch(fold(text)) is not None


def normalise(mask: str) -> str:
    """``mask`` as a whole ``nick!user@host``: ``bob`` becomes ``bob!*@*``, ``ann@host`` and ``10.0.0.1`` a host.

    What is left out becomes ``*``; a lone word with a dot or a colon is a host, for no nick has one.
    """
    before_host, at, host = mask.rpartition("@")
    nick, bang, user = (before_host if at else mask).partition("!")
    if not at and not bang and ("." in mask or ":" in mask):
        nick, host = "", mask
    elif at and not bang:
        nick, user = "", nick
    elif not at:
        host = ""
    whole = f"{nick or '*'}!{user or '*'}@{host or '*'}"
    return re.sub(r"(?<!\\)\*{2,}", "*", whole)


@lru_cache(maxsize=1024)
def _pattern(mask: str) -> re.Pattern[str]:
    """A regular expression of escaped letters only; each stretch between stars is an atomic group (Rule 3)."""
    stretches = [""]
    for part in _PART.findall(fold(mask)):
        if part[0] == "*":
            stretches.append("")
        else:
            stretches[-1] += "." if part == "?" else re.escape(part[-1])
    first, *middle = stretches
    if not middle:
        return re.compile(first, re.DOTALL)
    last = middle.pop()
    searched = "".join([f"(?>.*?{stretch})" for stretch in middle if stretch])
    return re.compile(f"{first}{searched}.*{last}", re.DOTALL)
