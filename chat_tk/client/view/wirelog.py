"""The network log: every line as it went over the wire, for who wants to know what goes wrong. Hidden by default."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.client.details import WireLine
from chat_tk.client.view.clock import clock_with_seconds
from chat_tk.i18n import _
from chat_tk.ui import files
from chat_tk.ui.blocks import Block, Segment
from chat_tk.ui.richtext import RichText
from chat_tk.ui.sheet import Sheet

LONGEST: Final = 2000
"""Characters of a line that are shown."""


class WireWindow(Sheet):
    """``on_close``: nobody looks any more."""

    def __init__(self, parent: tk.Misc, on_close: Callable[[], None]) -> None:
        super().__init__(parent, _("Network log"), (720, 420))
        self._on_close = on_close
        self._count = 0
        px = self.theme.px
        self.body.columnconfigure(0, weight=1)
        self.body.rowconfigure(0, weight=1)
        self.rich = RichText(self.body, lambda _link: None)
        self.rich.grid(row=0, sticky="nsew")
        row = ttk.Frame(self.body)
        row.grid(row=1, sticky="ew", pady=(px(8), 0))
        row.columnconfigure(0, weight=1)
        words = _("Passwords are left out. Arrows: from here (→), to here (←).")
        ttk.Label(row, text=words, style="Small.TLabel", width=1).grid(row=0, column=0, sticky="ew")
        ttk.Button(row, text=_("Copy all"), command=self._copy).grid(row=0, column=1, padx=px(8))
        ttk.Button(row, text=_("Save …"), command=self._save).grid(row=0, column=2)
        self.appear(self.rich.text)

    def add(self, lines: Sequence[WireLine]) -> None:
        """More lines, in order."""
        blocks = []
        for line in lines:
            self._count += 1
            sign = "\N{RIGHTWARDS ARROW}" if line.sent else "\N{LEFTWARDS ARROW}"
            head = Segment(f"{clock_with_seconds(line.at)} {sign} ", ("fontm", "muted"))
            blocks.append(Block(self._count, [head, Segment(line.text[:LONGEST], ("fontm",))]))
        self.rich.add(blocks)

    def close(self) -> None:
        """Nobody looks any more."""
        if self.is_open:
            super().close()
            self._on_close()

    def _all(self) -> str:
        return str(self.rich.text.get("1.0", "end-1c"))

    def _copy(self) -> None:
        self.rich.copy(self._all())

    def _save(self) -> None:
        path = files.ask_save(self.window, _("Save"), "network.txt", [(_("Text"), ".txt")])
        if path:
            self._write(path)

    def _write(self, path: str) -> None:
        from pathlib import Path

        from chat_tk.ui import dialogs

        try:
            Path(path).write_text(self._all(), encoding="utf-8")
        except OSError as problem:
            words = _("The file could not be written: {reason}").format(reason=problem.strerror or problem)
            dialogs.show(self.window, _("Save"), words)
