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
from chat_tk.ui.theme import BODY, Theme
from chat_tk.ui.widgets import Tooltip

LONGEST_TOPIC: Final = 400
"""Characters; a server may send more."""


class Header(ttk.Frame):
    """``on_rooms`` and ``on_people``: the person wants the list at the side, or no longer."""

    def __init__(self, parent: tk.Misc, on_rooms: Callable[[], None], on_people: Callable[[], None]) -> None:
        super().__init__(parent)
        theme = Theme.of(self)
        self.columnconfigure(2, weight=1)
        self.rooms_button = ttk.Button(self, text=_("Rooms"), style="Tool.TButton", command=on_rooms)
        self.rooms_button.grid(row=0, column=0, padx=(0, theme.px(8)))
        self.title = ttk.Label(self, style="Heading.TLabel")
        self.title.grid(row=0, column=1)
        # One character wide, and stretched: the topic yields before anything else, and is cut, never wrapped.
        self.topic = ttk.Label(self, style="Muted.TLabel", width=1)
        self.topic.grid(row=0, column=2, sticky="ew", padx=theme.px(12))
        self._whole_topic = Tooltip(self.topic, "")
        self._font = theme.font(BODY)
        self.topic.bind("<Configure>", lambda event: self._show_topic(event.width))
        self.people_button = ttk.Button(self, style="Tool.TButton", command=on_people)
        self.people_button.grid(row=0, column=3)
        for button in (self.rooms_button, self.people_button):
            for key in ("<Return>", "<KP_Enter>"):
                button.bind(key, lambda event: event.widget.invoke())

    def show(self, room: Room) -> None:
        """Tell the title, topic and count of ``room``."""
        self.title.configure(text=clean(room.title))
        self._whole_topic.text = " ".join(clean(plain(room.topic)).split())[:LONGEST_TOPIC]
        self._show_topic(self.topic.winfo_width())
        words = ngettext("{count} person", "{count} people", room.people)
        self.people_button.configure(text=words.format(count=room.people))

    def offer_rooms(self, *, offered: bool) -> None:
        """Whether the button "Rooms" stands here: only where the list itself has no room."""
        (self.rooms_button.grid if offered else self.rooms_button.grid_remove)()

    def _show_topic(self, width: int) -> None:
        self.topic.configure(text=_elided(self._font, self._whole_topic.text, width))


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
