"""The tab with the statistics: how the chat was during the last hour, or the last day.

Rule: what draws is read, and made, when the tab is seen for the first time; the window is there sooner.
"""

from __future__ import annotations

import time
import tkinter as tk
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from tkinter import ttk
from typing import TYPE_CHECKING, Final

from chat_tk.i18n import _
from chat_tk.server.screen import Actions
from chat_tk.server.values import Sample
from chat_tk.server.view.columns import size
from chat_tk.ui import dialogs, files
from chat_tk.ui.flow import Flow
from chat_tk.ui.theme import Theme

if TYPE_CHECKING:
    from chat_tk.ui.board import Board
    from chat_tk.ui.plot import Plot

HOUR: Final = 3600
DAY: Final = 24 * HOUR
MINUTE: Final = 60
LEAST: Final = 5 * MINUTE
"""What is shown of a chat that has just begun: an hour would be a stroke at the right."""

ROOM: Final = 200
"""Pixels at 100 % for the plots, before they are there."""
_COLOURS: Final = (6, 4, 8, 2, 10)
"""Which of the palette's colours each plot has."""


class StatisticsPage(ttk.Frame):
    """Five plots over one axis of time."""

    def __init__(self, parent: tk.Misc, actions: Actions, note: Callable[[str], object]) -> None:
        self._theme = Theme.of(parent)
        px = self._theme.px
        super().__init__(parent, padding=px(10))
        self._actions = actions
        self._note = note
        self._samples: list[Sample] = []
        self._day = tk.BooleanVar(self, value=False)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1, minsize=px(ROOM))
        row = Flow(self)
        row.grid(row=0, column=0, sticky="ew", pady=(0, px(8)))
        self.hour_button = self._choice(row, _("The last hour"), day=False)
        self.day_button = self._choice(row, _("The last day"), day=True)
        self.export_button = ttk.Button(row, text=_("Save as a picture …"), command=self.export)
        row.add(self.export_button, end=True)
        self.bind("<Map>", lambda _event: self.board)

    @cached_property
    def board(self) -> Board:
        """The plots."""
        from chat_tk.ui.board import Board

        board = Board(self, _("Nothing was measured yet."))
        board.grid(row=1, column=0, sticky="nsew")
        board.canvas.bind("<Map>", lambda _event: self.after_idle(self.read_again), add="+")
        return board

    def show(self, sample: Sample) -> None:
        """What the last second brought."""
        if not self.winfo_viewable():
            return
        if self._day.get():
            if self._samples and sample.at - self._samples[-1].at < MINUTE:
                return
            self.read_again()
            return
        self._samples.append(sample)
        surplus = bisect_left(self._samples, sample.at - HOUR, key=attrgetter("at")) - MINUTE
        if surplus > MINUTE:  # not one each second: that would move them all
            del self._samples[:surplus]
        self._draw()

    def read_again(self) -> None:
        """All samples of the time that is shown."""
        self._samples = list(self._actions.samples(day=self._day.get()))
        self._draw()

    def export(self) -> None:
        """Write the plots to a file, as a picture that stays sharp at every size."""
        path = files.ask_save(self, _("Save as a picture"), "chat-statistics.svg", [(_("Picture (SVG)"), ".svg")])
        if not path:
            return
        try:
            Path(path).write_text(self.board.picture(_("Statistics")), encoding="utf-8")
        except OSError as error:
            problem = _("{path} cannot be written: {error}. Choose another place.")
            dialogs.show(self, _("Save as a picture"), problem.format(path=path, error=error.strerror or error))
        else:
            self._note(_("Saved as {path}.").format(path=path))

    def _choice(self, row: Flow, text: str, *, day: bool) -> ttk.Radiobutton:
        button = ttk.Radiobutton(row, text=text, value=day, variable=self._day, command=self.read_again)
        row.add(button)
        return button

    def _draw(self) -> None:
        samples = self._samples
        end = samples[-1].at if samples else time.time()
        whole = DAY if self._day.get() else HOUR
        so_far = end - samples[0].at if samples else 0.0
        self.board.show(plots(samples), min(whole, max(LEAST, so_far)), end)


def plots(samples: list[Sample]) -> list[Plot]:
    """The plots of these samples."""
    from chat_tk.ui.plot import Plot

    def points(what: Callable[[Sample], float]) -> list[tuple[float, float]]:
        return [(sample.at, what(sample)) for sample in samples]

    return [
        Plot(_("People"), points(lambda s: s.people), _count, _COLOURS[0], whole=True, least=3),
        Plot(_("Messages per second"), points(lambda s: s.messages), _rate, _COLOURS[1]),
        Plot(_("Sent per second"), points(lambda s: s.sent), size, _COLOURS[2], base=1024.0, least=4096),
        Plot(_("Time until a message has left"), points(lambda s: s.beat * 1000), _milliseconds, _COLOURS[3], least=5),
        Plot(_("Waiting for slow readers"), points(lambda s: s.waiting), size, _COLOURS[4], base=1024.0, least=4096),
    ]


def _count(value: float) -> str:
    return f"{value:.0f}"


def _rate(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}".removesuffix(".0")


def _milliseconds(value: float) -> str:
    return _("{n} ms").format(n=_rate(value))
