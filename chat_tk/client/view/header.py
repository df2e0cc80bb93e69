"""The head of the chat: the room's title and topic, and how many are there."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont
from tkinter import ttk
from typing import Final

from chat_tk.client.values import Room
from chat_tk.i18n import _, ngettext
from chat_tk.irc.markup import plain
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import BODY, HEADING, Theme
from chat_tk.ui.widgets import Tooltip

LONGEST_TOPIC: Final = 400
"""Characters; a server may send more."""
LEAST_FOR_TOPIC: Final = 60
"""Pixels at 100 %."""


class Header(ttk.Frame):
    """``on_rooms`` and ``on_people``: the person wants the list at the side, or no longer."""

    def __init__(self, parent: tk.Misc, on_rooms: Callable[[], None], on_people: Callable[[], None]) -> None:
        super().__init__(parent)
        theme = Theme.of(self)
        self.columnconfigure(2, weight=1)
        self.rooms_button = ttk.Button(self, text=_("Rooms"), style="Tool.TButton", command=on_rooms)
        self.rooms_button.grid(row=0, column=0, padx=(0, theme.px(8)))
        self.title = ttk.Label(self, style="Heading.TLabel")
        self.title.grid(row=0, column=1, sticky="w")
        # One character wide, and stretched: the topic yields before anything else, and is cut, never wrapped.
        self.topic = ttk.Label(self, style="Muted.TLabel", width=1)
        self.topic.grid(row=0, column=2, sticky="ew", padx=theme.px(12))
        self._whole_topic = Tooltip(self.topic, "")
        self._whole_title = ""
        self._theme = theme
        self.bind("<Configure>", lambda event: self._show_title(event.width))
        self.topic.bind("<Configure>", lambda event: self._show_topic(event.width))
        self.people_button = ttk.Button(self, style="Tool.TButton", command=on_people)
        self.people_button.grid(row=0, column=3)

    def show(self, room: Room) -> None:
        """Tell the title, topic and count of ``room``."""
        self._whole_title = clean(room.title)
        self._whole_topic.text = " ".join(clean(plain(room.topic)).split())[:LONGEST_TOPIC]
        self._show_topic(self.topic.winfo_width())
        words = ngettext("{count} person", "{count} people", room.people)
        self.people_button.configure(text=words.format(count=room.people))
        (self.people_button.grid_remove if room.private else self.people_button.grid)()
        self._show_title(self.winfo_width())

    def offer_rooms(self, *, offered: bool) -> None:
        """Whether the button "Rooms" stands here: only where the list itself has no room."""
        (self.rooms_button.grid if offered else self.rooms_button.grid_remove)()
        self._show_title(self.winfo_width())

    def _show_title(self, width: int) -> None:
        """The topic yields to the title, and both to the buttons."""
        px = self._theme.px
        if self.people_button.winfo_manager():
            width -= self.people_button.winfo_reqwidth() + px(8)
        if self.rooms_button.winfo_manager():
            width -= self.rooms_button.winfo_reqwidth() + px(8)
        title = _elided(self._theme.font(HEADING), self._whole_title, width)
        self.title.configure(text=title)
        left_over = width - self._theme.font(HEADING).measure(title)
        (self.topic.grid if left_over > px(LEAST_FOR_TOPIC) else self.topic.grid_remove)()

    def _show_topic(self, width: int) -> None:
        self.topic.configure(text=_elided(self._theme.font(BODY), self._whole_topic.text, width))


def _elided(font: tkfont.Font, text: str, width: int) -> str:
    """As much of ``text`` as fits into ``width`` pixels, with a sign that it goes on."""
    if font.measure(text) <= width:
        return text
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if font.measure(text[:middle] + "\N{HORIZONTAL ELLIPSIS}") <= width:
            fits = middle
        else:
            too_long = middle
    return text[:fits].rstrip() + "\N{HORIZONTAL ELLIPSIS}" if fits else ""
