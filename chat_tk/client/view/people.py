"""The people of the room at the right: who one is oneself, who is away, who has a say."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from chat_tk.client.values import Member
from chat_tk.client.view.rows import row_of, text_of
from chat_tk.i18n import _
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import Table

WIDTH = 206
"""Pixels at 100 %: as much as "Maria (host, you)" needs, in bold."""


class PeopleList(ttk.Frame):
    """``on_message`` gets the name of somebody to write to privately (double click, Enter, menu)."""

    def __init__(self, parent: tk.Misc, on_message: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._on_message = on_message
        self._theme = Theme.of(self)
        self._drawn: dict[str, Member] = {}
        self._me = ""
        self._menu = self._theme.menu(self)
        table = Table(self, style="Sidebar.Treeview", selectmode="browse", height=1)
        table.pack(fill="both", expand=True)
        self.tree = table.tree
        self.tree.column("#0", width=self._theme.px(WIDTH - 14), minwidth=self._theme.px(60))
        self._theme.register(self.tree, self._paint)
        self._bind_keys()

    def show(self, members: Sequence[Member]) -> None:
        """These people, in this order. Only what differs from before is touched: rooms can be large and lively."""
        wanted = {row_of(member.nick): member for member in members}
        self._me = next((row_of(member.nick) for member in members if member.me), "")
        gone = [row for row in self._drawn if row not in wanted]
        if gone:
            self.tree.delete(*gone)
        stayed = [row for row in self._drawn if row in wanted]
        for index, (row, member) in enumerate(wanted.items()):
            if row not in self._drawn:
                self.tree.insert("", index, row, text=_caption(member), tags=(_tag(member),))
            elif self._drawn[row] != member:
                self.tree.item(row, text=_caption(member), tags=(_tag(member),))
        if stayed != [row for row in wanted if row in self._drawn]:
            self.tree.set_children("", *wanted)
        self._drawn = wanted

    def _bind_keys(self) -> None:
        tree = self.tree
        tree.bind("<Double-Button-1>", lambda event: self._message(tree.identify_row(event.y)))
        for key in ("<Return>", "<KP_Enter>"):
            tree.bind(key, lambda _event: self._message(tree.focus()))
        for button in ("<Button-3>", "<Button-2>", "<Control-Button-1>"):
            tree.bind(button, lambda event: self._pop_up(tree.identify_row(event.y), event.x_root, event.y_root))
        for key in ("<Menu>", "<Shift-F10>"):
            tree.bind(key, lambda _event: self._pop_up(tree.focus(), self.winfo_rootx() + 20, self.winfo_rooty() + 20))
        tree.bind("<FocusIn>", lambda _event: self._choose_first())

    def _choose_first(self) -> None:
        rows = self.tree.get_children()
        if rows and not self.tree.focus():
            self.tree.focus(rows[0])
            self.tree.selection_set(rows[0])

    def _message(self, row: str) -> None:
        if row and row != self._me:
            self._on_message(text_of(row))

    def _pop_up(self, row: str, x: int, y: int) -> str:
        if row and row != self._me:
            self.tree.selection_set(row)
            self._menu.delete(0, "end")
            words = _("Write to {name} privately").format(name=clean(text_of(row)))
            self._menu.add_command(label=words, command=lambda: self._message(row))
            self._menu.tk_popup(x, y)
        return "break"

    def _paint(self, theme: Theme) -> None:
        self.tree.tag_configure("here", font="ChatBody")
        self.tree.tag_configure("away", font="ChatBody", foreground=theme.palette.muted)
        self.tree.tag_configure("me", font=theme.variant(bold=True))


def _tag(member: Member) -> str:
    return "me" if member.me else "away" if member.away else "here"


def _caption(member: Member) -> str:
    dot = "\N{WHITE CIRCLE}" if member.away else "\N{BLACK CIRCLE}"
    notes = [_role(member.prefix), _("you") if member.me else "", _("away") if member.away else ""]
    said = ", ".join(note for note in notes if note)
    return f"{dot} {clean(member.nick)} ({said})" if said else f"{dot} {clean(member.nick)}"


def _role(prefix: str) -> str:
    """What a prefix means, in a word; from "may do everything" to "may speak in a quiet room"."""
    return {"~": _("host"), "&": _("host"), "@": _("host"), "%": _("helper"), "+": _("speaker")}.get(prefix, "")
