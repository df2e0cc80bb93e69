"""The people of the room at the right: who one is oneself, who is away, who has a say.

Rule: while there is no connection nobody is said to be here.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.client.details import Abilities
from chat_tk.client.screen import Actions
from chat_tk.client.values import Member, Room
from chat_tk.client.view.personmenu import PersonMenu
from chat_tk.client.view.phrases import role
from chat_tk.i18n import _, ngettext
from chat_tk.irc.names import fold
from chat_tk.ui.entryhint import EntryHint
from chat_tk.ui.fonts import clean
from chat_tk.ui.rowlist import RowList
from chat_tk.ui.rows import Made, Row
from chat_tk.ui.theme import BODY, Theme

WIDTH: Final = 196
"""Pixels at 100 %: as much as "Maria host, you" needs."""
MANY: Final = 15
"""People from which there is a field to find one."""


class PeopleList(ttk.Frame):
    """Double click, Enter: write to somebody privately; the menu has the rest. ``on_mention`` gets a name to insert.

    ``listing`` is the list; its keys are nicks.
    """

    def __init__(self, parent: tk.Misc, actions: Actions, on_mention: Callable[[str], None]) -> None:
        super().__init__(parent)
        px = Theme.of(self).px
        self._actions = actions
        self._members: Sequence[Member] = ()
        self._by_nick: dict[str, Member] = {}
        self._broken = False
        self.menu = PersonMenu(self, actions, on_mention)
        self.rowconfigure(1, weight=1)
        self.columnconfigure(0, weight=1)
        self._wanted = tk.StringVar(self)
        self.filter = ttk.Entry(self, textvariable=self._wanted, font=BODY, width=1)
        self.filter.grid(row=0, column=0, sticky="ew", padx=px(8), pady=(0, px(4)))
        EntryHint(self.filter, self._wanted, _("Find somebody"))
        self.filter.bind("<Escape>", lambda _event: self._wanted.set(""))
        self.filter.bind("<Down>", lambda _event: self._to_list())
        self._wanted.trace_add("write", lambda *_args: self._show())
        self.listing = RowList(self, WIDTH)
        self.listing.grid(row=1, column=0, sticky="nsew")
        self.listing.on_open = self._message
        self.listing.on_menu = self._pop_up
        self.filter.grid_remove()

    def show(self, members: Sequence[Member]) -> None:
        """These people, in this order."""
        self._by_nick = {member.nick: member for member in members}
        self._members = list(self._by_nick.values())
        if len(members) < MANY and self._wanted.get():
            self._wanted.set("")
        (self.filter.grid if len(members) >= MANY else self.filter.grid_remove)()
        self._show()

    @property
    def members(self) -> Sequence[Member]:
        """The people, shown or not."""
        return self._members

    def show_room(self, room: Room) -> None:
        """What the person may do in the room that is shown."""
        self.menu.room, self.menu.manages = room.key, room.manages

    def show_abilities(self, abilities: Abilities) -> None:
        """What the chat can do."""
        self.menu.roles = abilities.roles

    def show_broken(self, *, broken: bool) -> None:
        """Whether the connection is broken: these were here until then, and nobody knows who is now."""
        if broken != self._broken:
            self._broken = broken
            self._show()

    # --- inside -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        wanted = self._wanted.get().strip().casefold()
        make = _row_of_then if self._broken else _row
        if not wanted and self._broken:
            self.listing.show(Made([None, *self._members], make), ["", *self._by_nick])
            return
        if not wanted:
            self.listing.show(Made(self._members, make), list(self._by_nick))
            return
        fitting = [each for each in self._members if wanted in f"{each.who}\n{each.nick}".casefold()]
        words = ngettext("{count} person found", "{count} people found", len(fitting)).format(count=len(fitting))
        words = words if fitting else _("Nobody is called so.")
        self.listing.show([Row("", words, heading=True), *map(make, fitting)])

    def _to_list(self) -> None:
        self.listing.canvas.focus_set()

    def _message(self, nick: str) -> None:
        member = self._by_nick.get(nick)
        if member is not None and not member.me:
            self._actions.message_person(nick)

    def _pop_up(self, nick: str, x: int, y: int) -> None:
        member = self._by_nick.get(nick)
        if member is not None:
            self.listing.choose(nick)
            self.menu.fill(member).tk_popup(x, y)


def _row(member: Member) -> Row:
    away = member.away
    notes = [
        role(member.prefix),
        _("you") if member.me else "",
        _("bot") if member.bot else "",
        _("away") if away else "",
        _("ignored") if member.ignored else "",
        clean(member.status),
    ]
    look = "strong" if member.me else "muted" if away or member.ignored else "plain"
    note = ", ".join(word for word in notes if word)
    return Row(member.nick, member.who, look, "away" if away else "here", note, "", loud=False, tip=_tip(member))


def _row_of_then(member: Member | None) -> Row:
    """Of who was here when the connection broke; None: the words above all of them."""
    if member is None:
        return Row("", _("Not connected"), heading=True)
    row = _row(member)
    return row._replace(sign="unknown", look=row.look if member.me else "muted")


def _tip(member: Member) -> str:
    """What a row has no room for: the short name that others type, and the status."""
    short = member.nick if fold(member.nick) != fold(member.who) else ""
    return "\n".join(text for text in (short, member.status) if text)
