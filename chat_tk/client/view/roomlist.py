"""The rooms of this chat: find one, enter it, open a new one."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from chat_tk.client.details import RoomList, RoomOffer
from chat_tk.client.screen import Actions
from chat_tk.client.view.rows import row_of, text_of
from chat_tk.i18n import _, ngettext
from chat_tk.ui.fonts import clean
from chat_tk.ui.sheet import Sheet
from chat_tk.ui.theme import BODY
from chat_tk.ui.widgets import Table

MOST: Final = 500
"""Rooms that are shown at a time; who has more narrows them by typing."""


class RoomListWindow(Sheet):
    """Typing narrows the list, Enter enters what is marked; a name that is not there opens a new room."""

    def __init__(self, parent: tk.Misc, actions: Actions) -> None:
        super().__init__(parent, _("Rooms"), (600, 440))
        self._actions = actions
        self._rooms: tuple[RoomOffer, ...] = ()
        self._offers: dict[str, RoomOffer] = {}
        self._told = RoomList((), complete=False)
        self._wanted = tk.StringVar(self.window)
        self.body.columnconfigure(0, weight=1)
        self.body.rowconfigure(2, weight=1)
        self._add_field()
        self._add_table()
        self._add_buttons()
        self._bind()
        self._refresh()
        self.appear(self.entry)

    def show(self, rooms: RoomList) -> None:
        """These rooms, as far as they have come."""
        self._told = rooms
        self._rooms = tuple(sorted(rooms.rooms, key=lambda room: (-room.people, room.title.casefold())))
        self._refresh()

    # --- its parts --------------------------------------------------------------------------------------------------

    def _add_field(self) -> None:
        px = self.theme.px
        ttk.Label(self.body, text=_("Find a room, or type a name for a new one")).grid(row=0, sticky="w")
        self.entry = ttk.Entry(self.body, textvariable=self._wanted, font=BODY)
        self.entry.grid(row=1, sticky="ew", pady=(px(4), px(8)))

    def _add_table(self) -> None:
        columns = [("room", _("Room"), 170), ("people", _("People"), 70), ("topic", _("Topic"), 300)]
        self._table = Table(self.body, columns, height=6)
        self._table.grid(row=2, sticky="nsew")
        self.tree = self._table.tree
        self.tree.column("people", stretch=False, anchor="e")
        self.tree.heading("people", anchor="e")

    def _add_buttons(self) -> None:
        px = self.theme.px
        row = ttk.Frame(self.body)
        row.grid(row=3, sticky="ew", pady=(px(10), 0))
        row.columnconfigure(0, weight=1)
        self.note = ttk.Label(row, style="Small.TLabel", width=1)
        self.note.grid(row=0, column=0, sticky="ew")
        self.note.bind("<Configure>", lambda event: self.note.configure(wraplength=max(1, event.width)))
        self.new_button = ttk.Button(row, text=_("Open a new room"), command=self._open_new)
        self.new_button.grid(row=0, column=1, padx=px(8))
        self.join_button = ttk.Button(row, text=_("Join"), style="Primary.TButton", command=self._join)
        self.join_button.grid(row=0, column=2)

    def _bind(self) -> None:
        self._wanted.trace_add("write", lambda *_args: self._refresh())
        for key in ("<Return>", "<KP_Enter>"):
            self.entry.bind(key, lambda _event: self._enter())
            self.tree.bind(key, lambda _event: self._join())
        self.entry.bind("<Down>", lambda _event: self._walk(1))
        self.entry.bind("<Up>", lambda _event: self._walk(-1))
        self.tree.bind("<Double-Button-1>", lambda event: self._join() if self.tree.identify_row(event.y) else None)
        self.tree.bind("<<TreeviewSelect>>", lambda _event: self._offer())

    # --- what is shown ----------------------------------------------------------------------------------------------

    def _typed(self) -> str:
        return clean(self._wanted.get()).strip()

    def _refresh(self) -> None:
        wanted = self._typed().casefold().removeprefix("#")
        fitting = [room for room in self._rooms if wanted in f"{room.title} {room.name} {room.topic}".casefold()]
        chosen = self.tree.selection()
        self._offers = {row_of(room.name): room for room in fitting[:MOST]}
        self._table.fill({row: _cells(room) for row, room in self._offers.items()})
        kept = [row for row in chosen if row in self._offers] or list(self._offers)[:1]
        self.tree.selection_set(*kept)
        if kept:
            self.tree.focus(kept[0])
        self._tell(len(fitting))
        self._offer()

    def _tell(self, fitting: int) -> None:
        told = self._told
        words = ngettext("{count} room", "{count} rooms", fitting).format(count=fitting)
        if told.problem:
            words = told.problem
        elif not fitting and self._rooms:
            words = _("No room is called so yet.")
        elif not told.complete and not self._rooms:
            words = _("Asking for the rooms …")
        elif not told.complete:
            words = _("{rooms}, more are coming …").format(rooms=words)
        elif fitting > MOST or told.cut:
            words = _("{rooms}, not all are shown: type a part of the name.").format(rooms=words)
        self.note.configure(text=clean(words))

    def _offer(self) -> None:
        """What the buttons can do now."""
        typed = self._typed().casefold().removeprefix("#")
        known = any(typed in (room.name.casefold().lstrip("#&"), room.title.casefold()) for room in self._rooms)
        self.new_button.state(["!disabled" if typed and not known else "disabled"])
        self.join_button.state(["!disabled" if self.tree.selection() else "disabled"])
        opens = not self.tree.selection()  # what Enter does is what stands out
        self.new_button.configure(style="Primary.TButton" if opens else "TButton")
        self.join_button.configure(style="TButton" if opens else "Primary.TButton")

    # --- what a person does -----------------------------------------------------------------------------------------

    def _walk(self, step: int) -> str:
        rows = self.tree.get_children()
        if rows:
            chosen = self.tree.selection()
            place = (rows.index(chosen[0]) + step) if chosen else 0
            row = rows[max(0, min(len(rows) - 1, place))]
            self.tree.selection_set(row)
            self.tree.focus(row)
            self.tree.see(row)
        return "break"

    def _enter(self) -> None:
        if self.tree.selection():
            self._join()
        elif not self.new_button.instate(["disabled"]):
            self._open_new()

    def _join(self) -> None:
        chosen = self.tree.selection()
        if chosen:
            self.close()
            self._actions.join(text_of(chosen[0]))

    def _open_new(self) -> None:
        name = self._typed()
        self.close()
        self._actions.join(name)


def _cells(room: RoomOffer) -> tuple[str, str, str]:
    """A room as a row."""
    return f"{room.title}  \N{CHECK MARK}" if room.joined else room.title, str(room.people), room.topic
