"""Numerics as rows: each is written once, here, and nowhere is its text typed again.

A row's ``text`` is the format of what follows the nick: ``{0}``, ``{1}`` … are the parameters given to ``fill``; the part after `` :`` is the
trailing parameter. Source: Modern IRC "Numerics", RFC 2812 section 5 where that is silent.
"""

from __future__ import annotations

from typing import NamedTuple


class Numeric(NamedTuple):
    """One numeric reply: its three digits, its name in the specification, the format of its parameters."""

    code: str
    name: str
    text: str

    def fill(self, *params: object) -> tuple[str, ...]:
        """The parameters after the nick. Raises IndexError when too few are given."""
        middle, colon, trailing = self.text.partition(" :") if not self.text.startswith(":") else ("", ":", self.text[1:])
        words = [word.format(*params) for word in middle.split()]
        return (*words, trailing.format(*params)) if colon else tuple(words)


RPL_WELCOME = Numeric("001", "RPL_WELCOME", ":Welcome to the {0} Network, {1}")
ERR_NOSUCHNICK = Numeric("401", "ERR_NOSUCHNICK", "{0} :No such nick/channel")
