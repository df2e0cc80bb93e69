"""Round things as pictures: discs, a box with a tick, a ring with a dot. Pure: sizes and colours in, a PNG out.

Drawn for the size that is wanted, each pixel as far covered as the shape covers it: sharp at every scale.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from chat_tk.ui import png

Form = Literal["box", "ring"]
Distance = Callable[[float, float], float]
"""From a point to the edge of a shape, in parts of the picture's side, from its middle; negative: inside."""

_OUTSIDE: Final = 0.46
"""Half the side of the box, and the radius of the ring."""
_CORNER: Final = 0.2
_DOT: Final = 0.2
_TICK: Final = ((-0.235, 0.01), (-0.065, 0.18), (0.245, -0.175))
_TICK_WIDTH: Final = 0.062
"""Half of how thick its strokes are."""


class Look(NamedTuple):
    """One mark: ``form`` in a square of ``side`` pixels, ``edge`` pixels of it its edge, ``gap`` empty ones behind it.

    Colours are ``#rrggbb``; ``mark`` is that of the tick or dot, empty for none.
    """

    form: Form
    side: int
    gap: int
    edge: int
    edge_colour: str
    fill: str
    mark: str = ""


def draw(look: Look) -> bytes:
    """The picture as a PNG, clear around the shape."""
    edge, fill, mark = _rgb(look.edge_colour), _rgb(look.fill), _rgb(look.mark or look.fill)
    colours = _Colours(edge, fill, mark)
    outer, tick = _layer(look.form, look.side, 0), _layer(_inner(look.form), look.side, 0)
    inner = _layer(look.form, look.side, look.edge)
    return _written(look.side, list(map(colours.__getitem__, zip(outer, inner, tick, strict=True))), look.gap)


def disc(side: int, colour: str, line: int = 0) -> bytes:
    """A disc that fills a square of ``side`` pixels, as a PNG. ``line``: only its edge, so many pixels wide."""
    outer = _layer("disc", side, 0)
    inner = _layer("disc", side, line) if line else bytes(len(outer))
    rgb = _rgb(colour)
    return _written(side, [rgb + bytes((a - b,)) for a, b in zip(outer, inner, strict=True)])


def _written(side: int, pixels: list[bytes], gap: int = 0) -> bytes:
    behind = b"\0\0\0\0" * gap
    rows = [b"".join(pixels[start : start + side]) + behind for start in range(0, len(pixels), side)]
    return png.write(side + gap, rows, png.RGBA)


class _Colours(dict[tuple[int, int, int], bytes]):
    """How far edge, fill and mark cover a pixel, 0 to 255 each -> its four bytes; most pixels are alike."""

    def __init__(self, edge: bytes, fill: bytes, mark: bytes) -> None:
        super().__init__()
        self._edge, self._fill, self._mark = edge, fill, mark

    def __missing__(self, covered: tuple[int, int, int]) -> bytes:
        outer, inner, mark = covered
        rgb = _mixed(_mixed(self._edge, self._fill, inner), self._mark, mark)
        self[covered] = made = bytes((*rgb, outer))
        return made


@lru_cache(maxsize=64)
def _layer(shape: str, side: int, within: int) -> bytes:
    """How far each pixel is covered by the shape made ``within`` pixels smaller, row by row."""
    distance = _SHAPES[shape]
    places = [(place + 0.5) / side - 0.5 for place in range(side)]
    return bytes(round(255 * min(1.0, max(0.0, 0.5 - within - distance(x, y) * side))) for y in places for x in places)


def _inner(form: Form) -> str:
    return "tick" if form == "box" else "dot"


def _box(x: float, y: float) -> float:
    right, below = abs(x) - _OUTSIDE + _CORNER, abs(y) - _OUTSIDE + _CORNER
    return math.hypot(max(right, 0.0), max(below, 0.0)) + min(max(right, below), 0.0) - _CORNER


def _ring(x: float, y: float) -> float:
    return math.hypot(x, y) - _OUTSIDE


def _disc(x: float, y: float) -> float:
    return math.hypot(x, y) - 0.5


def _dot(x: float, y: float) -> float:
    return math.hypot(x, y) - _DOT


def _tick(x: float, y: float) -> float:
    return min(_to_stroke(x, y, start, end) for start, end in pairwise(_TICK)) - _TICK_WIDTH


def _to_stroke(x: float, y: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    along, down = end[0] - start[0], end[1] - start[1]
    share = ((x - start[0]) * along + (y - start[1]) * down) / (along * along + down * down)
    share = min(1.0, max(0.0, share))
    return math.hypot(x - start[0] - share * along, y - start[1] - share * down)


_SHAPES: Final[dict[str, Distance]] = {"box": _box, "ring": _ring, "disc": _disc, "tick": _tick, "dot": _dot}


def _rgb(colour: str) -> bytes:
    return bytes.fromhex(colour[1:])


def _mixed(one: bytes, other: bytes, share: int) -> bytes:
    return bytes(a + (b - a) * share // 255 for a, b in zip(one, other, strict=True))
