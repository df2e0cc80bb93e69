"""From bytes and pauses to a door and to lines: what a reader thread does with what it receives.

Rule 1: no socket here. Bytes come from a ``Receive``, as they were sent or out of TLS, and go to ``deliver`` as lines.
Rule 2: only the connection's reader thread runs this; nothing here is shared.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from chat_tk.irc.lines import LineBuffer
from chat_tk.net.doors import HALF_OPEN, PAUSE, SILENCE, Door, knock, knock_late
from chat_tk.net.resting import Resting
from chat_tk.net.telnet import TelnetFilter

MANY: Final = 512
"""Lines that are delivered at once, at most."""
REST: Final = 0.005
"""Seconds of rest after each read of a line without an end: it must cost nobody a processor."""

Receive = Callable[[float | None], bytes | None]
"""The next bytes, empty at the end; None: nothing came within so many seconds (given None, it waits for ever)."""
Deliver = Callable[[list[bytes]], None]
"""Takes whole lines, without their ends; never an empty list."""


def find_door(receive: Receive) -> tuple[Door | None, bytes]:
    """What is knocking, and the bytes read so far; no door: the peer went without a byte."""
    first = b""
    until = time.monotonic() + SILENCE
    while (door := knock(first)) is None:
        data = receive(None if first in HALF_OPEN else until - time.monotonic())
        if data is None:
            return Door.PLAIN, first
        if not data:
            return (Door.PLAIN if first else None), first
        first += data
    return door, first


def find_late_door(receive: Receive) -> tuple[Door, bytes]:
    """What is knocking, after a silence for which it was taken for a person; and the bytes read so far.

    ``PAUSE`` is what the first of them may come in parts.
    """
    first = receive(None) or b""
    until = time.monotonic() + PAUSE
    while first and knock(first) is None:
        data = receive(None if first in HALF_OPEN else until - time.monotonic())
        if not data:
            break
        first += data
    return knock_late(first), first


def read_irc(first: bytes, receive: Receive, lines: LineBuffer, deliver: Deliver, *, alone: bool = False) -> None:
    """Deliver lines until the end; what the end cuts off is none.

    ``alone``: nobody else reads in this program (a client), which rests in a flood, once nothing more waits.
    """
    data: bytes | None = first
    resting, count = Resting(), 0
    while data is not None:
        _feed(data, lines, deliver)
        if lines.skipping:
            time.sleep(REST)
        if alone:
            count += data.count(b"\n")
            data = receive(0.0)
            if data is None:
                time.sleep(resting.after(count, time.monotonic()))
                count = 0
                data = receive(None)
        else:
            data = receive(None)
        data = data or None


def read_plain(first: bytes, receive: Receive, lines: LineBuffer, deliver: Deliver) -> None:
    """Deliver lines, and text without an end, which a pause or the connection's end makes a line.

    A pause within a UTF-8 character is none: the network cut there. After a second one the text is something else,
    Latin-1 perhaps, and told as it is. What telnet programs say to each other is no text.
    """
    telnet = TelnetFilter()
    data: bytes | None = first
    cut = False
    while data != b"":
        if data is not None:
            cut = False
            _feed(telnet.feed(data), lines, deliver)
            if lines.skipping:
                time.sleep(REST)
            unfinished = not data.endswith(b"\n")
        else:
            rest = lines.take_rest() + telnet.rest()
            unfinished = cut = not cut and _within_character(rest)
            if cut:
                lines.feed(rest)
            else:
                _deliver_rest(rest, deliver)
        data = receive(PAUSE if unfinished else None)
    _deliver_rest(lines.take_rest() + telnet.rest(), deliver)


def _feed(data: bytes, lines: LineBuffer, deliver: Deliver) -> None:
    """Deliver the lines that ``data`` completes; many small ones in parts, for as lines they take 20 times the room."""
    size = len(data) if len(data) <= MANY or data.count(b"\n") <= MANY else MANY
    for start in range(0, len(data), size or 1):
        if found := lines.feed(data[start : start + size]):
            deliver(found)


def _deliver_rest(rest: bytes, deliver: Deliver) -> None:
    if text := rest.rstrip(b"\r"):
        deliver([text])


def _within_character(text: bytes) -> bool:
    """Whether ``text`` ends with a UTF-8 character that has begun and has not ended (RFC 3629, 3)."""
    for back in range(1, min(3, len(text)) + 1):
        byte = text[-back]
        if byte & 0xC0 != 0x80:
            return back < (4 if byte >= 0xF0 else 3 if byte >= 0xE0 else 2 if byte >= 0xC0 else 1)
    return False
