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
        self._rooms: dict[str, Room] = {}
        self._shown = ""
        self._broken = False
        self._planned = ""
        self.bind("<Destroy>", lambda _event: self.after_cancel(self._planned) if self._planned else None)
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
        self._rooms[room.key] = room
        self._show()

    def move(self, was: str, room: Room) -> None:
        """A room has another key; it stays in its place, and is drawn when there is time."""
        self._rooms = {room.key if key == was else key: each for key, each in self._rooms.items()}
        self._rooms[room.key] = room
        if self._shown == was:
            self._shown = room.key
        self._planned = self._planned or self.after_idle(self._show_moved)

    def show_broken(self, *, broken: bool) -> None:
        """Whether the connection is broken: nobody knows then whether a partner is there."""
        if broken != self._broken:
            self._broken = broken
            self._show()

    def drop(self, key: str) -> None:
        """The room goes."""
        if self._rooms.pop(key, None) is not None:
            self._show()

    def show_chosen(self, key: str) -> None:
        """Mark the room that is shown."""
        self._shown = key
        self.listing.choose(key)

    def beside(self, step: int) -> str:
        """The key of the room ``step`` rows below the one that is shown, round the ends; empty when there is none."""
        keys = self._keys()
        if not keys:
            return ""
        place = keys.index(self._shown) if self._shown in keys else 0
        return keys[(place + step) % len(keys)]

    def unread(self, step: int) -> str:
        """The key of the next room, in this direction, with something unread; with a mention first. Empty: none."""
        keys = self._keys()
        place = keys.index(self._shown) if self._shown in keys else 0
        round_from_here = [keys[(place + step * number) % len(keys)] for number in range(1, len(keys) + 1)]
        waiting = [self._rooms[key] for key in round_from_here if self._rooms[key].unread and key != self._shown]
        return next((room.key for room in [*(each for each in waiting if each.mentions), *waiting]), "")

    def has_focus(self) -> bool:
        """Whether the keys go to this list."""
        return self.listing.has_focus()

    def menu_for(self, key: str) -> tk.Menu:
        """What can be done with this room."""
        room, menu, actions = self._rooms[key], self._menu, self._actions
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
        rooms = sorted(self._rooms.values(), key=lambda room: room.private)  # a stable order
        make = _row_of_then if self._broken else _row
        self.listing.show(Made(rooms, make), [room.key for room in rooms])

    def _show_moved(self) -> None:
        self._planned = ""
        self._show()
        self.listing.choose(self._shown)

    def _keys(self) -> list[str]:
        """In the order in which they are shown."""
        return [room.key for room in sorted(self._rooms.values(), key=lambda room: room.private)]

    def _pop_up(self, key: str, x: int, y: int) -> None:
        if key in self._rooms:
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
        room = self._rooms.get(key)
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
