"""The marks of check boxes and radio buttons (``marks.py``) as elements of Ttk; clam's own tick is a cross.

Rule 1: Ttk makes an element once and for all: another look or size changes what its pictures show.
Rule 2: the pictures belong to the theme, and go with its window. They have their size at once, and are drawn when the
first of them is to be seen: no window without one waits for that.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING, Any, Final

from chat_tk.ui.colours import Palette
from chat_tk.ui.marks import Form, Look, draw

if TYPE_CHECKING:
    from chat_tk.ui.theme import Theme

SIDE: Final = 17
GAP: Final = 7
"""Pixels at 100 %: of the mark, and between it and the words."""
_FORMS: Final[dict[str, Form]] = {"TCheckbutton": "box", "TRadiobutton": "ring"}
_States = tuple[str, ...]
_STATES: Final[tuple[_States, ...]] = (
    ("disabled", "selected"), ("disabled",), ("selected", "pressed"), ("pressed",), ("selected", "focus"), ("focus",),
    ("selected", "active"), ("active",), ("selected",), (),
)  # fmt: skip
"""What a button may be, the first that fits counts; the last is what it is otherwise."""


class Indicators:
    """The marks of one root window; ``pictures`` has them, by form and by what a button may be."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._wanted = False
        self.pictures: dict[tuple[Form, _States], tk.PhotoImage] = {}
        for name in _FORMS:
            theme.root.bind_class(name, "<Map>", lambda _event: self._want(), add="+")

    def apply(self, style: ttk.Style) -> None:
        """Let all marks be as the look is now; the first time they become elements of the theme in use."""
        if not self.pictures:
            for name, form in _FORMS.items():
                for states in _STATES:
                    self.pictures[form, states] = tk.PhotoImage(master=self._theme.root)
                self._make_element(style, name, form)
        for form, states in self.pictures:
            self._draw(form, states)
        self._configure(style)

    def _want(self) -> None:
        """Somebody is to see one of them."""
        if not self._wanted:
            self._wanted = True
            for form, states in self.pictures:
                self._draw(form, states)

    def _draw(self, form: Form, states: _States) -> None:
        theme, picture = self._theme, self.pictures[form, states]
        side, gap = theme.px(SIDE * theme.zoom), theme.px(GAP * theme.zoom)
        picture.configure(width=side + gap, height=side)
        if self._wanted:
            edge = theme.px(2 if "focus" in states else 1.2)
            picture.configure(data=draw(Look(form, side, gap, edge, *_colours(theme.palette, form, states))))

    def _make_element(self, style: ttk.Style, name: str, form: Form) -> None:
        pictures = {states: str(self.pictures[form, states]) for states in _STATES}
        others: list[Any] = [(*states, picture) for states, picture in pictures.items() if states]
        style.element_create(f"{name}.mark", "image", pictures[()], *others, sticky="")
        base = name.removeprefix("T")
        words: list[Any] = [(f"{base}.label", {"sticky": "nswe"})]
        inside: list[Any] = [
            (f"{name}.mark", {"side": "left", "sticky": ""}),
            (f"{base}.focus", {"side": "left", "sticky": "w", "children": words}),
        ]
        style.layout(name, [(f"{base}.padding", {"sticky": "nswe", "children": inside})])

    def _configure(self, style: ttk.Style) -> None:
        theme = self._theme
        for background, before in ((theme.palette.window, ""), (theme.palette.surface, "Surface.")):
            for name in _FORMS:
                style.configure(before + name, padding=theme.px(4), background=background)
                style.map(before + name, background=[("active", background)])


def _colours(palette: Palette, form: Form, states: _States) -> tuple[str, str, str]:
    """Of the edge, of what is within it, and of the tick or dot (empty: none)."""
    on = "selected" in states
    if "disabled" in states:
        return palette.border, palette.window, palette.muted if on else ""
    if not on:
        edge = palette.accent if states else palette.muted
        return edge, palette.hover if "pressed" in states else palette.surface, ""
    accent = palette.accent_hover if {"active", "pressed"} & set(states) else palette.accent
    edge = palette.text if "focus" in states else accent
    return (edge, accent, palette.on_accent) if form == "box" else (edge, palette.surface, accent)
