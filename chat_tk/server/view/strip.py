"""The strip of the first time: what the chat is called, and its password. Saved, it goes and never comes again."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import Field

NAME: Final = "server.network"
PASSWORD: Final = "server.password"  # noqa: S105  the name of a setting


class FirstRun(ttk.Frame):
    """``save(name, password)`` gives the sentence of what is wrong; ``problem(key, text)`` judges while one types."""

    def __init__(
        self, parent: tk.Misc, name: str, save: Callable[[str, str], str], problem: Callable[[str, object], str]
    ) -> None:
        theme = Theme.of(parent)
        super().__init__(parent, padding=(theme.px(20), theme.px(10), theme.px(20), theme.px(2)))
        self._save = save
        self._problem = problem
        self.name = Field(self, _("What is this chat called?"), name, width=18)
        self.password = Field(self, _("Password (may stay empty)"), width=14)
        self.button = ttk.Button(self, text=_("Save"), command=self.save, style="Primary.TButton")
        gap = theme.px(12)
        self.name.grid(row=0, column=0, sticky="new", padx=(0, gap))
        self.password.grid(row=0, column=1, sticky="new", padx=(0, gap))
        label_height = theme.font("ChatBody").metrics("linespace") + theme.px(5)
        self.button.grid(row=0, column=2, sticky="n", pady=(label_height, 0))
        self.columnconfigure(0, weight=2)
        self.columnconfigure(1, weight=1)
        for field in (self.name, self.password):
            field.entry.bind("<KeyRelease>", lambda _event: self._judge())
            field.entry.bind("<Return>", lambda _event: self.save())

    def save(self) -> None:
        """Keep what was filled in; the strip goes when that was possible."""
        if not self._judge():
            return
        problem = self._save(self.name.get(), self.password.get())
        if problem:
            self.name.complain(problem)
        else:
            self.destroy()

    def _judge(self) -> bool:
        """Say what is wrong with the fields; whether nothing is."""
        name, password = self.name.get(), self.password.get()
        self.name.complain(self._problem(NAME, name) if name else _("Give the chat a name."))
        self.password.complain(self._problem(PASSWORD, password) if password else "")
        return not (self.name.problem or self.password.problem)
