"""The rooms and private conversations at the left, with what is unread in each."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat_tk.client.values import Room
from chat_tk.client.view.rows import row_of, text_of
from chat_tk.i18n import _
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import Table

WIDTH = 180
"""Pixels at 100 %."""


class Sidebar(ttk.Frame):
    """``on_choose`` gets the key of the room that a person wants to see, ``on_leave`` of the one to leave.

    Rooms stand before private conversations, each in the order in which they came.
    """

    def __init__(self, parent: tk.Misc, on_choose: Callable[[str], None], on_leave: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._on_choose, self._on_leave = on_choose, on_leave
        self._theme = Theme.of(self)
        self._rooms: dict[str, Room] = {}
        self._shown = ""
        self._menu = self._theme.menu(self)
        table = Table(self, style="Sidebar.Treeview", selectmode="browse", height=1)
        table.pack(fill="both", expand=True)
        self.tree = table.tree
        px = self._theme.px
        self.tree.configure(columns=("unread",), show="tree")
        self.tree.column("#0", width=px(WIDTH - 58), minwidth=px(60), stretch=True)
        self.tree.column("unread", width=px(44), minwidth=px(44), stretch=False, anchor="e")
        self._theme.register(self.tree, self._paint)
        self._bind_keys()

    def put(self, room: Room) -> None:
        """Show a new room, or what is new about it."""
        self._rooms[room.key] = room
        row = row_of(room.key)
        text, count = _caption(room), _count(room)
        tag = "mentioned" if room.mentions else "unread" if room.unread else "left" if not room.joined else "read"
        if self.tree.exists(row):
            self.tree.item(row, text=text, values=(count,), tags=(tag,))
        else:
            self.tree.insert("", self._index_for(room), row, text=text, values=(count,), tags=(tag,))

    def drop(self, key: str) -> None:
        """The room goes."""
        self._rooms.pop(key, None)
        if self.tree.exists(row_of(key)):
            self.tree.delete(row_of(key))

    def show_chosen(self, key: str) -> None:
        """Mark the room that is shown."""
        self._shown = key
        if self.tree.exists(row_of(key)):
            self.tree.selection_set(row_of(key))
            self.tree.focus(row_of(key))
            self.tree.see(row_of(key))

    def beside(self, step: int) -> str:
        """The key of the room ``step`` rows below the one that is shown, round the ends; empty when there is none."""
        keys = [text_of(row) for row in self.tree.get_children()]
        if not keys:
            return ""
        place = keys.index(self._shown) if self._shown in keys else 0
        return keys[(place + step) % len(keys)]

    def has_focus(self) -> bool:
        """Whether the keys go to this list."""
        return self.focus_displayof() is self.tree

    def _bind_keys(self) -> None:
        self.tree.bind("<<TreeviewSelect>>", lambda _event: self._selected())
        self.tree.bind("<Delete>", lambda _event: self._leave(self.tree.focus()))
        for button in ("<Button-3>", "<Button-2>", "<Control-Button-1>"):
            self.tree.bind(
                button, lambda event: self._pop_up(self.tree.identify_row(event.y), event.x_root, event.y_root)
            )
        for key in ("<Menu>", "<Shift-F10>"):
            self.tree.bind(
                key, lambda _event: self._pop_up(self.tree.focus(), self.winfo_rootx() + 20, self.winfo_rooty() + 20)
            )

    def _selected(self) -> None:
        chosen = self.tree.selection()
        if chosen and text_of(chosen[0]) != self._shown:
            self._on_choose(text_of(chosen[0]))

    def _leave(self, row: str) -> None:
        if row:
            self._on_leave(text_of(row))

    def _pop_up(self, row: str, x: int, y: int) -> str:
        room = self._rooms.get(text_of(row)) if row else None
        if room is not None:
            words = _("Close this conversation") if room.private else _("Leave this room")
            self._menu.delete(0, "end")
            self._menu.add_command(label=words, command=lambda: self._on_leave(room.key))
            self._menu.tk_popup(x, y)
        return "break"

    def _index_for(self, room: Room) -> int:
        rows = self.tree.get_children()
        return len(rows) if room.private else sum(not self._rooms[text_of(row)].private for row in rows)

    def _paint(self, theme: Theme) -> None:
        self.tree.tag_configure("read", font="ChatBody")
        self.tree.tag_configure("left", font="ChatBody", foreground=theme.palette.muted)
        self.tree.tag_configure("unread", font=theme.variant(bold=True))
        self.tree.tag_configure("mentioned", font=theme.variant(bold=True), foreground=theme.palette.danger)


def _caption(room: Room) -> str:
    return clean(room.title) if room.private else f"# {clean(room.title).removeprefix('#')}"


def _count(room: Room) -> str:
    return "" if not room.unread else str(room.unread) if room.unread < 1000 else "999+"
