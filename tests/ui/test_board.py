"""The canvas of plots."""

from __future__ import annotations

import time
import tkinter as tk

import pytest

from chat_tk.ui import plot
from chat_tk.ui.board import Board
from chat_tk.ui.plot import Plot
from chat_tk.ui.theme import Theme

NOW = time.time()


@pytest.fixture
def board(root: tk.Tk) -> Board:
    made = Board(root, "Nothing yet")
    made.pack(fill="both", expand=True)
    root.geometry("900x500")
    root.update()
    return made


def plots(count: int = 5) -> list[Plot]:
    points = [(NOW - 3600 + 10 * n, float(n % 7)) for n in range(361)]
    return [Plot(f"Plot {n}", points, str, n) for n in range(count)]


def said(board: Board, tag: str = "plot") -> list[str]:
    canvas = board.canvas
    return [canvas.itemcget(item, "text") for item in canvas.find_withtag(tag) if canvas.type(item) == "text"]


def test_plots_stand_side_by_side_and_are_scrolled_when_there_are_many(root: tk.Tk, board: Board, until) -> None:
    """As many in a row as there is room for: two here, and one where it is narrow."""
    board.show(plots(), 3600, NOW)
    until(lambda: "Plot 4" in said(board))
    assert len({frame.left for frame in board._frames}) == 2
    assert board.canvas.yview()[1] < 1.0
    root.geometry("420x500")
    until(lambda: len({frame.left for frame in board._frames}) == 1)


def test_told_often_it_is_drawn_once(root: tk.Tk, board: Board, until, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred samples between two looks cost one drawing."""
    drawn: list[object] = []
    draw = plot.draw
    monkeypatch.setattr(plot, "draw", lambda *given: drawn.append(given) or draw(*given))  # type: ignore[func-returns-value]
    for _time in range(100):
        board.show(plots(1), 3600, NOW)
    until(lambda: "Plot 0" in said(board))
    assert len(drawn) == 1
    board.show(plots(3), 3600, NOW)
    until(lambda: "Plot 2" in said(board))
    board.show(plots(1), 3600, NOW)
    until(lambda: "Plot 2" not in said(board))
    assert said(board).count("Plot 0") == 1


def test_what_is_not_seen_is_not_drawn_until_it_is(root: tk.Tk, board: Board, until) -> None:
    """A hidden tab costs nothing, and shows the latest when it appears."""
    board.pack_forget()
    root.update()
    board.show(plots(1), 3600, NOW)
    root.update()
    assert said(board) == []
    board.pack(fill="both", expand=True)
    until(lambda: "Plot 0" in said(board))


def test_hovering_one_tells_all_at_that_time(root: tk.Tk, board: Board, until) -> None:
    """Where the pointer rests, every plot tells its value of that moment; off the plots, nothing."""
    board.show(plots(2), 3600, NOW)
    until(lambda: "Plot 1" in said(board))
    frame = board._frames[0]
    board.hover((frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2)
    told = said(board, "hover")
    assert len(told) == 2
    assert told[0] == told[1]
    board.hover(-5, -5)
    assert said(board, "hover") == []


def test_it_is_painted_again_when_the_look_changes(root: tk.Tk, board: Board, until) -> None:
    """Light and dark, live."""
    board.show(plots(1), 3600, NOW)
    until(lambda: said(board))
    theme = Theme.of(root)
    theme.use("dark")
    surface = theme.palette.surface
    until(lambda: board.canvas.itemcget(board.canvas.find_withtag("plot")[0], "fill") == surface)


def test_the_picture_shows_what_the_board_shows(root: tk.Tk, board: Board) -> None:
    """All plots, also those that are scrolled out of sight."""
    board.show(plots(), 3600, NOW)
    picture = board.picture("Statistics")
    assert picture.startswith("<svg ")
    assert all(f"Plot {n}<" in picture for n in range(5))
