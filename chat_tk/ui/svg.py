"""Shapes as an SVG file: sharp at every size, opened by every browser, and plain text. Pure.

Source: W3C "Scalable Vector Graphics (SVG) 1.1", chapters 8 to 10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from chat_tk.ui.shapes import Area, Box, Label, Line, Shape

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ANCHORS: Final = {
    "w": "start",
    "nw": "start",
    "sw": "start",
    "e": "end",
    "ne": "end",
    "center": "middle",
    "n": "middle",
}


def write(shapes: Iterable[Shape], width: int, height: int, sizes: Mapping[str, int], title: str) -> str:
    """The text of an SVG file. ``sizes``: font name -> its size in pixels, bold where it is negative."""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="system-ui, sans-serif">',
        f"<title>{_text(title)}</title>",
        *(_one(shape, sizes) for shape in shapes),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _one(shape: Shape, sizes: Mapping[str, int]) -> str:
    if isinstance(shape, Box):
        edge = f' stroke="{shape.edge}"' if shape.edge else ""
        size = f'width="{_n(shape.right - shape.left)}" height="{_n(shape.bottom - shape.top)}"'
        return f'<rect x="{_n(shape.left)}" y="{_n(shape.top)}" {size} rx="3" fill="{shape.fill}"{edge}/>'
    if isinstance(shape, Line):
        dashes = ' stroke-dasharray="4 3"' if shape.dashed else ""
        stroke = f'stroke="{shape.colour}" stroke-width="{_n(shape.width)}" stroke-linejoin="round"'
        return f'<polyline points="{_points(shape.points)}" fill="none" {stroke}{dashes}/>'
    if isinstance(shape, Area):
        return f'<polygon points="{_points(shape.points)}" fill="{shape.fill}"/>'
    return _label(shape, sizes)


def _label(label: Label, sizes: Mapping[str, int]) -> str:
    size = sizes.get(label.font, 14)
    drop = abs(size) * (0.85 if label.where.startswith("n") else 0.35)  # from the anchor to the line of letters
    weight = ' font-weight="bold"' if size < 0 else ""
    place = f'x="{_n(label.x)}" y="{_n(label.y + drop)}" text-anchor="{_ANCHORS.get(label.where, "middle")}"'
    look = f'font-size="{abs(size)}"{weight} fill="{label.colour}"'
    return f"<text {place} {look}>{_text(label.text)}</text>"


def _points(points: tuple[float, ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in zip(points[::2], points[1::2], strict=True))


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))
