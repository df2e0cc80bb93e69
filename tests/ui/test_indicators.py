"""The marks before a choice: drawn for the size and the look that count, and followed when these change."""

from __future__ import annotations

import struct
import tkinter as tk
import zlib
from tkinter import ttk

import pytest

from chat_tk.ui import png
from chat_tk.ui.colours import DARK, LIGHT
from chat_tk.ui.indicators import GAP, SIDE
from chat_tk.ui.marks import Form, Look, disc, draw
from chat_tk.ui.theme import Theme

INK, PAPER, EDGE = "#ff0000", "#ffffff", "#0000ff"


def pixels(picture: bytes) -> list[list[tuple[int, ...]]]:
    """Red, green, blue and opacity of each pixel, row by row."""
    parts = dict(png.chunks(picture))
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    raw, row = zlib.decompress(parts[b"IDAT"]), 1 + width * 4
    lines = [raw[start + 1 : start + row] for start in range(0, height * row, row)]
    return [[tuple(line[at : at + 4]) for at in range(0, width * 4, 4)] for line in lines]


@pytest.mark.parametrize("form", ["box", "ring"])
@pytest.mark.parametrize("side", [17, 34])
def test_a_mark_is_drawn_for_its_size(form: Form, side: int) -> None:
    """Clear corners and a clear gap, an edge all around, paper within, and ink only where something is chosen."""
    off = pixels(draw(Look(form, side, 5, 2, EDGE, PAPER)))
    on = pixels(draw(Look(form, side, 5, 2, EDGE, PAPER, INK)))
    middle = side // 2
    assert (len(off), len(off[0])) == (side, side + 5)
    assert off[0][0][3] == 0
    assert all(pixel[3] == 0 for row in on for pixel in row[side:])
    assert off[middle][1][2] == 255
    assert off[middle][1][0] < 128
    assert off[middle][middle] == (255, 255, 255, 255)
    inked = sum(pixel[:3] == (255, 0, 0) for row in on for pixel in row)
    assert side * side / 30 < inked < side * side / 4
    assert not any(pixel[:3] == (255, 0, 0) for row in off for pixel in row)


def test_a_tick_goes_down_and_up() -> None:
    """It is no cross: its ink begins at the left, reaches lowest before the middle, and ends at the upper right."""
    drawn = pixels(draw(Look("box", 34, 0, 2, EDGE, PAPER, INK)))
    inked = [(x, y) for y, row in enumerate(drawn) for x, pixel in enumerate(row) if pixel[:3] == (255, 0, 0)]
    lowest, right = max(inked, key=lambda place: place[1]), max(inked)
    assert min(inked)[0] < lowest[0] < 17 < right[0]
    assert right[1] < min(inked)[1] < lowest[1]


def test_boxes_and_rings_follow_look_and_size(root: tk.Tk) -> None:
    """Dark is drawn at once and another size of text too, in the same pictures: nothing heaps up."""
    theme = Theme.of(root)
    box = ttk.Checkbutton(root, text="x", variable=tk.BooleanVar(root, value=True))
    box.pack()
    root.update()
    pictures, height = root.tk.call("image", "names"), box.winfo_reqheight()
    picture = theme.indicators.pictures["box", ("selected",)]
    assert fill(picture) == LIGHT.accent
    theme.use("dark")
    assert fill(picture) == DARK.accent
    theme.set_zoom(2)
    root.update()
    assert box.winfo_reqheight() > height * 1.5
    assert picture.width() == theme.px(SIDE * 2) + theme.px(GAP * 2)
    theme.set_zoom(1)
    root.update()
    assert box.winfo_reqheight() == height
    assert root.tk.call("image", "names") == pictures


def fill(picture: tk.PhotoImage) -> str:
    """The colour of a box below its tick."""
    return "#{:02x}{:02x}{:02x}".format(*picture.get(picture.height() // 2, round(picture.height() * 0.85)))


def test_a_disc_is_round_and_full_or_only_an_edge() -> None:
    """Clear in the corners; within, its colour or nothing."""
    full, edge = pixels(disc(9, INK)), pixels(disc(9, INK, 2))
    assert full[0][0][3] == edge[0][0][3] == 0
    assert full[4][4] == (255, 0, 0, 255)
    assert edge[4][4][3] == 0
    assert edge[4][0] == (255, 0, 0, 255)
