"""The rows of the settings: each shows one choice, and changes it at once. A row follows a change made elsewhere."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Any

from chat_tk.client.choices import Choices, Keeper
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import Field


class Page(ttk.Frame):
    """One page of the settings. ``say`` is told a sentence when a choice cannot be kept; empty: it is."""

    def __init__(self, parent: tk.Misc, keeper: Keeper, say: Callable[[str], None]) -> None:
        self.px = Theme.of(parent).px
        super().__init__(parent, style="Surface.TFrame", padding=self.px(18))
        self.columnconfigure(0, weight=1)
        self._keeper, self._say = keeper, say
        self._showing = False
        self._shows: list[Callable[[Choices], None]] = []
        self.widgets: dict[str, tk.Widget] = {}
        self._keep: list[tk.Variable] = []  # Tk forgets a variable whose Python object is gone

    def show(self, choices: Choices) -> None:
        """These are the choices now."""
        self._showing = True
        for show in self._shows:
            show(choices)
        self._showing = False

    def change(self, **values: Any) -> None:
        """The person chooses."""
        if not self._showing:
            self._say(self._keeper.change(**values))

    def heading(self, text: str) -> None:
        """Words above the rows that belong together."""
        first = not self.grid_slaves()
        label = ttk.Label(self, text=text, style="Heading.Surface.TLabel")
        label.grid(sticky="w", pady=(0 if first else self.px(18), self.px(4)))

    def note(self, text: str) -> ttk.Label:
        """Words below a row, wrapped."""
        label = ttk.Label(self, text=text, style="Small.Surface.TLabel", justify="left")
        label.grid(sticky="ew")
        label.bind("<Configure>", lambda event: label.configure(wraplength=max(1, event.width)))
        return label

    def check(self, name: str, text: str) -> None:
        """Yes or no."""
        variable = tk.BooleanVar(self)
        box = ttk.Checkbutton(
            self, text=text, variable=variable, style="Surface.TCheckbutton",
            command=lambda: self.change(**{name: variable.get()}),
        )  # fmt: skip
        box.grid(sticky="w")
        self._add(name, box, variable, lambda choices: variable.set(getattr(choices, name)))

    def radios(self, name: str, options: Sequence[tuple[object, str]]) -> None:
        """One of a few; all of them are seen."""
        variable = tk.StringVar(self)
        values = {str(value): value for value, _text in options}
        for value, text in options:
            button = ttk.Radiobutton(
                self, text=text, value=str(value), variable=variable, style="Surface.TRadiobutton",
                command=lambda: self.change(**{name: values[variable.get()]}),
            )  # fmt: skip
            button.grid(sticky="w")
            self.widgets[f"{name}={value}"] = button
        self._add(name, button, variable, lambda choices: variable.set(str(getattr(choices, name))))

    def pick(self, name: str, options: Sequence[tuple[object, str]]) -> None:
        """One of many, in a list that folds out."""
        texts = [text for _value, text in options]
        values = [value for value, _text in options]
        box = ttk.Combobox(self, values=texts, state="readonly", font="ChatBody", width=max(map(len, texts)))
        box.grid(sticky="w")

        def chosen(_event: tk.Event[tk.Misc]) -> None:
            box.selection_clear()
            self.change(**{name: values[box.current()]})

        def show(choices: Choices) -> None:
            box.current(_nearest(values, getattr(choices, name)))

        box.bind("<<ComboboxSelected>>", chosen)
        self._add(name, box, None, show)

    def row(self) -> ttk.Frame:
        """A place for fields beside each other."""
        row = ttk.Frame(self, style="Surface.TFrame")
        row.grid(sticky="w", pady=(self.px(4), 0))
        return row

    def field(
        self,
        name: str,
        text: str,
        read: Callable[[str], object],
        write: Callable[[Any], str],
        problem: str,
        *,
        width: int = 10,
        row: ttk.Frame | None = None,
    ) -> None:
        """Something typed: ``read`` makes a value of it or None, and then ``problem`` says what to type."""
        field = Field(row or self.row(), text, width=width, surface=True)
        field.pack(side="left", anchor="n", padx=(0, self.px(16)))
        field.entry.grid(sticky="w")  # as long as what is typed there, however long the words above

        def typed(_event: tk.Event[tk.Misc]) -> None:
            value = read(field.get())
            field.complain(problem if value is None else "")
            if value is not None:
                self.change(**{name: value})

        field.entry.bind("<KeyRelease>", typed)

        def show(choices: Choices) -> None:
            if read(field.get()) != getattr(choices, name):  # not while the person types it
                field.set(clean(write(getattr(choices, name))))

        self._add(name, field.entry, None, show)

    def _add(self, name: str, widget: tk.Widget, variable: tk.Variable | None, show: Callable[[Choices], None]) -> None:
        self.widgets[name] = widget
        self._shows.append(show)
        if variable is not None:
            self._keep.append(variable)


def _nearest(values: Sequence[object], value: object) -> int:
    return values.index(value) if value in values else 0
