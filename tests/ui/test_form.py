"""Boxes with several fields."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

import pytest

from chat_tk.ui.dialogs import open_box
from chat_tk.ui.form import Ask, Choice, Form, Lines, Pick, ask_form
from chat_tk.ui.widgets import Field

SPECS = [
    Ask("name", "Name", check=lambda text: "" if text.isalpha() else "Letters only."),
    Ask("why", "Why", "because", lines=3),
    Pick("long", "How long", [("1", "An hour"), ("2", "A day")], "2"),
]


def when_open(root: tk.Tk, do: Callable[[Form], object]) -> None:
    """Do something with the box that opens next; close it when that fails."""

    def act() -> None:
        box = open_box(root)
        assert isinstance(box, Form)
        try:
            do(box)
        finally:
            if box.winfo_exists():
                box.choose(None)

    root.after(1, act)


def fill(box: Form, name: str) -> None:
    field = box.fields["name"]
    assert isinstance(field, Field)
    field.set(name)


def test_what_was_filled_in_comes_by_key(root: tk.Tk) -> None:
    """Fields, lines and choices; what was proposed stands where nothing was typed."""

    def answer(box: Form) -> None:
        fill(box, "Maria")
        box.buttons[0].invoke()

    when_open(root, answer)
    assert ask_form(root, "T", "Text", "Go", SPECS) == {"name": "Maria", "why": "because", "long": "2"}


def test_a_wrong_field_says_so_and_holds_the_box_open(root: tk.Tk) -> None:
    """Every field says at once what is wrong with it; the button does nothing until it is right."""
    seen = []

    def answer(box: Form) -> None:
        fill(box, "123")
        box.buttons[0].invoke()
        seen.append((box.winfo_exists(), box.fields["name"].problem))
        fill(box, "abc")
        entry = box.fields["name"].first
        entry.focus_force()
        box.update()
        entry.event_generate("<KeyRelease>", keysym="c")
        seen.append(box.fields["name"].problem)

    when_open(root, answer)
    assert ask_form(root, "T", "Text", "Go", SPECS) is None
    assert seen == [(1, "Letters only."), ""]


@pytest.mark.parametrize("do", [lambda box: box.buttons[1].invoke(), lambda box: box.event_generate("<Escape>")])
def test_who_thinks_better_of_it_answers_nothing(root: tk.Tk, do) -> None:
    """Cancel and Escape."""
    when_open(root, do)
    assert ask_form(root, "T", "Text", "Go", SPECS) is None


def test_keys_move_in_a_choice_and_out_of_a_text(root: tk.Tk) -> None:
    """Up and down choose; Tab leaves a field of several lines; Control-Enter is its Enter."""

    def answer(box: Form) -> None:
        box.update()
        choice, lines = box.fields["long"], box.fields["why"]
        assert isinstance(choice, Choice)
        assert isinstance(lines, Lines)
        choice.buttons[1].focus_force()
        choice.buttons[1].event_generate("<Down>")
        assert choice.get() == "1"
        lines.text.focus_force()
        box.update()
        lines.text.event_generate("<Tab>")
        box.update()
        assert box.focus_get() is choice.buttons[0] or box.focus_get() in choice.buttons
        assert lines.get() == "because"
        fill(box, "Bob")
        lines.text.event_generate("<Control-Return>")

    when_open(root, answer)
    answers = ask_form(root, "T", "Text", "Go", SPECS)
    assert answers is not None
    assert answers["long"] == "1"
