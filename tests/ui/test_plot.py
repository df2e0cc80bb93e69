"""Plots as shapes, and shapes as SVG."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from chat_tk.ui import plot, svg
from chat_tk.ui.colours import DARK, LIGHT
from chat_tk.ui.plot import Frame, Look, Plot
from chat_tk.ui.shapes import Area, Box, Label, Line

FRAME = Frame(10, 20, 410, 220, 1000.0, 4600.0)


def look(palette=LIGHT):
    return Look(palette, round, lambda text: 7 * len(text), "Nothing yet")


def make(points, **more):
    return Plot("People", points, lambda value: f"{value:.0f}", **more)


def texts(shapes):
    return [shape.text for shape in shapes if isinstance(shape, Label)]


def test_a_plot_tells_its_name_and_the_latest_value() -> None:
    """The number that one looks for stands large."""
    shapes = list(plot.draw(make([(1000.0, 3.0), (4600.0, 12.0)]), FRAME, look()))
    assert texts(shapes)[:2] == ["People", "12"]
    assert {"0", "5", "10", "15"} <= set(texts(shapes))


def test_all_of_it_stays_within_its_frame() -> None:
    """Lines, areas and labels do not reach into a neighbour."""
    points = [(1000.0 + 36 * n, float(n * n)) for n in range(100)]
    for shape in plot.draw(make(points), FRAME, look()):
        if isinstance(shape, (Line, Area)):
            assert all(FRAME.left <= x <= FRAME.right for x in shape.points[::2])
            assert all(FRAME.top <= y <= FRAME.bottom for y in shape.points[1::2])
        elif isinstance(shape, Label):
            assert FRAME.left <= shape.x <= FRAME.right
            assert FRAME.top <= shape.y <= FRAME.bottom


def test_no_point_is_said_and_one_point_is_seen() -> None:
    """At the beginning there is nothing to draw a line through."""
    assert "Nothing yet" in texts(plot.draw(make([]), FRAME, look()))
    one = list(plot.draw(make([(4600.0, 2.0)]), FRAME, look()))
    assert "Nothing yet" not in texts(one)
    assert any(isinstance(shape, Box) and shape.fill == LIGHT.names[0] for shape in one)


def test_hovering_tells_time_and_value_of_the_nearest_point() -> None:
    """Also at the very edge the words stay within the frame."""
    drawn = make([(1000.0, 3.0), (4600.0, 12.0)])
    at = plot.time_at(drawn, FRAME, look(), FRAME.right - 20)
    assert at is not None
    shapes = list(plot.hover(drawn, FRAME, look(), at))
    label = next(shape for shape in shapes if isinstance(shape, Label))
    assert label.text.endswith("12")
    box = max((shape for shape in shapes if isinstance(shape, Box)), key=lambda shape: shape.right - shape.left)
    assert box.right <= FRAME.right
    assert plot.time_at(drawn, FRAME, look(), FRAME.left) is None
    assert list(plot.hover(make([]), FRAME, look(), 2000.0)) == []


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_plot_is_drawn_in_the_colours_of_the_palette(palette) -> None:
    """Light and dark."""
    shapes = list(plot.draw(make([(1000.0, 3.0), (4600.0, 12.0)], colour=3), FRAME, look(palette)))
    assert any(isinstance(shape, Line) and shape.colour == palette.names[3] for shape in shapes)
    assert isinstance(shapes[0], Box)
    assert shapes[0].fill == palette.surface


def test_svg_is_well_formed_whatever_is_in_it() -> None:
    """Every reader of XML opens it; what is no character of XML is replaced."""
    shapes = [
        Box(0, 0, 10, 10, "#ffffff", "#000000"),
        Line((0, 0, 5, 5.25), "#ff0000", 2, dashed=True),
        Area((0, 0, 5, 5, 0, 5), "#00ff00"),
        Label(3, 4, "<b>&\x00\ud800\x1b", "#0000ff", "ChatHeading", "e"),
    ]
    root = ET.fromstring(svg.write(shapes, 20, 10, {"ChatHeading": -15}, "a < b"))
    assert root.get("viewBox") == "0 0 20 10"
    kinds = [child.tag.partition("}")[2] for child in root]
    assert kinds == ["title", "rect", "polyline", "polygon", "text"]
    assert root[4].text == "<b>&\ufffd\ufffd\ufffd"
    assert root[4].get("font-weight") == "bold"
    assert root[4].get("text-anchor") == "end"
    assert root[2].get("points") == "0,0 5,5.2"
