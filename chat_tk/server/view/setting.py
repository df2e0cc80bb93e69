"""One setting as a row: its label, the field that suits its kind, what it means, and what is wrong with its value."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any, Final

from chat_tk.i18n import _
from chat_tk.server.values import Kind, Setting
from chat_tk.server.view.parts import wrap_to_width
from chat_tk.ui import files
from chat_tk.ui.fonts import clean
from chat_tk.ui.form import Ask, Lines
from chat_tk.ui.theme import BODY, Theme

TEXT_PX: Final = 240
SHORT: Final = 24


class SettingRow(ttk.Frame):
    """``changed(key)`` is called when the person changes the value; ``get`` has it."""

    def __init__(self, parent: tk.Misc, setting: Setting, changed: Callable[[str], object]) -> None:
        self._theme = Theme.of(parent)
        px = self._theme.px
        super().__init__(parent, style="Surface.TFrame", padding=(0, 0, 0, px(14)))
        self.setting = setting
        self._changed = changed
        self.columnconfigure(0, weight=1)
        self._text = tk.StringVar(self)
        self._on = tk.BooleanVar(self)
        self._lines: Lines | None = None
        self.field = self._make_field()
        self._hint = self._line(3, "Small.Surface.TLabel", self._meaning())
        self._problem = self._line(4, "Error.Surface.TLabel", "")
        self._problem.grid_remove()
        self.set(setting.value)
        self._text.trace_add("write", lambda *_names: changed(setting.key))

    def get(self) -> object:
        """The value as it stands in the field: a number where one was typed, otherwise the text."""
        kind = self.setting.kind
        if kind is Kind.SWITCH:
            return self._on.get()
        if kind is Kind.LINES and self._lines is not None:
            return self._lines.get()
        text = clean(self._text.get())
        if kind is Kind.CHOICE:
            return next((value for value, label in self.setting.choices if label == text), text)
        return _number(text) if kind is Kind.NUMBER else text.strip()

    def set(self, value: object) -> None:
        """Let the field show this value."""
        kind = self.setting.kind
        if kind is Kind.SWITCH:
            self._on.set(bool(value))
        elif kind is Kind.LINES and self._lines is not None:
            self._lines.set(str(value))
        elif kind is Kind.CHOICE:
            self._text.set(next((label for known, label in self.setting.choices if known == value), str(value)))
        else:
            self._text.set(clean(_shown(value)))

    def complain(self, problem: str) -> None:
        """Show what is wrong, with a red edge; empty: nothing is."""
        if problem == self.problem:
            return
        self._problem.configure(text=clean(problem))
        if problem:
            self._problem.grid()
        else:
            self._problem.grid_remove()
        if isinstance(self.field, ttk.Widget):
            self.field.state(["invalid" if problem else "!invalid"])

    @property
    def problem(self) -> str:
        """What is wrong with the value; empty: nothing."""
        return str(self._problem.cget("text"))

    def _meaning(self) -> str:
        told = self.setting.help
        if told and told[-1] not in ".!?:":
            told += "."
        when = "" if self.setting.at_once else _("It holds when the chat is opened again.")
        return f"{told} {when}".strip()

    def _line(self, row: int, style: str, text: str) -> ttk.Label:
        label = ttk.Label(self, style=style, text=text, justify="left")
        label.grid(row=row, column=0, columnspan=3, sticky="ew", pady=(self._theme.px(2), 0))
        wrap_to_width(label, self._theme.px(TEXT_PX))
        if not text and row == 3:
            label.grid_remove()
        return label

    # --- the field ---------------------------------------------------------------------------------------------------

    def _make_field(self) -> tk.Widget:
        makers: dict[Kind, Callable[[], tk.Widget]] = {
            Kind.SWITCH: self._make_switch,
            Kind.LINES: self._make_lines,
            Kind.CHOICE: self._make_choice,
            Kind.NUMBER: self._make_number,
            Kind.SECRET: self._make_secret,
            Kind.FILE: lambda: self._make_path(folder=False),
            Kind.FOLDER: lambda: self._make_path(folder=True),
        }
        if self.setting.kind not in {Kind.SWITCH, Kind.LINES}:
            label = ttk.Label(self, text=self.setting.label, style="Surface.TLabel")
            label.grid(row=0, column=0, columnspan=3, sticky="w", pady=(0, self._theme.px(4)))
        return makers.get(self.setting.kind, self._make_text)()

    def _make_switch(self) -> tk.Widget:
        box = ttk.Checkbutton(
            self,
            text=self.setting.label,
            variable=self._on,
            style="Surface.TCheckbutton",
            command=lambda: self._changed(self.setting.key),
        )
        box.grid(row=1, column=0, columnspan=3, sticky="w")
        return box

    def _make_lines(self) -> tk.Widget:
        self._lines = lines = Lines(self, Ask(self.setting.key, self.setting.label, lines=4), surface=True)
        lines.grid(row=1, column=0, columnspan=3, sticky="ew")
        lines.text.configure(width=10)
        lines.text.bind("<<Modified>>", lambda _event: self._typed_lines(lines.text))
        return lines

    def _typed_lines(self, text: tk.Text) -> None:
        if text.edit_modified():
            text.edit_modified(False)  # noqa: FBT003  Tk's own signature
            self._changed(self.setting.key)

    def _make_choice(self) -> tk.Widget:
        labels = [label for _value, label in self.setting.choices]
        width = max(map(len, labels), default=10)
        box = ttk.Combobox(self, values=labels, state="readonly", font=BODY, textvariable=self._text, width=width)
        box.grid(row=1, column=0, sticky="w")
        box.bind("<<ComboboxSelected>>", lambda _event: box.selection_clear())
        return box

    def _make_number(self) -> tk.Widget:
        setting = self.setting
        more: dict[str, Any] = {"from_": setting.low, "to": setting.high} if setting.high > setting.low else {"to": 1e9}
        box = ttk.Spinbox(self, font=BODY, textvariable=self._text, width=12, **more)
        box.grid(row=1, column=0, sticky="w")
        return box

    def _make_text(self) -> tk.Widget:
        short = 0 < self.setting.limit <= SHORT
        entry = ttk.Entry(self, font=BODY, textvariable=self._text, width=SHORT)
        entry.grid(row=1, column=0, sticky="w" if short else "ew")
        return entry

    def _make_secret(self) -> tk.Widget:
        entry = ttk.Entry(self, font=BODY, textvariable=self._text, width=SHORT, show="\u2022")
        entry.grid(row=1, column=0, sticky="ew")

        def switch() -> None:
            hidden = bool(entry.cget("show"))
            entry.configure(show="" if hidden else "\u2022")
            button.configure(text=_("Hide") if hidden else _("Show"))

        button = ttk.Button(self, text=_("Show"), style="Link.Surface.TButton", command=switch)
        button.grid(row=1, column=1, padx=(self._theme.px(6), 0))
        return entry

    def _make_path(self, *, folder: bool) -> tk.Widget:
        entry = self._make_text()

        def choose() -> None:
            if path := files.ask_open(self, self.setting.label, folder=folder):
                self._text.set(path)

        button = ttk.Button(self, text=_("Choose …"), style="Link.Surface.TButton", command=choose)
        button.grid(row=1, column=1, padx=(self._theme.px(6), 0))
        return entry


def _number(text: str) -> object:
    for kind in (int, float):
        try:
            return kind(text.strip())
        except ValueError:
            continue
    return text.strip()


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
