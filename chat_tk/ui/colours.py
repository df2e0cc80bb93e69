"""Palettes and the arithmetic of contrast. Pure: strings ``#rrggbb`` in and out, no Tk.

Contrast is that of the Web Content Accessibility Guidelines 2.2 ("relative luminance", "contrast ratio").
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Final, NamedTuple

MARKED: Final = 0.16
"""How much of the accent lies behind a line on which one stands: with more, a link there could hardly be read."""
ENOUGH: Final = 4.5
"""The contrast that text needs (WCAG 2.2, 1.4.3, level AA)."""


class Palette(NamedTuple):
    """The colours of a window, named by what they are for.

    ``window`` lies behind everything, ``surface`` behind text and lists. ``names`` colour people; each is readable on
    ``surface``, ``window`` and ``mention``.
    """

    window: str
    surface: str
    hover: str
    border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    danger: str
    success: str
    link: str
    selection: str
    mention: str
    code: str
    thumb: str
    names: tuple[str, ...]


LIGHT: Final = Palette(
    window="#f3f4f6",
    surface="#ffffff",
    hover="#e9edf3",
    border="#d5d9e0",
    text="#1f2328",
    muted="#5b6472",
    accent="#2563eb",
    accent_hover="#1d4fc4",
    on_accent="#ffffff",
    danger="#b42318",
    success="#0b7a4b",
    link="#1d5fd6",
    selection="#cfe0ff",
    mention="#fff3d6",
    code="#f0f1f4",
    thumb="#c3c9d3",
    names=(
        "#b3261e", "#a03c00", "#7a5200", "#56620a", "#2f6b1c", "#0b6b4a",
        "#076a75", "#0a62a8", "#2456d6", "#5b45d0", "#8433bd", "#a8237f",
    ),
)  # fmt: skip

DARK: Final = Palette(
    window="#2a2b2f",
    surface="#1e1f22",
    hover="#36383e",
    border="#44464d",
    text="#e6e7ea",
    muted="#a5a9b3",
    accent="#7aa2f7",
    accent_hover="#95b5fa",
    on_accent="#14161a",
    danger="#ff8f87",
    success="#6fd3a0",
    link="#8ab4ff",
    selection="#35507f",
    mention="#3b3321",
    code="#2c2d32",
    thumb="#585b64",
    names=(
        "#ff8f87", "#ffa066", "#e6b450", "#c3cc5a", "#95d47a", "#63d6a4",
        "#5fd1da", "#70bdf5", "#8fb0ff", "#b3a5ff", "#d69bf5", "#f593cb",
    ),
)  # fmt: skip

PALETTES: Final = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``, 0.0 (black) to 1.0 (white)."""
    parts = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1.0 (the same) to 21.0 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """``one`` with ``share`` (0 to 1) of ``other`` in it."""
    pairs = ((int(one[index : index + 2], 16), int(other[index : index + 2], 16)) for index in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@lru_cache(maxsize=1024)
def readable(colour: str, background: str) -> str:
    """``colour``, moved towards black or white as far as it must be to be read on ``background``.

    Colours come from other people: text in the colour of the background would hide what everyone should see.
    """
    if contrast(colour, background) >= ENOUGH:
        return colour
    goal = max("#000000", "#ffffff", key=lambda end: contrast(end, background))
    candidates = (mixed(colour, goal, step / 10) for step in range(1, 11))
    return next((candidate for candidate in candidates if contrast(candidate, background) >= ENOUGH), goal)


def name_index(folded: str) -> int:
    """Which of a palette's ``names`` belongs to the person whose folded name this is: the same everywhere, always."""
    return zlib.crc32(folded.encode("utf-8", "replace")) % len(LIGHT.names)
