"""The dialog before the chat, with a real window."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

import pytest

from chat_tk.client.values import Target
from chat_tk.client.view.join import JoinDialog
from chat_tk.ui import dialogs
from tests.client.view.conftest import inside, press

EMPTY = Target("", 0, "")
KNOWN = Target("192.168.1.20", 7000, "Maria")


class Heard:
    """What the dialog asked for."""

    def __init__(self) -> None:
        self.done: list[object] = []

    def open(self, root: tk.Tk, defaults: Target) -> JoinDialog:
        def note(word: str) -> Callable[[], None]:
            return lambda: self.done.append(word)

        dialog = JoinDialog(
            root,
            defaults,
            on_join=self.done.append,
            on_start_chat=lambda name: self.done.append(f"start {name}"),
            on_cancel=note("cancel"),
            on_quit=note("quit"),
        )
        root.update()
        return dialog


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_remembered_values_and_one_enter_join(root: tk.Tk, heard: Heard) -> None:
    """Whoever was here before presses Enter, and is in."""
    dialog = heard.open(root, KNOWN)
    press(dialog.name.entry, "<Return>")
    assert heard.done == [KNOWN]


def test_the_first_empty_field_is_asked_first(root: tk.Tk, heard: Heard) -> None:
    """The name for a newcomer, the address for who has only a name."""
    for defaults, first in ((EMPTY, "name"), (Target("", 6667, "Maria"), "host"), (KNOWN, "name")):
        dialog = heard.open(root, defaults)
        assert dialog.window.focus_lastfor() is getattr(dialog, first).entry
        dialog.close()


def test_a_port_typed_behind_the_address_counts(root: tk.Tk, heard: Heard) -> None:
    """``host:port`` in the field for the address is understood, and then shown in both fields."""
    dialog = heard.open(root, KNOWN)
    dialog.host.text.set("room.local:7001")
    press(dialog.host.entry, "<Return>")
    assert heard.done == [Target("room.local", 7001, "Maria")]
    assert (dialog.host.text.get(), dialog.port.text.get()) == ("room.local", "7001")


def test_an_empty_form_says_what_is_missing_and_joins_nowhere(root: tk.Tk, heard: Heard) -> None:
    """The first wrong field gets the focus; every wrong one says why."""
    dialog = heard.open(root, EMPTY)
    press(dialog.name.entry, "<Return>")
    assert heard.done == []
    assert "name" in dialog.name.note["text"]
    assert "address" in dialog.host.note["text"]
    assert dialog.window.focus_lastfor() is dialog.name.entry


def test_a_bad_port_is_told_while_typing(root: tk.Tk, heard: Heard) -> None:
    """At once, beside the field, and gone when it is good again."""
    dialog = heard.open(root, KNOWN)
    dialog.port.text.set("70000")
    assert "65535" in dialog.port.note["text"]
    assert dialog.port.entry.instate(["invalid"])
    dialog.port.text.set("7000")
    assert not dialog.port.note["text"].strip()


def test_the_password_is_under_more_options(root: tk.Tk, heard: Heard) -> None:
    """Closed at first; what is typed there goes along, unseen."""
    dialog = heard.open(root, KNOWN)
    assert not dialog.password.frame.winfo_viewable()
    press(dialog.more_button, "<Return>")
    assert dialog.password.frame.winfo_viewable()
    assert dialog.password.entry["show"]
    dialog.password.text.set("secret")
    press(dialog.password.entry, "<Return>")
    assert heard.done == [Target("192.168.1.20", 7000, "Maria", "secret")]


def test_joining_can_be_cancelled(root: tk.Tk, heard: Heard) -> None:
    """By Esc and by the button; everything typed is still there."""
    dialog = heard.open(root, KNOWN)
    dialog.show_joining("Joining 192.168.1.20 ...")
    assert dialog.name.entry.instate(["disabled"])
    assert "Joining" in dialog.status["text"]
    press(dialog.join_button, "<Escape>")
    dialog.show_joining("Joining 192.168.1.20 ...")
    dialog.join_button.invoke()
    assert heard.done == ["cancel", "cancel"]
    assert dialog.name.entry.instate(["!disabled"])
    assert dialog.name.text.get() == "Maria"


def test_escape_and_closing_quit(root: tk.Tk, heard: Heard) -> None:
    """At the form there is nothing to cancel."""
    dialog = heard.open(root, KNOWN)
    press(dialog.name.entry, "<Escape>")
    dialog.window.tk.call(dialog.window.protocol("WM_DELETE_WINDOW"))
    assert heard.done == ["quit", "quit"]


def test_start_a_chat_here_needs_a_name_only(root: tk.Tk, heard: Heard) -> None:
    """No address: the chat will be on this computer."""
    dialog = heard.open(root, EMPTY)
    dialog.start_button.invoke()
    assert heard.done == []
    dialog.name.text.set("Maria Rossi")
    dialog.start_button.invoke()
    assert heard.done == ["start Maria_Rossi"]


@pytest.mark.parametrize(("button", "again"), [(0, True), (1, False)])
def test_a_failure_offers_another_try(root: tk.Tk, heard: Heard, button: int, again: bool) -> None:
    """A8: a message box in words; with another try the form says it too."""
    dialog = heard.open(root, KNOWN)
    dialog.show_joining("Joining ...")
    seen: list[str] = []

    def answer() -> None:
        box = dialogs.open_box(root)
        if box is None:
            root.after(20, answer)
            return
        seen.append(box.text)
        box.buttons[button].invoke()

    root.after(20, answer)
    assert dialog.ask_retry("Nothing answers there.") is again
    assert seen == ["Nothing answers there."]
    assert (dialog.status["text"] == "Nothing answers there.") is again


@pytest.mark.parametrize(("key", "joins"), [("<Return>", False), ("<Escape>", False), (1, True)])
def test_another_computer_is_joined_only_by_its_button(
    root: tk.Tk, heard: Heard, key: str | int, *, joins: bool
) -> None:
    """Stop is what Enter and Escape press."""
    dialog = heard.open(root, KNOWN)

    def answer() -> None:
        box = dialogs.open_box(root)
        if box is None:
            root.after(20, answer)
        elif isinstance(key, int):
            box.buttons[key].invoke()
        else:
            box.buttons[0].focus_force()
            box.buttons[0].event_generate(key)

    root.after(20, answer)
    assert dialog.ask_trust("This is not the same computer as last time.") is joins


def test_nothing_is_cut_off_whatever_the_notes_say(scaled_root: tk.Tk, heard: Heard) -> None:
    """All widgets stay inside the smallest window, at 100 % and 200 %."""
    dialog = heard.open(scaled_root, EMPTY)
    assert inside(dialog.window) == []
    dialog.name.text.set("Ma,ria" * 5)
    dialog.host.text.set("two words")
    dialog.port.text.set("x")
    dialog.more_button.invoke()
    dialog.show_form("Nothing answers at 192.168.1.20, port 6667. " * 4)
    dialog.window.geometry("1x1")
    assert inside(dialog.window) == []


def test_a_chat_that_wants_a_password_shows_where_to_type_it(root: tk.Tk, heard: Heard) -> None:
    """The field unfolds and has the focus; what was typed in it is selected, to be typed over."""
    dialog = heard.open(root, Target("192.168.1.20", 6667, "Maria"))
    dialog.show_form("This chat needs a password.", password=True)
    root.update()
    assert dialog.password.frame.winfo_ismapped()
    assert dialog.window.focus_lastfor() is dialog.password.entry
    assert dialog.more_button["text"] == "Fewer options"


def test_close_may_be_called_twice(root: tk.Tk, heard: Heard) -> None:
    """The second call does nothing."""
    dialog = heard.open(root, EMPTY)
    dialog.close()
    dialog.close()
    assert not dialog.window.winfo_exists()
