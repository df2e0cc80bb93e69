"""A field of the join dialog: its label, its entry, and a line below that helps or says what is wrong."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat_tk.client.view.checks import Checked
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import BODY, Theme


class Field:
    """One question. ``check`` judges what is typed; what is wrong is told at once, but an empty field only by ``take``.

    ``hint`` makes the words that help, from the checked value ("" while it is not good).
    """

    def __init__(
        self,
        parent: ttk.Frame,
        label: str,
        value: str,
        check: Callable[[str], Checked],
        hint: Callable[[str], str] = lambda _value: "",
        width: int = 30,
    ) -> None:
        self._check, self._hint = check, hint
        self.frame = ttk.Frame(parent)
        self.frame.columnconfigure(0, weight=1)
        self.text = tk.StringVar(self.frame, clean(value))
        theme = Theme.of(parent)
        ttk.Label(self.frame, text=label).grid(sticky="w")
        self.entry = ttk.Entry(self.frame, textvariable=self.text, font=BODY, width=width)
        self.entry.grid(sticky="ew", pady=(theme.px(4), 0))
        self.note = ttk.Label(self.frame, style="Small.TLabel", wraplength=self.entry.winfo_reqwidth())
        self.note.grid(sticky="ew", pady=(theme.px(3), 0))
        self.text.trace_add("write", lambda *_args: self._judge())
        self._judge()

    def take(self) -> str | None:
        """The checked value; None when there is none, and then the line below says why."""
        checked = self._check(self.text.get())
        self._tell(checked)
        return None if checked.problem else checked.value

    def focus(self) -> None:
        """Type here, over what stands here."""
        self.entry.focus_set()
        self.entry.select_range(0, "end")
        self.entry.icursor("end")

    def _judge(self) -> None:
        text = self.text.get()
        self._tell(self._check(text) if text.strip() else Checked())

    def _tell(self, checked: Checked) -> None:
        self.note.configure(
            text=checked.problem or self._hint(checked.value) or " ",  # a space keeps the height
            style="Error.TLabel" if checked.problem else "Small.TLabel",
        )
        self.entry.state(["invalid" if checked.problem else "!invalid"])
