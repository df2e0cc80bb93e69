"""The window in which an emoji is picked: a field to search, categories, those used last, all of it by keyboard too."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _
from chat_tk.ui import emoji
from chat_tk.ui.emoji_grid import EmojiGrid
from chat_tk.ui.emoji_pictures import Pictures
from chat_tk.ui.theme import Theme
from chat_tk.ui.tips import Tooltip
from chat_tk.ui.widgets import exists, focused

COLUMNS: Final = 10
LINES: Final = 7
TABS: Final = (
    "\U0001f600",
    "\U0001f44b",
    "\U0001f43b",
    "\U0001f34f",
    "\u26bd",
    "\U0001f697",
    "\U0001f4a1",
    "\U0001f523",
    "\U0001f3f4",
)
"""An emoji for each category, in the order of the table."""


def categories() -> tuple[str, ...]:
    """Their names, in the order of the table."""
    return (
        _("Faces"), _("People"), _("Animals and plants"), _("Food and drink"), _("Sport and games"),
        _("Travel and places"), _("Things"), _("Signs"), _("Flags"),
    )  # fmt: skip


class EmojiPicker:
    """Opens at once. ``on_pick`` gets each emoji's text; ``recent`` are the texts used last.

    Enter or a click picks and closes, with Shift the window stays. The Menu key or the right button: other skins.
    """

    def __init__(self, parent: tk.Misc, on_pick: Callable[[str], None], recent: Sequence[str] = ()) -> None:
        self._owner = parent.winfo_toplevel()
        self._focus_before = focused(self._owner)
        self._on_pick = on_pick
        self._theme = theme = Theme.of(parent)
        self._recent = [row for text in recent for row in emoji.table().rows if row.text == text or text in row.skins]
        self._sections: list[tuple[str, Sequence[emoji.Emoji]]] | None = None
        self._category = -1
        self.window = theme.toplevel(self._owner, _("Emoji"))
        self.window.transient(self._owner)
        self.window.resizable(width=False, height=False)
        body = ttk.Frame(self.window, padding=theme.px(10))
        body.pack(fill="both", expand=True)
        self.field = self._add_field(body)
        self._add_tabs(body)
        self.grid = EmojiGrid(body, COLUMNS, LINES)
        self.grid.pack(fill="both", expand=True, pady=(theme.px(6), 0))
        self._name = ttk.Label(body, style="Small.TLabel", width=1)
        self._name.pack(fill="x", pady=(theme.px(6), 0))
        self._bind()
        self._search()
        self._place()

    def close(self) -> None:
        """Go, and give the keyboard back."""
        if self.is_open:
            self.window.destroy()
            if self._focus_before is not None and exists(self._focus_before):
                self._focus_before.focus_set()

    @property
    def is_open(self) -> bool:
        """Whether it is there."""
        return exists(self.window)

    def _add_field(self, body: ttk.Frame) -> ttk.Entry:
        field = ttk.Entry(body, font="ChatBody")
        field.pack(fill="x")
        field.bind("<KeyRelease>", lambda _event: self._search())
        self._hint = ttk.Label(field, text=_("Search"), style="Muted.Surface.TLabel", cursor="xterm")
        self._hint.bind("<Button-1>", lambda _event: field.focus_set())
        return field

    def _add_tabs(self, body: ttk.Frame) -> None:
        row = ttk.Frame(body)
        row.pack(fill="x", pady=(self._theme.px(6), 0))
        for sign, name in zip(TABS, categories(), strict=True):
            picture = Pictures.of(row).get(sign)
            tab = ttk.Button(row, image=picture, style="Tool.TButton", command=lambda name=name: self._open(name))  # type: ignore[misc]
            tab.configure(padding=self._theme.px(3), takefocus=False)
            tab.pack(side="left", expand=True)
            Tooltip(tab, name)

    def _bind(self) -> None:
        self.grid.on_pick = lambda one: self._pick(one.text)
        self.grid.on_current = self._show_name
        keys: dict[str, Callable[[], None]] = {
            "<Escape>": self.close, "<Return>": self._enter, "<KP_Enter>": self._enter,
            "<Shift-Return>": lambda: self._enter(stay=True),
            "<Up>": lambda: self.grid.move(0, -1), "<Down>": lambda: self.grid.move(0, 1),
            "<Left>": lambda: self.grid.move(-1, 0), "<Right>": lambda: self.grid.move(1, 0),
            "<Prior>": lambda: self.grid.move(0, -LINES), "<Next>": lambda: self.grid.move(0, LINES),
            "<Tab>": lambda: self._next(1), "<Shift-Tab>": lambda: self._next(-1), "<Menu>": self._skins_by_key,
            "<Shift-F10>": self._skins_by_key,
        }  # fmt: skip
        if self.window.tk.call("tk", "windowingsystem") == "x11":
            keys["<ISO_Left_Tab>"] = keys["<Shift-Tab>"]
        for key, do in keys.items():
            self.field.bind(key, lambda _event, do=do: do() or "break")  # type: ignore[misc]
        self.grid.canvas.bind("<Shift-Button-1>", lambda _event: self._enter(stay=True))
        for button in ("<Button-2>", "<Button-3>"):
            self.grid.canvas.bind(button, lambda event: self._show_skins(event.x_root, event.y_root))
        self.window.protocol("WM_DELETE_WINDOW", self.close)
        self.window.bind("<FocusOut>", lambda _event: self.window.after_idle(self._close_when_left))

    def _close_when_left(self) -> None:
        """Whoever goes back to the chat is done here; another program, or a menu of ours, is no reason."""
        if self.is_open:
            focus = focused(self.window)
            if focus is not None and focus.winfo_toplevel() is self._owner:
                self.close()

    def _search(self) -> None:
        words = self.field.get().strip()
        if words:
            self._hint.place_forget()
            sections: list[tuple[str, Sequence[emoji.Emoji]]] = [("", emoji.search(words))]
        else:
            self._hint.place(x=self._theme.px(9), rely=0.5, anchor="w")
            known = emoji.table().rows
            sections = [(_("Used last"), self._recent)]
            for number, name in enumerate(categories()):
                sections.append((name, [row for row in known if row.category == number]))
        if sections != self._sections:
            self._sections = sections
            self.grid.show(sections)

    def _open(self, name: str) -> None:
        self.field.delete(0, "end")
        self._search()
        self.grid.go_to(name)
        self.field.focus_set()
        self._category = categories().index(name)

    def _next(self, step: int) -> None:
        """Tab goes from category to category."""
        names = categories()
        self._category = (self._category + step) % len(names)
        self._open(names[self._category])

    def _show_name(self, one: emoji.Emoji | None) -> None:
        if one is None:
            self._name.configure(text=_("No emoji is called so."))
            return
        parts = [f":{one.names[0]}:", *([_("Menu key: other skins")] if one.skins else [])]
        self._name.configure(text=" \N{MIDDLE DOT} ".join(parts))

    def _enter(self, *, stay: bool = False) -> None:
        if self.grid.current is not None:
            self._pick(self.grid.current.text, stay=stay)

    def _pick(self, text: str, *, stay: bool = False) -> None:
        if not stay:
            self.close()
        self._on_pick(text)

    def _skins_by_key(self) -> None:
        self._show_skins(self.grid.canvas.winfo_rootx(), self.grid.canvas.winfo_rooty())

    def _show_skins(self, x: int, y: int) -> None:
        one = self.grid.current
        if one is None or not one.skins:
            return
        menu = self._theme.menu(self.window)
        for skin in (one.text, *one.skins[:5]):
            picture = Pictures.of(menu).get(skin)
            menu.add_command(image=picture, command=lambda skin=skin: self._pick(skin))  # type: ignore[misc]
        menu.tk_popup(x, y)

    def _place(self) -> None:
        """Above the field to write in, and wholly on the screen."""
        self.window.update_idletasks()
        width, height = self.window.winfo_reqwidth(), self.window.winfo_reqheight()
        owner = self._owner
        left = owner.winfo_rootx() + owner.winfo_width() - width - self._theme.px(24)
        top = owner.winfo_rooty() + owner.winfo_height() - height - self._theme.px(80)
        left = min(max(0, left), self.window.winfo_screenwidth() - width)
        self.window.geometry(f"+{left}+{max(0, top)}")
        self.window.deiconify()
        self.field.focus_set()
