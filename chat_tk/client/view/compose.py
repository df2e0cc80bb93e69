"""The foot of the chat window: the composer with its Send button, and the status line."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat_tk.i18n import _
from chat_tk.ui.composer import Composer
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme


class Compose(ttk.Frame):
    """``on_send`` gets what was typed and returns what must stay."""

    def __init__(self, parent: tk.Misc, on_send: Callable[[str], str]) -> None:
        super().__init__(parent)
        px = Theme.of(self).px
        self.columnconfigure(0, weight=1)
        self.composer = Composer(self, on_send)
        self.composer.grid(row=0, column=0, sticky="ew")
        self.send_button = ttk.Button(self, text=_("Send"), style="Primary.TButton", command=self._send)
        self.send_button.grid(row=0, column=1, sticky="s", padx=(px(8), 0))

    def show_room(self, title: str) -> None:
        """Tell where the next message goes."""
        self.composer.set_placeholder(_("Message {room}").format(room=title) if title else "")

    def _send(self) -> None:
        self.composer.submit()
        if self.winfo_exists():
            self.composer.focus_set()


class StatusLine(ttk.Frame):
    """What is going on, and under which name one is here."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        self.status = ttk.Label(self, style="Small.TLabel", width=1)
        self.status.grid(row=0, column=0, sticky="ew")
        self.name = ttk.Label(self, style="Small.TLabel")
        self.name.grid(row=0, column=1, sticky="e")

    def show(self, text: str) -> None:
        """One line; empty: nothing."""
        self.status.configure(text=clean(text).replace("\n", " "))

    def show_name(self, name: str) -> None:
        """One's own name."""
        self.name.configure(text=_("You are {name}").format(name=clean(name)) if name else "")
