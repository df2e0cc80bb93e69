"""What a picture is made of, for the screen and for a file alike. Pure values: pixels and colours ``#rrggbb``.

``ui/board.py`` draws them on a canvas, ``ui/svg.py`` writes them as SVG.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Where = Literal["w", "e", "center", "n", "nw", "ne", "sw"]


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, with an edge if ``edge`` is given."""

    left: float
    top: float
    right: float
    bottom: float
    fill: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points ``x0, y0, x1, y1 ...``."""

    points: tuple[float, ...]
    colour: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[float, ...]
    fill: str


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; ``font`` is a name of ``ui.theme`` (ChatBody, ChatSmall, ChatTitle ...)."""

    x: float
    y: float
    text: str
    colour: str
    font: str
    where: Where = "w"


Shape = Box | Line | Area | Label
