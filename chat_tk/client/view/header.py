"""The head of the chat: the room's title and topic, how many are there, and what one can do with the room."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final, Protocol

from chat_tk.client.details import Link
from chat_tk.client.values import Room
from chat_tk.i18n import _, ngettext
from chat_tk.irc.markup import plain
from chat_tk.ui.emoji_pictures import Pictures
from chat_tk.ui.fonts import clean, elided
from chat_tk.ui.pictured import in_words
from chat_tk.ui.theme import HEADING, SMALL, Theme
from chat_tk.ui.tips import Tooltip
from chat_tk.ui.widgets import leave_keyboard

LONGEST_TOPIC: Final = 400
"""Characters; a server may send more."""
LEAST_FOR_TITLE: Final = 70
MOST_FOR_TITLE: Final = 150
"""Pixels at 100 %: so much of the title stays whatever buttons there are, the more only as far as it is that long."""
NARROW: Final = 300
"""Pixels at 100 % below which a number must do."""


class Wishes(Protocol):
    """What the header is pressed for."""

    def toggle_rooms(self) -> None:
        """The rooms at the side are wanted, or no longer."""

    def toggle_people(self) -> None:
        """The people at the side are wanted, or no longer."""

    def find(self) -> None:
        """Search."""

    def edit_topic(self) -> None:
        """Say what the room is about, or read all of it."""

    def show_lock(self) -> None:
        """Who can read along, and with whom one is connected."""

    @property
    def has_settings(self) -> bool:
        """Whether there are any."""

    def open_settings(self) -> None:
        """The settings."""

    def open_menu(self, x: int, y: int) -> None:
        """All that can be done here, at this place of the screen."""


class Header(ttk.Frame):
    """Title and buttons, below them the topic. What has no room yields: search and settings, which the menu has too."""

    def __init__(self, parent: tk.Misc, wishes: Wishes) -> None:
        super().__init__(parent)
        self._theme = Theme.of(self)
        self._wishes = wishes
        self._whole_title = ""
        self._rooms_offered = False
        self._people = 0
        self._alone = True
        self._link: Link | None = None
        self.columnconfigure(2, weight=1)
        self._add_left()
        self._add_right()
        self.bind("<Configure>", lambda event: self._fit(event.width))
        self.topic.bind("<Configure>", lambda event: self._show_topic(event.width))

    def show(self, room: Room) -> None:
        """Tell the title, topic and count of ``room``."""
        self._whole_title = in_words(self, clean(room.title))
        topic = room.topic or (room.away_text if room.private else "")
        self._whole_topic.text = in_words(self, " ".join(clean(plain(topic)).split())[:LONGEST_TOPIC])
        if not self._whole_topic.text and room.may_topic and room.joined:
            self._whole_topic.text = _("What is this room about?")
        self._people = room.people
        self._alone = room.private or not room.joined or not room.key
        self._fit(self.winfo_width())
        self._show_topic(self.topic.winfo_width())

    def show_link(self, link: Link) -> None:
        """Whether others can read along on the way."""
        self._link = link
        self._show_lock()
        self._fit(self.winfo_width())

    def offer_rooms(self, *, offered: bool) -> None:
        """Whether the button "Rooms" stands here: only where the list itself has no room."""
        self._rooms_offered = offered
        self._fit(self.winfo_width())

    # --- its parts --------------------------------------------------------------------------------------------------

    def _add_left(self) -> None:
        px = self._theme.px
        self.rooms_button = ttk.Button(self, text=_("Rooms"), style="Tool.TButton", command=self._wishes.toggle_rooms)
        leave_keyboard(self.rooms_button)
        self.rooms_button.grid(row=0, column=0, padx=(0, px(8)))
        self.title = ttk.Label(self, style="Heading.TLabel")
        self.title.grid(row=0, column=1, sticky="w")
        # One character wide, and stretched: the topic is cut, never wrapped, and makes nothing wider.
        self.topic = ttk.Label(self, style="Small.TLabel", width=1, cursor="hand2")
        self.topic.grid(row=1, column=0, columnspan=9, sticky="ew", pady=(px(2), 0))
        # When the button comes up, as buttons do it: while it is down, the box would not get the keys.
        self.topic.bind("<ButtonRelease-1>", lambda _event: self._wishes.edit_topic())
        self._whole_topic = Tooltip(self.topic, "")
        self._tip_of_title = Tooltip(self.title, "")

    def _add_right(self) -> None:
        wishes = self._wishes
        self.search_button = self._button(3, _("Search"), wishes.find)
        self.lock_button = self._button(4, "", wishes.show_lock)
        self.people_button = self._button(5, "", wishes.toggle_people)
        self._people_tip = Tooltip(self.people_button, "")
        self.settings_button = self._button(6, _("Settings"), wishes.open_settings)
        self.menu_button = self._button(7, "\N{IDENTICAL TO}", self.press_menu)
        Tooltip(self.menu_button, _("Everything that can be done here (F10)"))
        self._lock_tip = Tooltip(self.lock_button, "")

    def _button(self, column: int, text: str, command: object) -> ttk.Button:
        button = ttk.Button(self, text=text, style="Tool.TButton", command=command)  # type: ignore[arg-type]
        leave_keyboard(button)
        button.grid(row=0, column=column, padx=(self._theme.px(2), 0))
        return button

    def _show_lock(self) -> None:
        """The picture is loaded here and not at the start: there it would cost time that nobody has."""
        locked = self._link is not None and self._link.encrypted
        picture = Pictures.of(self).get("\N{LOCK}" if locked else "\N{OPEN LOCK}")
        self.lock_button.configure(image=picture)
        self._lock_tip.text = (
            _("Nobody on the way can read along.") if locked else _("Others on this network could read along.")
        )

    def press_menu(self) -> None:
        """Open the menu, below its button."""
        button = self.menu_button
        self._wishes.open_menu(button.winfo_rootx(), button.winfo_rooty() + button.winfo_height())

    # --- what fits --------------------------------------------------------------------------------------------------

    def _fit(self, width: int) -> None:
        """Buttons as long as there is room for them and for some of the title; the title gets what they leave."""
        theme, gap = self._theme, self._theme.px(4)
        words = ngettext("{count} person", "{count} people", self._people).format(count=self._people)
        self.people_button.configure(text=words if width >= theme.px(NARROW) else str(self._people))
        self._people_tip.text = words
        whole = theme.font(HEADING).measure(self._whole_title) + theme.px(8)
        title = min(max(whole, theme.px(LEAST_FOR_TITLE)), theme.px(MOST_FOR_TITLE))
        left = width - title
        for button, wanted, stays in self._in_order():
            need = button.winfo_reqwidth() + gap
            shown = wanted and (stays or need <= left)
            left -= need if shown else 0
            _show(button, shown=shown)
        self.title.configure(text=elided(theme.font(HEADING), self._whole_title, left + title - theme.px(8)))
        self._tip_of_title.text = self._whole_title

    def _in_order(self) -> list[tuple[ttk.Button, bool, bool]]:
        """The buttons, the most important first; whether each is wanted, and whether it stays however narrow it is."""
        return [
            (self.menu_button, True, True),
            (self.rooms_button, self._rooms_offered, True),
            (self.people_button, not self._alone, True),
            (self.search_button, True, False),
            (self.lock_button, self._link is not None, False),
            (self.settings_button, self._wishes.has_settings, False),
        ]

    def _show_topic(self, width: int) -> None:
        _show(self.topic, shown=bool(self._whole_topic.text))
        self.topic.configure(text=elided(self._theme.font(SMALL), self._whole_topic.text, width))


def _show(widget: tk.Widget, *, shown: bool) -> None:
    if shown != bool(widget.winfo_manager()):
        (widget.grid if shown else widget.grid_remove)()
