"""Where the parts of the chat window stand: rooms, middle, people. In a narrow window the sides yield first.

Rule: what does not fit is hidden, never cut; a button in the header brings it back in the place of the other side.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.ui.theme import Theme

SIZE: Final = (920, 600)
SMALLEST: Final = (440, 320)
ROOMS_FROM: Final = 520
"""Width in pixels at 100 % from which the rooms stand at the side by themselves."""
PEOPLE_FROM: Final = 740


class Layout:
    """``frame`` fills ``root``; ``middle`` is the part between the sides.

    ``on_fit`` is called when the rooms begin or cease to fit by themselves.
    ``size`` is the window's at 100 %: the one that it is to have, and then the one that the person gives it, which
    ``on_end`` gets when the window goes.
    """

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        self._theme = Theme.of(root)
        self._rooms: ttk.Frame | None = None
        self._people: ttk.Frame | None = None
        self._fitting: tuple[bool, bool] | None = None
        self._people_useful = True
        self._people_wanted = False
        self._appeared = False
        self.size = SIZE
        self.on_end: Callable[[tuple[int, int]], None] = lambda _size: None
        self.on_fit: Callable[[bool], None] = lambda _fits: None
        px = self._theme.px
        self.frame = ttk.Frame(root)
        self.frame.pack(fill="both", expand=True)
        self.frame.columnconfigure(1, weight=1)
        self.frame.rowconfigure(0, weight=1)
        self.middle = ttk.Frame(self.frame, padding=(px(8), px(6), px(8), px(6)))
        self.middle.grid(row=0, column=1, sticky="nsew")
        self.middle.columnconfigure(0, weight=1)

    def place(self, rooms: ttk.Frame, people: ttk.Frame) -> None:
        """Put the sides where they belong."""
        px = self._theme.px
        self._rooms, self._people = rooms, people
        rooms.grid(row=0, column=0, sticky="ns", pady=px(6))
        people.grid(row=0, column=2, sticky="ns", pady=px(6))
        self._root.minsize(*(px(side) for side in SMALLEST))
        self.frame.bind("<Configure>", self._resized)
        self.frame.bind("<Destroy>", lambda _event: self.on_end(self.size))

    def place_middle(self, parts: Sequence[tk.Widget], growing: int) -> None:
        """Put what stands between the sides from top to bottom; the one at place ``growing`` gets what is left."""
        gap = self._theme.px(4)
        for row, part in enumerate(parts):
            part.grid(row=row, column=0, sticky="nsew", pady=(0, gap))
            self.middle.rowconfigure(row, weight=int(row == growing))

    def appear(self) -> None:
        """Show the window, in the middle of the screen, and never larger than it."""
        root, px = self._root, self._theme.px
        wanted = [px(max(side, least)) for side, least in zip(self.size, SMALLEST, strict=True)]
        width = min(wanted[0], root.winfo_screenwidth())
        height = min(wanted[1], root.winfo_screenheight() - px(80))
        left, top = (root.winfo_screenwidth() - width) // 2, (root.winfo_screenheight() - height) // 3
        root.geometry(f"{width}x{height}+{left}+{top}")
        self._fit(width)
        root.deiconify()
        self._appeared = True

    def toggle_rooms(self) -> None:
        """Show or hide the rooms; in a narrow window the people make way."""
        self._toggle(self._rooms, self._people)

    def toggle_people(self) -> None:
        """Show or hide the people; in a narrow window the rooms make way."""
        if self._people_useful:
            self._toggle(self._people, self._rooms)

    def use_people(self, *, useful: bool) -> None:
        """Whether there is a list of people to show; what the person chose comes back with it."""
        if useful == self._people_useful or self._people is None:
            return
        self._people_useful = useful
        if not useful:
            self._people_wanted = bool(self._people.winfo_manager())
            self._give_rooms_back()
        _show(self._people, shown=useful and self._people_wanted)

    def _toggle(self, side: ttk.Frame | None, other: ttk.Frame | None) -> None:
        if side is None or other is None:
            return
        shown = not side.winfo_manager()
        _show(side, shown=shown)
        if shown and self._fitting != (True, True):
            _show(other, shown=False)
        elif side is self._people:
            self._give_rooms_back()

    def _give_rooms_back(self) -> None:
        """Where only one side fits, the rooms stand there again: no button shows them, and they are the way out."""
        if self._rooms is not None and self._fitting == (True, False) and not self._rooms.winfo_manager():
            self._people_wanted = False
            _show(self._rooms, shown=True)

    def _resized(self, event: tk.Event[ttk.Frame]) -> None:
        self._fit(event.width)
        if self._appeared and not _maximised(self._root):
            scale = self._theme.scale
            self.size = round(event.width / scale), round(event.height / scale)

    def _fit(self, width: int) -> None:
        fitting = (width >= self._theme.px(ROOMS_FROM), width >= self._theme.px(PEOPLE_FROM))
        if fitting == self._fitting or self._rooms is None or self._people is None:
            return  # nothing crossed a border: what the person chose stays
        self._fitting = fitting
        _show(self._rooms, shown=fitting[0])
        self._people_wanted = fitting[1]
        _show(self._people, shown=fitting[1] and self._people_useful)
        self.on_fit(fitting[0])


def _maximised(root: tk.Tk) -> bool:
    """Whether it fills the screen for now: no size that somebody gave it."""
    x11 = root.tk.call("tk", "windowingsystem") == "x11"
    return bool(root.attributes("-zoomed")) if x11 else root.state() == "zoomed"


def _show(side: ttk.Frame, *, shown: bool) -> None:
    (side.grid if shown else side.grid_remove)()
