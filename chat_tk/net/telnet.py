"""Telnet's own talk, taken out of what a person types (RFC 854): options offered and refused, keys such as Ctrl+C.

Nothing is answered: a telnet program whose offers meet silence works as a plain terminal, line by line.
In old 8-bit text 0xFF is a letter ("ÿ"): it stays one wherever no command can follow.
"""

from __future__ import annotations

from typing import Final

_IAC: Final = 0xFF
_SE, _SB, _WILL = 0xF0, 0xFA, 0xFB
LONGEST: Final = 512
"""Bytes of a subnegotiation that are dropped; what is longer was none."""


class TelnetFilter:
    """What comes in pieces goes out in pieces; what may be the beginning of a command waits for the next piece."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> bytes:
        """The text in ``data``."""
        if not self._held and _IAC not in data:
            return data
        data, self._held = self._held + data, b""
        text = bytearray()
        at = 0
        while (found := data.find(_IAC, at)) >= 0:
            text += data[at:found]
            size = _size(data, found)
            if size is None:
                self._held = data[found:]
                return bytes(text)
            if size == 1 or data[found + 1] == _IAC:
                text.append(_IAC)
            at = found + size
        return bytes(text + data[at:])

    def rest(self) -> bytes:
        """What was held back, now that nothing follows; a letter, if it was one."""
        held, self._held = self._held, b""
        return held if held == bytes([_IAC]) else b""


def _size(data: bytes, at: int) -> int | None:
    """Bytes of the command that begins at ``at``; 1: it is none, but a letter; None: more must come to know."""
    left = len(data) - at
    if left < 2:
        return None
    kind = data[at + 1]
    if kind < _SE:
        return 1
    if kind == _SB:
        end = data.find(bytes([_IAC, _SE]), at + 2, at + LONGEST)
        return end + 2 - at if end >= 0 else None if left < LONGEST else 2
    if _WILL <= kind < _IAC:
        return 3 if left > 2 else None
    return 2
