"""A modal box with several fields, each of which says at once what is wrong with it.

``answers = ask_form(parent, title, text, _("Ban"), [Ask("what", _("Whom?")), Pick("long", ...)])`` gives what was
filled in by key, or None when the person thought better of it. A test finds the box with ``dialogs.open_box``; its
``fields`` hold the widgets by key.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final, NamedTuple

from chat_tk.i18n import _
from chat_tk.ui.dialogs import Box
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import BODY, Theme
from chat_tk.ui.widgets import Field, bind_text, paint_text

TEXT_WIDTH: Final = 44
"""Letters that a field for a longer text shows."""


def _nothing(_text: str) -> str:
    return ""


class Ask(NamedTuple):
    """A line (or several ``lines``) of text; ``check`` gives the sentence of what is wrong with it, or nothing."""

    key: str
    label: str
    value: str = ""
    check: Callable[[str], str] = _nothing
    lines: int = 1
    secret: bool = False


class Pick(NamedTuple):
    """One of several: ``options`` are values and what is said of them; ``value`` is taken at first, or the first."""

    key: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str = ""


Spec = Ask | Pick


def ask_form(parent: tk.Misc, title: str, text: str, button: str, specs: Sequence[Spec]) -> dict[str, str] | None:
    """Let the person fill in; what stands in the fields by key, or None for Cancel, Escape and a closed window."""
    form = Form(parent, title, text, button, specs)
    form.wait()
    return form.answers


class Form(Box):
    """The box. Its first button is pressed in vain as long as a field is wrong."""

    def __init__(self, parent: tk.Misc, title: str, text: str, button: str, specs: Sequence[Spec]) -> None:
        self._specs = specs
        self.answers: dict[str, str] | None = None
        self.fields: dict[str, Field | Lines | Choice] = {}
        super().__init__(parent, title, text, [button, _("Cancel")], 0)

    def choose(self, index: int | None) -> None:
        """End with this button; the first one only when every field is right."""
        if index == 0:
            wrong = [spec.key for spec in self._specs if self._complain(spec)]
            if wrong:
                self.fields[wrong[0]].focus_first()
                return
            self.answers = {key: field.get() for key, field in self.fields.items()}
        super().choose(index)

    def _add_fields(self, body: ttk.Frame) -> tk.Widget | None:
        first: tk.Widget | None = None
        for spec in self._specs:
            field = self._make(body, spec)
            field.pack(fill="x", pady=(self._theme.px(10), 0))
            self.fields[spec.key] = field
            first = first or field.first
        return first

    def _make(self, body: ttk.Frame, spec: Spec) -> Field | Lines | Choice:
        if isinstance(spec, Pick):
            choice = Choice(body, spec)
            for button in choice.buttons:
                button.bind("<Return>", lambda _event: self._confirm())
                button.bind("<KP_Enter>", lambda _event: self._confirm())
            return choice
        if spec.lines > 1:
            lines = Lines(body, spec)
            lines.text.bind("<KeyRelease>", lambda _event: self._complain(spec))
            lines.text.bind("<Control-Return>", lambda _event: self._confirm())
            return lines
        field = Field(body, spec.label, spec.value, width=TEXT_WIDTH, secret=spec.secret)
        field.entry.select_range(0, "end")
        field.entry.bind("<KeyRelease>", lambda event: self._typed(spec, event), add="+")
        field.entry.bind("<Return>", lambda _event: self._confirm())
        field.entry.bind("<KP_Enter>", lambda _event: self._confirm())
        return field

    def _typed(self, spec: Ask, event: tk.Event[tk.Misc]) -> None:
        if event.keysym not in {"Return", "KP_Enter", "Escape", "Tab"}:
            self._complain(spec)

    def _confirm(self) -> str:
        self.choose(0)
        return "break"

    def _complain(self, spec: Spec) -> bool:
        """Show what is wrong with a field; whether something is."""
        field = self.fields[spec.key]
        if isinstance(spec, Pick) or isinstance(field, Choice):
            return False
        problem = spec.check(field.get())
        field.complain(problem)
        return bool(problem)


class Choice(ttk.Frame):
    """One of a few, each with a round mark; arrow keys go from one to the next."""

    def __init__(self, parent: tk.Misc, pick: Pick) -> None:
        super().__init__(parent)
        px = Theme.of(self).px
        if pick.label:
            ttk.Label(self, text=pick.label).pack(anchor="w", pady=(0, px(3)))
        self.value = tk.StringVar(self, pick.value or pick.options[0][0])
        self.buttons = [
            ttk.Radiobutton(self, text=said, value=value, variable=self.value) for value, said in pick.options
        ]  # fmt: skip
        for index, button in enumerate(self.buttons):
            button.pack(anchor="w")
            button.bind("<Up>", lambda _event, index=index: self._go(index - 1))  # type: ignore[misc]
            button.bind("<Down>", lambda _event, index=index: self._go(index + 1))  # type: ignore[misc]

    @property
    def first(self) -> tk.Widget:
        """What takes the focus: the one that is chosen."""
        return next(button for button in self.buttons if str(button.cget("value")) == self.value.get())

    def focus_first(self) -> None:
        """Take the focus."""
        self.first.focus_set()

    def get(self) -> str:
        """The value that is chosen."""
        return self.value.get()

    def set(self, value: str) -> None:
        """Choose this one."""
        self.value.set(value)

    def _go(self, index: int) -> str:
        button = self.buttons[index % len(self.buttons)]
        button.focus_set()
        button.invoke()
        return "break"


class Lines(ttk.Frame):
    """A label, a field of several lines, and under it what is wrong with it."""

    def __init__(self, parent: tk.Misc, ask: Ask, *, surface: bool = False) -> None:
        """``surface``: it stands on the colour of lists."""
        style = "Surface.T" if surface else "T"
        super().__init__(parent, style=f"{style}Frame")
        theme = Theme.of(self)
        self.columnconfigure(0, weight=1)
        ttk.Label(self, text=ask.label, style=f"{style}Label").grid(sticky="w", pady=(0, theme.px(5)))
        self.text = tk.Text(self, width=TEXT_WIDTH, height=ask.lines, wrap="word", undo=True, borderwidth=0)
        self.text.grid(sticky="ew")
        self.text.insert("1.0", clean(ask.value))
        self._problem = ttk.Label(self, style=f"Error.{style}Label")
        self._problem.grid(sticky="ew", pady=(theme.px(2), 0))
        self._problem.bind("<Configure>", lambda event: self._problem.configure(wraplength=max(1, event.width)))
        bind_text(self.text)
        for key, move in (("<Tab>", self.text.tk_focusNext), ("<Shift-Tab>", self.text.tk_focusPrev)):
            self.text.bind(key, lambda _event, move=move: _focus(move()))  # type: ignore[misc]
        theme.register(self.text, self._paint)

    @property
    def first(self) -> tk.Widget:
        """What takes the focus."""
        return self.text

    def focus_first(self) -> None:
        """Take the focus."""
        self.text.focus_set()

    def get(self) -> str:
        """What was typed, without spaces at the ends."""
        return clean(self.text.get("1.0", "end-1c")).strip()

    def set(self, value: str) -> None:
        """Replace what stands in the field."""
        self.text.delete("1.0", "end")
        self.text.insert("1.0", clean(value))

    @property
    def problem(self) -> str:
        """The sentence under the field; empty when all is well."""
        return str(self._problem.cget("text"))

    def complain(self, problem: str) -> None:
        """Show what is wrong; empty: nothing is."""
        self._problem.configure(text=clean(problem))

    def _paint(self, theme: Theme) -> None:
        paint_text(self.text, theme, BODY, theme.px(7), theme.px(6))


def _focus(widget: tk.Misc | None) -> str:
    if widget is not None:
        widget.focus_set()
    return "break"
