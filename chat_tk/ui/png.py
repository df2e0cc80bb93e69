"""PNG files as bytes: taken apart, and put together. Pure.

Source: W3C "Portable Network Graphics (PNG) Specification", third edition, 5 (datastream structure) and 11 (chunks).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
PALETTE: Final = 3
RGBA: Final = 6
"""Kinds of colour: one byte is a number in a palette, or four bytes are red, green, blue and opacity."""


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG: kind and content."""
    place = len(_SIGNATURE)
    while place < len(png):
        length = struct.unpack(">I", png[place : place + 4])[0]
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12


def write(width: int, rows: list[bytes], colour: int, extra: Mapping[bytes, bytes] | None = None) -> bytes:
    """A PNG of these rows of pixels, 8 bits each. ``extra``: chunks that stand before the pixels (a palette)."""
    header = struct.pack(">IIBBBBB", width, len(rows), 8, colour, 0, 0, 0)
    pixels = b"".join(b"\0" + row for row in rows)  # the filter of each row: none
    parts = {b"IHDR": header, **(extra or {}), b"IDAT": zlib.compress(pixels, 1), b"IEND": b""}
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts.items())


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
