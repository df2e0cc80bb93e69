"""What a server says about itself in 005: tokens to lines, and received tokens to values one can rely on.

Rule: a missing, broken or hostile value is never an error; the value that the specification (or else caution) has by
default stands in its place.
Source: Modern IRC "Feature Advertisement" and "RPL_ISUPPORT Parameters".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from chat_tk.irc.modes import ModeKinds

TOKENS_A_LINE: Final = 13
"""Tokens of one 005 line: with the nick and the text that makes 15 parameters, as many as a line may have."""
BYTES_A_LINE: Final = 300
"""Bytes of the tokens of one 005 line: a line of 512 has room for the longest names and the text beside them."""
NO_LIMIT: Final = 0
"""Stands for a length or number that the server does not limit, or tells nothing about."""

_MOST_TOKENS = 300
_LONGEST_VALUE = 400
_LARGEST_NUMBER = 1_000_000
_NAME = re.compile("[A-Z0-9]{1,40}")
_PREFIX = re.compile(r"\(([A-Za-z]{0,16})\)([!-~]{0,16})")
_ESCAPED = re.compile(r"\\x([0-9A-Fa-f]{2})")
_TO_ESCAPE = re.compile(r"[\\= \x00-\x1f\x7f]")
_CASEMAPPINGS = ("rfc1459", "ascii", "rfc1459-strict", "rfc7613")


def format_tokens(tokens: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    r"""The words of each 005 line for ``tokens`` (name -> value, empty for none); a space becomes ``\x20``."""
    line: list[str] = []
    size = 0
    for name, value in tokens.items():
        word = f"{name}={_TO_ESCAPE.sub(_escape, value)}" if value else name
        weight = len(word.encode("utf-8", "replace")) + 1
        if line and (len(line) == TOKENS_A_LINE or size + weight > BYTES_A_LINE):
            yield tuple(line)
            line, size = [], 0
        line.append(word)
        size += weight
    if line:
        yield tuple(line)


class ISupport:
    """What is known of one server. Before its first 005, and for what it leaves out, the defaults hold."""

    def __init__(self) -> None:
        self._tokens: dict[str, str] = {}
        self._read()

    def update(self, words: Iterable[str]) -> None:
        """Take in the tokens of a 005 line (its parameters without the nick and the text); ``-NAME`` takes one back."""
        for word in words:
            name, _equals, value = word.partition("=")
            if name.startswith("-"):
                self._tokens.pop(name[1:], None)
            elif _NAME.fullmatch(name) and (name in self._tokens or len(self._tokens) < _MOST_TOKENS):
                self._tokens[name] = _ESCAPED.sub(_unescape, value[:_LONGEST_VALUE])
        self._read()

    def __contains__(self, name: str) -> bool:
        """Whether the server named this token."""
        return name in self._tokens

    def text(self, name: str, default: str = "") -> str:
        """The value of a token, ``default`` when the server did not name it."""
        return self._tokens.get(name, default)

    def number(self, name: str, default: int = NO_LIMIT) -> int:
        """The value of a token that is a number above 0; ``default`` when it is missing or no such number."""
        value = self._tokens.get(name, "")
        plain = value.isascii() and value.isdigit() and len(value) < 10 and int(value) > 0
        return min(int(value), _LARGEST_NUMBER) if plain else default

    @property
    def casemapping(self) -> str:
        """Which letters this server holds for the same."""
        value = self.text("CASEMAPPING").lower()
        return value if value in _CASEMAPPINGS else _CASEMAPPINGS[0]

    @property
    def network(self) -> str:
        """The name that people know the network by; may be empty."""
        return "".join(filter(str.isprintable, self.text("NETWORK"))).strip()

    @property
    def modes_per_command(self) -> int:
        """How many changes with an argument one MODE may have."""
        return NO_LIMIT if self._tokens.get("MODES") == "" else self.number("MODES", 3)

    def prefix_of(self, letter: str) -> str:
        """The sign of a member's mode (``o`` -> ``@``), empty when ``letter`` is no such mode."""
        return self._signs.get(letter, "")

    def letter_of(self, prefix: str) -> str:
        """The mode letter of a sign, empty when it is none."""
        return next((letter for letter, sign in self._signs.items() if sign == prefix), "")

    def is_channel(self, name: str) -> bool:
        """Whether ``name`` is a channel on this server (and not a nick)."""
        return bool(name) and name[0] in self.channel_types

    def _read(self) -> None:
        """Work out once what is asked for with every line."""
        self._signs = _signs(self.text("PREFIX", "(ov)@+"))
        self.prefixes = "".join(self._signs.values())
        """The signs of members, the highest rank first."""
        self.channel_types = "".join(c for c in self.text("CHANTYPES", "#&") if _is_sign(c) and c not in self.prefixes)
        """The characters that a channel's name can start with."""
        self.statusmsg = "".join(sign for sign in self.prefixes if sign in self.text("STATUSMSG"))
        """The signs that may stand before a channel's name to reach only those ranks."""
        kinds = [_letters(kind) for kind in self.text("CHANMODES", "beI,k,l,imnpst").split(",")] + [""] * 4
        self.mode_kinds = ModeKinds(kinds[0], kinds[1], kinds[2], kinds[3], "".join(self._signs))
        """Which modes take which arguments."""


def _signs(value: str) -> dict[str, str]:
    """Mode letter -> sign, in the order of rank; the default when ``value`` is no such table (empty is one)."""
    found = _PREFIX.fullmatch(value)
    if value and (not found or len(found[1]) != len(found[2]) or not all(map(_is_sign, found[2]))):
        return {"o": "@", "v": "+"}
    return dict(zip(found[1], found[2], strict=True)) if found else {}


def _is_sign(char: str) -> bool:
    return char.isascii() and char.isprintable() and not char.isalnum() and char not in " ,:"


def _letters(kind: str) -> str:
    return "".join(char for char in kind if char.isascii() and char.isalpha())


def _escape(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02X}"


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
