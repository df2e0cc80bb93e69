"""Single datagrams: what is in one, what fits into one, and how one is sent; no threads, no state.

Sources: RFC 768 (UDP), RFC 8200 (how large a packet every network carries).
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from typing import Any, Final

from chat_tk.irc.lines import LineBuffer
from chat_tk.net.connection import LINE_LIMIT

log = logging.getLogger(__name__)

SIZE: Final = 1200
"""Bytes of a datagram that every network carries whole (RFC 8200, 5: 1280 with all headers)."""

Source = tuple[socket.socket, Any]
"""A socket of ours, and the address of a peer as the operating system writes it."""


def send_to(source: Source, data: bytes) -> None:
    """Send one datagram, or lose it."""
    sock, address = source
    try:
        sock.sendto(data, address)
    except OSError as error:
        log.debug("A datagram to %s is lost: %s", address, error)


def split(data: bytes) -> Iterator[bytes]:
    """``data`` in datagrams of at most ``SIZE`` bytes: between lines, or, within a longer one, between characters."""
    begin = 0
    while len(data) - begin > SIZE:
        end = data.rfind(b"\n", begin, begin + SIZE) + 1
        if end <= begin:
            end = begin + SIZE
            while end > begin + 1 and data[end] & 0xC0 == 0x80:  # within a character of UTF-8
                end -= 1
        yield data[begin:end]
        begin = end
    if begin < len(data):
        yield data[begin:]


def lines_of(data: bytes) -> list[bytes]:
    """The lines in a datagram, the last one with or without its end; empty when it says nothing."""
    buffer = LineBuffer(LINE_LIMIT)
    lines = buffer.feed(data)
    rest = buffer.take_rest()
    return [*lines, rest] if rest.strip() else [line for line in lines if line == b"\n" or line.strip()]
