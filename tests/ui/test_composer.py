"""The field where messages are written."""

from __future__ import annotations

import tkinter as tk

import pytest

from chat_tk.ui.composer import Composer


class Room:
    """Takes what is sent; ``keeps`` is what it gives back."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.keeps = ""

    def send(self, text: str) -> str:
        self.sent.append(text)
        return self.keeps


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def composer(root: tk.Tk, room: Room) -> Composer:
    root.geometry("400x300")
    composer = Composer(root, room.send, "Write here")
    composer.pack(side="bottom", fill="x")
    root.update()
    composer.text.focus_force()
    root.update()
    return composer


def key(composer: Composer, *names: str) -> None:
    for name in names:
        composer.text.event_generate(f"<{name}>")
    composer.update()


def test_enter_sends_and_empties(composer: Composer, room: Room) -> None:
    """Enter sends, an empty field does not; Shift+Enter breaks the line."""
    key(composer, "Return")
    composer.insert("one")
    key(composer, "Shift-Return")
    composer.insert("two")
    key(composer, "Return")
    assert room.sent == ["one\ntwo"]
    assert composer.get() == ""


def test_what_cannot_be_sent_stays(composer: Composer, room: Room) -> None:
    """Nothing typed is lost: what on_send returns stands in the field, and is no history yet."""
    room.keeps = "/nonsense"
    composer.set("/nonsense")
    composer.submit()
    assert composer.get() == "/nonsense"
    composer.set("")
    key(composer, "Up")
    assert composer.get() == ""


def test_it_grows_to_six_lines(composer: Composer) -> None:
    """From 1 to 6 lines, for breaks and for wrapped words, and back."""
    heights = []
    for text in ("", "a", "a\nb", "a\nb\nc\n", "x\n" * 30, "word " * 40, "word " * 5000, ""):
        composer.set(text)
        composer.update()
        heights.append(int(composer.text.cget("height")))
    assert heights[:5] == [1, 1, 2, 4, 6]
    assert 3 <= heights[5] <= 6
    assert heights[6:] == [6, 1]


def test_history_comes_back_in_an_empty_field(composer: Composer) -> None:
    """Up and Down walk through what was sent; in a field with something new they only move the cursor."""
    for text in ("one", "two", "two"):
        composer.set(text)
        composer.submit()
    seen = []
    for name in ("Up", "Up", "Up", "Down", "Down", "Down"):
        key(composer, name)
        seen.append(composer.get())
    assert seen == ["two", "one", "one", "two", "", ""]
    composer.set("new")
    key(composer, "Up")
    assert composer.get() == "new"


def test_keys_wrap_the_selection(composer: Composer) -> None:
    """Ctrl+B, I, U put tags around what is selected; without a selection the cursor stands between them."""
    composer.set("word")
    key(composer, "Control-a", "Control-b")
    assert composer.get() == "<b>word</b>"
    composer.set("")
    key(composer, "Control-i")
    composer.insert("x")
    assert composer.get() == "<i>x</i>"


def test_paste_replaces_the_selection_and_undo_brings_it_back(composer: Composer) -> None:
    """As everywhere else; Ctrl+Y does it again."""
    composer.clipboard_clear()
    composer.clipboard_append("pasted")
    composer.set("old")
    key(composer, "Control-a")
    composer.text.event_generate("<<Paste>>")
    assert composer.get() == "pasted"
    key(composer, "Control-z", "Control-z")
    assert composer.get() == "old"
    key(composer, "Control-y", "Control-y")
    assert composer.get() == "pasted"


def test_emacs_keys_do_nothing(composer: Composer) -> None:
    """Ctrl+K, D, H, O, T would eat or swap what was typed."""
    composer.set("some words")
    composer.text.mark_set("insert", "1.4")
    key(composer, *(f"Control-{letter}" for letter in "kdhotnpef"))
    assert composer.get() == "some words"


def test_the_placeholder_goes_when_something_stands_there(composer: Composer) -> None:
    """It is shown in an empty field only, and can change."""
    assert composer._placeholder.winfo_manager() == "place"
    composer.insert("😀")
    assert composer._placeholder.winfo_manager() == ""
    composer.set("")
    composer.set_placeholder("Message Alice")
    assert composer._placeholder.winfo_manager() == "place"
    assert composer._placeholder.cget("text") == "Message Alice"
    assert composer.get() == ""


def test_lone_surrogates_do_no_harm(composer: Composer, room: Room) -> None:
    """They are replaced on the way in."""
    composer.set("a\ud800")
    composer.insert("\udc00b")
    composer.submit()
    assert room.sent == ["a\ufffd\ufffdb"]
