"""The foot of the chat window: the composer with its buttons and strips, and the status line."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chat_tk.client.view.pasted import PastedStrip
from chat_tk.client.view.toolbar import Toolbar
from chat_tk.i18n import _
from chat_tk.ui import emoji_pictures
from chat_tk.ui.aside import aside
from chat_tk.ui.composer import Composer
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme
from chat_tk.ui.tips import Tooltip
from chat_tk.ui.widgets import exists, leave_keyboard

LONGEST: Final = 200
"""Characters of what is going on; a server may say more."""
BUTTONS_FROM: Final = 280
"""Pixels at 100 % from which there are buttons for formatting and emoji."""
AFTER_START_MS: Final = 300
"""Emoji are read from their files when the window has been shown."""


class Compose(ttk.Frame):
    """``on_send`` gets what was typed and returns what must stay.

    ``on_typed``  hears what stands in the composer after each change by the person
    ``on_emoji``  the button for emoji was pressed; ``on_toolbar`` hears whether the toolbar is shown now
    """

    def __init__(self, parent: tk.Misc, on_send: Callable[[str], str]) -> None:
        super().__init__(parent)
        self.on_typed: Callable[[str], None] = lambda _text: None
        self.on_emoji: Callable[[], None] = lambda: None
        self.on_toolbar: Callable[[bool], None] = lambda _shown: None
        self.columnconfigure(0, weight=1)
        self.composer = Composer(self, on_send)
        self.toolbar = Toolbar(self, self._wrap)
        self.pasted = PastedStrip(self, self.composer, on_send)
        self._add_buttons()
        self._place()
        self.bind("<Configure>", lambda event: self._fit(event.width))
        self.composer.on_typed = self._typed
        self.composer.on_pasted = self.pasted.pasted

    def show_room(self, title: str) -> None:
        """Tell where the next message goes."""
        self.composer.set_placeholder(_("Message {room}").format(room=title) if title else "")

    def show_toolbar(self, *, shown: bool) -> None:
        """Whether the buttons for bold and the like stand above the composer."""
        (self.toolbar.grid if shown else self.toolbar.grid_remove)()

    def _add_buttons(self) -> None:
        theme = Theme.of(self)
        self.format_button = ttk.Button(self, text="Aa", style="Tool.TButton", command=self._toggle_toolbar)
        Tooltip(self.format_button, _("Bold, italic and more"))
        self.emoji_button = ttk.Button(self, text="\N{WHITE SMILING FACE}", style="Tool.TButton")
        self.emoji_button.configure(padding=theme.px(5), command=lambda: self.on_emoji())  # noqa: PLW0108  it is set later
        later = self.after(
            AFTER_START_MS, lambda: aside(self, "emoji", emoji_pictures.reader(self), self._draw_emoji_button)
        )
        self.bind("<Destroy>", lambda _event: self.after_cancel(later))
        Tooltip(self.emoji_button, _("Emoji (Ctrl+.)"))
        self.send_button = ttk.Button(self, text=_("Send"), style="Primary.TButton", command=self._send)
        for button in (self.format_button, self.emoji_button, self.send_button):
            leave_keyboard(button)

    def _draw_emoji_button(self, _read: None) -> None:
        if exists(self):
            picture = emoji_pictures.Pictures.of(self).get("\N{SLIGHTLY SMILING FACE}")
            self.emoji_button.configure(image=picture, text="")

    def _place(self) -> None:
        px = Theme.of(self).px
        self.pasted.grid(row=0, column=0, columnspan=4, sticky="ew", pady=(0, px(4)))
        self.pasted.grid_remove()
        self.toolbar.grid(row=1, column=0, columnspan=4, sticky="w", pady=(0, px(4)))
        self.toolbar.grid_remove()
        self.composer.grid(row=2, column=0, sticky="ew")
        self.format_button.grid(row=2, column=1, sticky="s", padx=(px(4), 0))
        self.emoji_button.grid(row=2, column=2, sticky="s")
        self.send_button.grid(row=2, column=3, sticky="s", padx=(px(6), 0))

    def _fit(self, width: int) -> None:
        """Where there is hardly room to write, what the menu and keys do as well makes way."""
        wide = width >= Theme.of(self).px(BUTTONS_FROM)
        for button in (self.format_button, self.emoji_button):
            if wide != bool(button.winfo_manager()):
                (button.grid if wide else button.grid_remove)()

    def _typed(self, text: str) -> None:
        self.pasted.look()
        self.on_typed(text)

    def _wrap(self, tag: str) -> None:
        self.composer.wrap(tag)
        self.composer.focus_set()

    def _toggle_toolbar(self) -> None:
        shown = not self.toolbar.winfo_manager()
        self.show_toolbar(shown=shown)
        self.on_toolbar(shown)
        self.composer.focus_set()

    def _send(self) -> None:
        self.composer.submit()
        if exists(self):
            self.composer.focus_set()


class StatusLine(ttk.Frame):
    """What is going on, and under which name one is here."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        self._name = ""
        self._away = False
        self.status = ttk.Label(self, style="Small.TLabel", width=1)
        self.status.grid(row=0, column=0, sticky="ew")
        self.status.bind("<Configure>", lambda event: self.status.configure(wraplength=max(1, event.width)))
        self.name = ttk.Label(self, style="Small.TLabel")
        self.name.grid(row=0, column=1, sticky="ne", padx=(Theme.of(self).px(12), 0))

    def show(self, text: str) -> None:
        """A sentence or two; empty: nothing."""
        words = clean(text).replace("\n", " ")
        self.status.configure(text=words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}")

    def own_name(self) -> str:
        """One's own name."""
        return self._name

    def show_name(self, name: str) -> None:
        """One's own name is this now."""
        self._name = name
        self._show_self()

    def show_away(self, *, away: bool) -> None:
        """Oneself is away, as the others read it, or here again."""
        self._away = away
        self._show_self()

    def _show_self(self) -> None:
        text = _("You are {name}, away") if self._away else _("You are {name}")
        self.name.configure(text=text.format(name=clean(self._name)) if self._name else "")
