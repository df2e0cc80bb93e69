"""The tab with the people: the list and what the host can do with them.

Rule: a row comes, changes and goes by ``show`` and ``drop`` alone, never by a click.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _, ngettext
from chat_tk.server.screen import Person
from chat_tk.server.view.columns import columns, name
from chat_tk.server.view.parts import copy
from chat_tk.ui.dialogs import Box
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import BODY, SMALL, Theme
from chat_tk.ui.widgets import Table

ROWS: Final = 3
"""Rows that the smallest window shows."""
CELL_SPACE: Final = 26
"""What a cell needs beside its text."""


class PeopleTab(ttk.Frame):
    """The list of people and its buttons."""

    def __init__(
        self,
        parent: tk.Misc,
        remove: Callable[[int, str], object],
        announce: Callable[[str], object],
        count_changed: Callable[[int], object],
    ) -> None:
        """``remove`` and ``announce`` do what the host wants; ``count_changed`` hears how many people have a name."""
        self._theme = Theme.of(parent)
        super().__init__(parent, style="Surface.TFrame", padding=self._theme.px(10))
        self._remove = remove
        self._announce = announce
        self._count_changed = count_changed
        self._people: dict[int, Person] = {}
        self._columns = {column.key: column for column in columns()}
        self._sorted_by = "number"
        self._descending = False
        self._sort_planned = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.tree = self._make_tree()
        self.empty = ttk.Label(
            self, text=_("Nobody is here yet. Tell people the address above."), style="Muted.Surface.TLabel"
        )
        self._make_buttons()
        self.menu = self._make_menu()
        self._bind_keys()
        self._plan_sort()

    # --- what is told ------------------------------------------------------------------------------------------------

    def show(self, person: Person) -> None:
        """A row appears or changes."""
        values = [clean(column.cell(person)) for column in self._columns.values()]
        row = str(person.number)
        if person.number in self._people:
            self.tree.item(row, values=values)
        else:
            self.tree.insert("", "end", iid=row, values=values)
        self._people[person.number] = person
        self._plan_sort()

    def drop(self, number: int) -> None:
        """A row goes."""
        if self._people.pop(number, None) is not None:
            self.tree.delete(str(number))
            self._plan_sort()

    @property
    def named(self) -> int:
        """How many people have a name, and so are in the chat."""
        return sum(1 for person in self._people.values() if person.nick)

    # --- what the host does ------------------------------------------------------------------------------------------

    def selected(self) -> list[int]:
        """The numbers of the rows that are selected."""
        return [int(row) for row in self.tree.selection()]

    def ask_remove(self) -> None:
        """Ask for the reason, then have those who were selected removed."""
        chosen = [self._people[number] for number in self.selected()]
        if not chosen:
            return
        if len(chosen) == 1:
            nameless = _("number {n}").format(n=chosen[0].number)
            question = _("Remove {name}?").format(name=chosen[0].nick or nameless)
        else:
            question = ngettext("Remove {n} person?", "Remove {n} people?", len(chosen)).format(n=len(chosen))
        prompt = question + "\n" + _("Why? They will read it. It can stay empty.")
        reason = self._ask(_("Remove"), prompt, [_("Remove"), _("Keep")])
        if reason is None:
            return
        for person in chosen:
            if person.number in self._people:  # who has gone meanwhile needs no removing
                self._remove(person.number, reason)

    def ask_announce(self) -> None:
        """Ask for the text, then have it told to everyone."""
        text = self._ask(_("Announce"), _("What should everyone read?"), [_("Announce"), _("Cancel")])
        if text:
            self._announce(text)

    def sort_by(self, key: str) -> None:
        """Sort by this column; a second time: the other way round."""
        self._descending = key == self._sorted_by and not self._descending
        self._sorted_by = key
        self._refresh()

    def set_enabled(self, *, enabled: bool) -> None:
        """Whether anything can be done here at all."""
        self.announce_button.state(["!disabled" if enabled else "disabled"])
        if not enabled:
            self.tree.selection_set()
            self.tree.configure(selectmode="none")

    def _ask(self, title: str, prompt: str, buttons: Sequence[str]) -> str | None:
        box = Box(self, title, prompt, buttons, 0, "")
        box.wait()
        return box.answer.strip() if box.choice == 0 else None

    # --- how it is made ----------------------------------------------------------------------------------------------

    def _make_tree(self) -> ttk.Treeview:
        px = self._theme.px
        names = [(column.key, column.heading, 0) for column in self._columns.values()]
        table = Table(self, names, selectmode="extended", height=ROWS)
        table.grid(row=0, column=0, sticky="nsew")
        tree = table.tree
        for column in self._columns.values():
            heading = self._theme.font(SMALL).measure(column.heading + " ▲") + px(CELL_SPACE)
            width = max(heading, self._theme.font(BODY).measure(column.widest) + px(CELL_SPACE))
            tree.column(column.key, width=width, minwidth=heading, stretch=column.stretch, anchor=column.anchor)
            tree.heading(column.key, anchor=column.anchor, command=partial(self.sort_by, column.key))
        return tree

    def _make_buttons(self) -> None:
        px = self._theme.px
        row = ttk.Frame(self, style="Surface.TFrame", padding=(0, px(10), 0, 0))
        row.grid(row=1, column=0, sticky="ew")
        self.remove_button = ttk.Button(row, text=_("Remove …"), command=self.ask_remove)
        self.remove_button.pack(side="left")
        self.announce_button = ttk.Button(row, text=_("Announce to everyone …"), command=self.ask_announce)
        self.announce_button.pack(side="right", padx=(px(8), 0))
        self.announce_button.state(["disabled"])

    def _make_menu(self) -> tk.Menu:
        menu = self._theme.menu(self)
        menu.add_command(label=_("Remove …"), command=self.ask_remove)
        menu.add_command(label=_("Copy name"), command=lambda: self._copy(name))
        menu.add_command(label=_("Copy address"), command=lambda: self._copy(lambda person: person.host))
        return menu

    def _bind_keys(self) -> None:
        tree = self.tree
        tree.bind("<<TreeviewSelect>>", lambda _event: self._show_what_can_be_done())
        tree.bind("<FocusIn>", lambda _event: self._choose_first())
        tree.bind("<Delete>", lambda _event: self.ask_remove())
        tree.bind("<Control-a>", lambda _event: tree.selection_set(tree.get_children()))
        secondary = "<Button-2>" if tree.tk.call("tk", "windowingsystem") == "aqua" else "<Button-3>"
        tree.bind(secondary, self._open_menu_at_pointer)
        for keys in ("<Shift-F10>", "<Menu>" if tree.tk.call("tk", "windowingsystem") == "x11" else "<App>"):
            tree.bind(keys, self._open_menu_at_focus)

    def _choose_first(self) -> None:
        """Where nothing is chosen, the arrow keys would do nothing."""
        rows = self.tree.get_children()
        if rows and not self.tree.focus() and not self.tree.selection():
            self.tree.focus(rows[0])
            self.tree.selection_set(rows[0])

    def _open_menu_at_pointer(self, event: tk.Event[tk.Misc]) -> None:
        row = self.tree.identify_row(event.y)
        if row and row not in self.tree.selection():
            self.tree.selection_set(row)
        self.tree.focus_set()
        self._open_menu(event.x_root, event.y_root)

    def _open_menu_at_focus(self, _event: tk.Event[tk.Misc]) -> None:
        rows = self.tree.selection()
        box = self.tree.bbox(rows[0]) if rows else ""
        x, y = (box[0], box[1] + box[3]) if box else (0, 0)
        self._open_menu(self.tree.winfo_rootx() + x, self.tree.winfo_rooty() + y)

    def _open_menu(self, x: int, y: int) -> None:
        if self.tree.selection():
            try:
                self.menu.tk_popup(x, y)
            finally:
                self.menu.grab_release()

    def _copy(self, what: Callable[[Person], str]) -> None:
        copy(self, "\n".join(clean(what(self._people[number])) for number in self.selected()))

    def _show_what_can_be_done(self) -> None:
        self.remove_button.state(["!disabled" if self.tree.selection() else "disabled"])

    # --- order -------------------------------------------------------------------------------------------------------

    def _plan_sort(self) -> None:
        """Sort once after all the rows of a batch."""
        if not self._sort_planned:
            self._sort_planned = True
            self.after_idle(self._refresh)

    def _refresh(self) -> None:
        self._sort_planned = False
        for column in self._columns.values():
            arrow = (" ▼" if self._descending else " ▲") if column.key == self._sorted_by else ""
            self.tree.heading(column.key, text=column.heading + arrow)
        key = self._columns[self._sorted_by].order
        order = tuple(str(p.number) for p in sorted(self._people.values(), key=key, reverse=self._descending))
        if order != self.tree.get_children():
            self.tree.set_children("", *order)
        if self._people:
            self.empty.place_forget()
        else:
            self.empty.place(in_=self.tree, relx=0.5, rely=0.5, anchor="center")
        self._show_what_can_be_done()
        self._count_changed(self.named)
