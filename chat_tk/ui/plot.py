"""One plot as shapes: its name, the latest value large, a line over time with round marks. Pure: no Tk.

Rule: everything that a plot shows is in ``Plot`` and ``Frame``; the same picture goes to the screen and into a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from chat_tk.ui.colours import Palette, mixed
from chat_tk.ui.scale import Points, clock, nearest, thinned, time_marks, value_marks
from chat_tk.ui.shapes import Area, Box, Label, Line, Shape

ROOM_PER_MARK: Final = 70
"""Pixels at 100 % that a time needs on its axis."""
TINT: Final = 0.14
HALO: Final = 0.55
"""How much of the surface is in the colour beside a line: a canvas does not smooth its steps by itself."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot: what it shows, and how its numbers are told."""

    name: str
    points: Points
    tell: Callable[[float], str]
    colour: int = 0
    whole: bool = False
    base: float = 10.0
    least: float = 1.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a plot stands, and over which time."""

    left: float
    top: float
    right: float
    bottom: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Look:
    """How things are drawn here: the palette, the size of a pixel at 100 %, and the width of a small text."""

    palette: Palette
    px: Callable[[float], int]
    measure: Callable[[str], int]
    nothing: str
    """What is said where there is no point yet."""


def draw(plot: Plot, frame: Frame, look: Look) -> Iterator[Shape]:
    """The shapes of a plot, from the lowest to the uppermost."""
    palette = look.palette
    yield Box(frame.left, frame.top, frame.right, frame.bottom, palette.surface, palette.border)
    yield from _heading(plot, frame, look)
    points = thinned(plot.points, frame.start, frame.end, int(frame.right - frame.left) // 2)
    marks = _marks(plot, points)
    field = _field(plot, frame, look, marks)
    yield from _grid(plot, field, look, marks)
    if points:
        yield from _curve(points, field, marks[-1], palette.names[plot.colour], look)
    else:
        middle = (field.left + field.right) / 2, (field.top + field.bottom) / 2
        yield Label(*middle, look.nothing, palette.muted, "ChatSmall", "center")


def hover(plot: Plot, frame: Frame, look: Look, at: float) -> Iterator[Shape]:
    """The mark at the point that is nearest to a time, with its value in words."""
    points = thinned(plot.points, frame.start, frame.end, int(frame.right - frame.left) // 2)
    found = nearest(points, at)
    if found is None:
        return
    palette, px = look.palette, look.px
    marks = _marks(plot, points)
    field = _field(plot, frame, look, marks)
    x, y = _place(found, field, marks[-1])
    yield Line((x, field.top, x, field.bottom), palette.muted, px(1), dashed=True)
    size = px(4)
    yield Box(x - size, y - size, x + size, y + size, palette.names[plot.colour], palette.surface)
    text = f"{clock(found[0])}   {plot.tell(found[1])}"
    half = look.measure(text) / 2 + px(8)
    middle = min(max(x, frame.left + half + px(2)), frame.right - half - px(2))
    yield Box(middle - half, field.top - px(2), middle + half, field.top + px(22), palette.text)
    yield Label(middle, field.top + px(10), text, palette.surface, "ChatSmall", "center")


def time_at(plot: Plot, frame: Frame, look: Look, x: float) -> float | None:
    """The time at this place; None outside of the axis."""
    points = thinned(plot.points, frame.start, frame.end, int(frame.right - frame.left) // 2)
    field = _field(plot, frame, look, _marks(plot, points))
    if not field.left <= x <= field.right:
        return None
    return field.start + (x - field.left) / (field.right - field.left) * (field.end - field.start)


def _marks(plot: Plot, points: Points) -> list[float]:
    highest = max((value for _at, value in points), default=0.0)
    return value_marks(highest, 3, whole=plot.whole, base=plot.base, least=plot.least)


def _field(plot: Plot, frame: Frame, look: Look, marks: list[float]) -> Frame:
    """The part of the frame in which the line runs."""
    px = look.px
    left = frame.left + px(14) + max(look.measure(plot.tell(mark)) for mark in marks) + px(8)
    return Frame(
        left, frame.top + px(64), frame.right - px(14), frame.bottom - px(30), frame.start, frame.end
    )  # fmt: skip


def _heading(plot: Plot, frame: Frame, look: Look) -> Iterator[Shape]:
    palette, px = look.palette, look.px
    yield Label(frame.left + px(14), frame.top + px(18), plot.name, palette.muted, "ChatSmall")
    latest = plot.tell(plot.points[-1][1]) if plot.points else "–"
    yield Label(frame.left + px(14), frame.top + px(42), latest, palette.text, "ChatHeading")


def _grid(plot: Plot, field: Frame, look: Look, marks: list[float]) -> Iterator[Shape]:
    palette, px = look.palette, look.px
    faint = mixed(palette.surface, palette.border, 0.6)
    for mark in marks:
        y = field.bottom - (field.bottom - field.top) * mark / marks[-1]
        yield Line((field.left, y, field.right, y), palette.border if mark == 0 else faint, px(1))
        yield Label(field.left - px(8), y, plot.tell(mark), palette.muted, "ChatSmall", "e")
    half = look.measure("88:88") / 2
    for at in time_marks(field.start, field.end, int(field.right - field.left) // px(ROOM_PER_MARK)):
        x = _x(at, field)
        if field.left <= x <= field.right:
            yield Line((x, field.bottom, x, field.bottom + px(4)), palette.border, px(1))
            label = min(max(x, field.left + half), field.right - half)
            yield Label(label, field.bottom + px(8), clock(at), palette.muted, "ChatSmall", "n")


def _curve(points: Points, field: Frame, top: float, colour: str, look: Look) -> Iterator[Shape]:
    surface, px = look.palette.surface, look.px
    places = [_place(point, field, top) for point in points]
    flat = tuple(number for place in places for number in place)
    if len(places) == 1:
        x, y = places[0]
        yield Box(x - px(2), y - px(2), x + px(2), y + px(2), colour)
        return
    yield Area((places[0][0], field.bottom, *flat, places[-1][0], field.bottom), mixed(surface, colour, TINT))
    yield Line(flat, mixed(colour, surface, HALO), px(2) + 1.4)
    yield Line(flat, colour, px(1.6))


def _x(at: float, field: Frame) -> float:
    return field.left + (at - field.start) / (field.end - field.start) * (field.right - field.left)


def _place(point: tuple[float, float], field: Frame, top: float) -> tuple[float, float]:
    at, value = point
    return _x(at, field), field.bottom - (field.bottom - field.top) * value / top
