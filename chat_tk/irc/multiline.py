"""Messages of several lines: their parts on the wire, the server's limits, the text that they make. Pure.

Source: IRCv3 draft "multiline" (combined message value, ``max-bytes``, ``max-lines``, ``draft/multiline-concat``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

CAPABILITY: Final = "draft/multiline"
"""Also the type of the batch."""
CONCAT: Final = "draft/multiline-concat"
"""The tag of a part that goes on in the line before."""

_CODES: Final = frozenset("\x02\x03\x04\x11\x16\x1d\x1e\x1f")
_RESET: Final = "\x0f"
_LARGEST: Final = 1_000_000


class Part(NamedTuple):
    """One line of the batch; ``concat``: it belongs to the line before."""

    text: str
    concat: bool = False


class Limits(NamedTuple):
    """What one batch may hold: bytes of all texts with the line feeds between them, and parts (0: as many as fit)."""

    max_bytes: int
    max_lines: int = 0

    def __str__(self) -> str:
        """As the value of the capability."""
        return f"max-bytes={self.max_bytes}" + (f",max-lines={self.max_lines}" if self.max_lines else "")


def parse_limits(value: str) -> Limits | None:
    """The value of the capability; None when it lacks ``max-bytes``, without which the capability means nothing."""
    numbers: dict[str, int] = {}
    for token in value.split(",")[:20]:
        key, _equals, number = token.partition("=")
        if number.isascii() and number.isdigit() and len(number) < 10:
            numbers.setdefault(key, min(int(number), _LARGEST))
    largest = numbers.get("max-bytes", 0)
    return Limits(largest, numbers.get("max-lines", 0)) if largest else None


def combined(parts: Iterable[Part]) -> str:
    """The text that ``parts`` make; where a part goes on, it starts without the formatting of the one before.

    Each part opens its formatting itself, as one that reads the parts as messages of their own must see it too.
    """
    text = ""
    for number, part in enumerate(parts):
        if not number:
            text = part.text
        elif part.concat:
            text += (_RESET if not _CODES.isdisjoint(text.rpartition("\n")[2]) else "") + part.text
        else:
            text += "\n" + part.text
    return text


def size(parts: Sequence[Part]) -> int:
    """Bytes that count towards ``max-bytes``."""
    joints = sum(not part.concat for part in parts[1:])
    return joints + sum(map(_weight, parts))


def batches(lines: Iterable[Sequence[str]], limits: Limits) -> Iterator[tuple[Part, ...]]:
    """``lines``, each in its pieces, as parts that fill one batch after the other; nothing blank begins or ends one."""
    batch: list[Part] = []
    weight = 0  # ``size(batch)``, kept along: counted anew for each part, a pasted book would take minutes
    for line in lines:
        for number, piece in enumerate(line or ("",)):
            part = Part(piece, concat=number > 0)
            added = _weight(part) + (not part.concat)
            full = weight + added > limits.max_bytes or (limits.max_lines and len(batch) >= limits.max_lines)
            if batch and full:
                yield from _trimmed(batch)
                batch = []
                part = Part(piece)
            weight = weight + added if batch else _weight(part)
            batch.append(part)
    yield from _trimmed(batch)


def _weight(part: Part) -> int:
    return len(part.text.encode("utf-8", "replace"))


def _trimmed(batch: list[Part]) -> Iterator[tuple[Part, ...]]:
    while batch and not batch[-1].text.strip():
        batch.pop()
    while batch and not batch[0].text.strip():
        del batch[0]
    if batch:
        yield tuple(batch)


def packed(parts: Sequence[Part]) -> str:
    """``parts`` as one string that keeps where each begins: as a message of several lines is carried and kept.

    A line feed begins a line, a carriage return goes on in it; no line of IRC holds either.
    """
    rest = "".join(("\r" if part.concat else "\n") + part.text for part in parts[1:])
    return parts[0].text + rest if parts else ""


def is_packed(text: str) -> bool:
    """Whether ``text`` is of several parts."""
    return "\n" in text or "\r" in text


def unpacked(text: str) -> list[Part]:
    """The parts of what :func:`packed` made."""
    return [
        Part(piece, concat=number > 0) for line in text.split("\n") for number, piece in enumerate(line.split("\r"))
    ]


def readable(text: str) -> str:
    """What :func:`packed` made as a person reads it, with line feeds."""
    return combined(unpacked(text)) if is_packed(text) else text
