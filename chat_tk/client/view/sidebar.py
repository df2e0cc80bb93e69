"""The rooms and private conversations at the left, with what is unread in each."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chat_tk.client.screen import Actions
from chat_tk.client.values import Level, Room
from chat_tk.client.view.phrases import who_writes
from chat_tk.i18n import _
from chat_tk.ui import dialogs
from chat_tk.ui.rowlist import RowList
from chat_tk.ui.rows import Made, Row
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import leave_keyboard

WIDTH: Final = 178
"""Pixels at 100 %."""


class Sidebar(ttk.Frame):
    """``on_choose`` gets the key of the room that a person wants to see; ``on_rooms``: the list of all rooms is wanted.

    Rooms stand before private conversations, each in the order in which they came. ``listing`` is the list.
    """

    def __init__(
        self, parent: tk.Misc, actions: Actions, on_choose: Callable[[str], None], on_rooms: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._rooms: list[Room] = []  # as they are shown
        self._places: dict[str, int] = {}
        self._shown = ""
        self._broken = False
        theme = Theme.of(self)
        self._menu = theme.menu(self)
        self._levels = theme.menu(self._menu)
        self._level = tk.StringVar(self)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.listing = RowList(self, WIDTH)
        self.listing.grid(row=0, column=0, sticky="nsew")
        self.listing.on_choose = on_choose
        self.listing.on_delete = actions.leave_room
        self.listing.on_menu = self._pop_up
        self.rooms_button = ttk.Button(self, text=_("Rooms …"), style="Tool.TButton", command=on_rooms)
        leave_keyboard(self.rooms_button)
        self.rooms_button.grid(row=1, column=0, sticky="w", padx=theme.px(8), pady=(theme.px(6), 0))

    def put(self, room: Room) -> None:
        """Show a new room, or what is new about it."""
        place = self._places.get(room.key)
        if place is None:
            first = next((i for i, each in enumerate(self._rooms) if each.private > room.private), len(self._rooms))
            self._rooms.insert(first, room)
            self._show()
        else:
            self._rooms[place] = room
            self.listing.renew()

    def move(self, was: str, room: Room) -> None:
        """A room has another key; it stays in its place."""
        place = self._places.pop(was)
        self._places[room.key] = place
        self._rooms[place] = room
        self._shown = room.key if self._shown == was else self._shown
        self.listing.renew(was, room.key)

    def show_broken(self, *, broken: bool) -> None:
        """Whether the connection is broken: nobody knows then whether a partner is there."""
        if broken != self._broken:
            self._broken = broken
            self._show()

    def drop(self, key: str) -> None:
        """The room goes."""
        place = self._places.get(key)
        if place is not None:
            del self._rooms[place]
            self._show()

    def show_chosen(self, key: str) -> None:
        """Mark the room that is shown."""
        self._shown = key
        self.listing.choose(key)

    def beside(self, step: int) -> str:
        """The key of the room ``step`` rows below the one that is shown, round the ends; empty when there is none."""
        place = self._places.get(self._shown, 0)
        return self._rooms[(place + step) % len(self._rooms)].key if self._rooms else ""

    def unread(self, step: int) -> str:
        """The key of the next room, in this direction, with something unread; with a mention first. Empty: none."""
        rooms, place = self._rooms, self._places.get(self._shown, 0)
        round_from_here = [rooms[(place + step * number) % len(rooms)] for number in range(1, len(rooms) + 1)]
        waiting = [room for room in round_from_here if room.unread and room.key != self._shown]
        return next((room.key for room in [*(each for each in waiting if each.mentions), *waiting]), "")

    def has_focus(self) -> bool:
        """Whether the keys go to this list."""
        return self.listing.has_focus()

    def menu_for(self, key: str) -> tk.Menu:
        """What can be done with this room."""
        room, menu, actions = self._rooms[self._places[key]], self._menu, self._actions
        menu.delete(0, "end")
        menu.add_command(label=_("Mark as read"), command=lambda: actions.mark_read(key))
        if not room.unread:
            menu.entryconfigure("end", state="disabled")
        self._fill_levels(room)
        menu.add_cascade(label=_("Tell me about"), menu=self._levels)
        if not room.private and room.joined:
            menu.add_command(label=_("Invite somebody …"), command=lambda: self._invite(key))
        menu.add_separator()
        words = _("Close this conversation") if room.private else _("Leave this room")
        menu.add_command(label=words, command=lambda: actions.leave_room(key))
        return menu

    # --- inside -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Other rooms are here, or all are to be drawn anew."""
        keys = [room.key for room in self._rooms]
        self._places = dict(zip(keys, range(len(keys)), strict=True))
        self.listing.show(Made(self._rooms, _row_of_then if self._broken else _row), keys)

    def _room(self, key: str) -> Room | None:
        place = self._places.get(key)
        return self._rooms[place] if place is not None else None

    def _pop_up(self, key: str, x: int, y: int) -> None:
        if key in self._places:
            self.menu_for(key).tk_popup(x, y)

    def _fill_levels(self, room: Room) -> None:
        self._levels.delete(0, "end")
        self._level.set(room.level.value)
        for level, words in _levels().items():
            self._levels.add_radiobutton(
                label=words,
                variable=self._level,
                value=level.value,
                command=lambda level=level: self._actions.set_level(room.key, level),  # type: ignore[misc]
            )

    def _invite(self, key: str) -> None:
        room = self._room(key)
        if room is not None:
            words = _("Who is to come to {room}?").format(room=room.title)
            nick = dialogs.ask_text(self, _("Invite somebody"), words, button=_("Invite"))
            if nick:
                self._actions.invite(nick, key)


def _row(room: Room) -> Row:
    silent = room.level is Level.NOTHING
    look = "strong" if room.unread and not silent else "muted" if silent or not room.joined else "plain"
    sign = ("away" if room.away else "here") if room.private else "#"
    title = room.title if room.private else room.title.removeprefix("#")
    note = "\N{HORIZONTAL ELLIPSIS}" if room.typing else ""
    tip = [who_writes(room.typing), _("away: {text}").format(text=room.away_text) if room.away_text else ""]
    told = "\n".join(words for words in tip if words)
    return Row(room.key, title, look, sign, note, _count(room.unread), room.mentions > 0 and not silent, told)


def _row_of_then(room: Room) -> Row:
    row = _row(room)
    return row._replace(sign="unknown") if room.private else row


def _count(unread: int) -> str:
    return "" if not unread else str(unread) if unread < 1000 else "999+"


def _levels() -> dict[Level, str]:
    return {
        Level.USUAL: _("What the settings say"),
        Level.ALL: _("Every message"),
        Level.MENTIONS: _("Only what mentions me"),
        Level.NOTHING: _("Nothing"),
    }
