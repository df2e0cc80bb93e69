"""Modal boxes, pressed by a test."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

import pytest

from chat_tk.ui import dialogs


def meanwhile(root: tk.Tk, do: Callable[[dialogs.Box], object]) -> None:
    """Do something with the box as soon as it can be seen."""

    def look() -> None:
        box = dialogs.open_box(root)
        if box is None or not box.winfo_viewable():
            root.after(5, look)
        else:
            do(box)

    root.after(5, look)


def press(key: str) -> Callable[[dialogs.Box], object]:
    def do(box: dialogs.Box) -> None:
        target = box.entry or box.buttons[0]
        target.focus_force()
        box.update()  # without the focus a key goes nowhere
        target.event_generate(key)

    return do


@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_button_pressed_is_the_answer(root: tk.Tk, *, withdrawn: bool) -> None:
    """ask returns the index, also before there is a window; no box stays."""
    root.withdraw() if withdrawn else root.update()
    meanwhile(root, lambda box: box.buttons[1].invoke())
    assert dialogs.ask(root, "No answer", "Nothing answers.", ["Try again", "Close"]) == 1
    assert dialogs.open_box(root) is None


@pytest.mark.parametrize(("key", "answer"), [("<Return>", 0), ("<Escape>", None), ("<space>", 0)])
def test_keys(root: tk.Tk, key: str, answer: int | None) -> None:
    """Enter presses the button that has the focus, Escape none."""
    meanwhile(root, press(key))
    assert dialogs.ask(root, "t", "x", ["Yes", "No"]) == answer


def test_closing_the_window_is_no_answer(root: tk.Tk) -> None:
    """The cross of the window is Escape."""
    meanwhile(root, lambda box: root.tk.call(box.protocol("WM_DELETE_WINDOW")))
    assert dialogs.ask(root, "t", "x", ["Yes", "No"]) is None


@pytest.mark.parametrize(("key", "answer"), [("<Return>", "Zoë"), ("<Escape>", None)])
def test_a_line_of_text(root: tk.Tk, key: str, answer: str | None) -> None:
    """ask_text returns what was typed, without spaces at the ends."""

    def type_name(box: dialogs.Box) -> None:
        assert box.entry is not None
        assert box.entry.get() == "Maria"
        box.entry.delete(0, "end")
        box.entry.insert(0, " Zoë ")
        press(key)(box)

    meanwhile(root, type_name)
    assert dialogs.ask_text(root, "Name", "Your name", "Maria") == answer


def test_the_button_says_what_it_does(root: tk.Tk) -> None:
    """Where it is told; a box whose field says it all takes no room for words."""
    seen: list[object] = []

    def look(box: dialogs.Box) -> None:
        box.update()
        seen.append((box.buttons[0]["text"], box.message.winfo_height() <= 1))
        box.choose(0)

    for prompt, button in (("Who?", "Invite"), ("", "")):
        meanwhile(root, look)
        dialogs.ask_text(root, "t", prompt, button=button)
    assert seen == [("Invite", False), ("OK", True)]


def test_a_long_text_wraps_and_can_be_copied(root: tk.Tk) -> None:
    """No line is cut off, the box is not wider than it should be, Ctrl+C copies the text; odd characters do no harm."""
    text = "Nothing answers there. " * 20 + "{[$x]} \ud800"
    seen: list[object] = []

    def look(box: dialogs.Box) -> None:
        box.update()
        seen.append(box.message.dlineinfo("end-1c") is not None)
        seen.append(box.winfo_width() < 600)
        box.buttons[0].focus_force()
        box.update()
        box.event_generate("<Control-c>")
        seen.append(root.clipboard_get())
        box.choose(0)

    meanwhile(root, look)
    dialogs.show(root, "t", text)
    assert seen == [True, True, text.replace("\ud800", "\ufffd")]


def test_a_box_over_a_box(root: tk.Tk) -> None:
    """The uppermost is found first, and each ends by itself."""

    def second(box: dialogs.Box) -> None:
        root.after(30, lambda: meanwhile(root, lambda upper: upper.choose(0)))
        dialogs.show(box, "second", "x")
        box.choose(0)

    meanwhile(root, second)
    assert dialogs.ask(root, "first", "x", ["OK"]) == 0


def test_a_box_that_nobody_reads_goes_by_itself(root: tk.Tk) -> None:
    """The button counts the seconds; at none the box is gone."""
    seen: list[str] = []
    meanwhile(root, lambda box: seen.append(box.buttons[0].cget("text")))
    dialogs.show_for(root, "t", "The chat was closed.", 1)
    assert seen == ["OK (1)"]
    assert dialogs.open_box(root) is None


def test_who_wants_to_go_has_no_box_left(root: tk.Tk) -> None:
    """dismiss closes them all, without an answer; where there are none, and no window, nothing happens."""
    meanwhile(root, lambda _box: dialogs.dismiss(root))
    assert dialogs.ask(root, "t", "x", ["Yes", "No"]) is None
    assert dialogs.open_box(root) is None
    dialogs.dismiss(root)


def test_its_buttons_are_there_before_the_first_key(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tab goes to what is seen alone: a key that was pressed as soon as the box was there must find its button."""
    box = dialogs.Box(root, "A box", "What now?", ["One", "Two", "Three"], 0)
    seen: list[bool] = []

    def wait_window() -> None:
        seen.extend(button.winfo_viewable() == box.winfo_viewable() for button in box.buttons)

    monkeypatch.setattr(box, "wait_window", wait_window)
    box.wait()
    box.destroy()
    assert seen == [True] * 3
