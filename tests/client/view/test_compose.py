"""The foot of the window: buttons, the strip after a paste, and the window in which an emoji is picked."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.client.view import compose as compose_file
from chat_tk.client.view.compose import Compose
from chat_tk.client.view.emojipicker import EmojiPicker
from chat_tk.client.view.pasted import MOST_MESSAGES
from chat_tk.ui import emoji
from chat_tk.ui.emoji_grid import beside, rows_of

from .conftest import inside, press


class Sent:
    """Takes what is sent; a text in ``refused`` comes back."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.refused: set[str] = set()

    def __call__(self, text: str) -> str:
        if text in self.refused:
            return text
        self.texts.append(text)
        return ""


@pytest.fixture
def sent() -> Sent:
    return Sent()


def make(root: tk.Tk, sent: Sent) -> Compose:
    compose = Compose(root, sent)
    compose.pack(side="bottom", fill="x")
    root.geometry("500x700+0+0")
    root.deiconify()
    root.update()
    compose.composer.text.focus_force()
    root.update()
    return compose


@pytest.fixture
def compose(root: tk.Tk, sent: Sent) -> Compose:
    return make(root, sent)


def paste(compose: Compose, text: str) -> None:
    compose.clipboard_clear()
    compose.clipboard_append(text)
    compose.composer.text.event_generate("<<Paste>>")
    compose.update()


def test_everything_fits(scaled_root: tk.Tk, sent: Sent, scale: float) -> None:
    """With all strips shown, at 100 % and 200 %, in the smallest window."""
    compose = make(scaled_root, sent)
    scaled_root.geometry(f"{int(440 * scale)}x{int(320 * scale)}")
    compose.show_toolbar(shown=True)
    paste(compose, "one\ntwo\nthree\nfour")
    assert compose.pasted.winfo_viewable()
    assert inside(scaled_root) == []


def test_where_there_is_hardly_room_to_write_buttons_make_way(compose: Compose) -> None:
    """The keys do what they do; with room they are back."""
    root = compose.winfo_toplevel()
    for width, seen in ((240, False), (500, True)):
        root.geometry(f"{width}x400")
        root.update()
        root.update()
        assert compose.emoji_button.winfo_viewable() == compose.format_button.winfo_viewable() == seen
    root.geometry("240x400")
    root.update()
    root.update()
    assert compose.composer.winfo_width() > 100


def test_the_toolbar_wraps_what_is_selected(compose: Compose) -> None:
    """It comes by its button, and gives the keyboard back."""
    shown: list[bool] = []
    compose.on_toolbar = shown.append
    compose.format_button.invoke()
    assert compose.toolbar.winfo_manager() == "grid"
    compose.composer.set("word")
    press(compose.composer.text, "<Control-a>")
    compose.toolbar.buttons["s"].invoke()
    assert compose.composer.get() == "<s>word</s>"
    compose.format_button.invoke()
    assert not compose.toolbar.winfo_manager()
    assert shown == [True, False]


def test_many_lines_can_go_line_by_line(compose: Compose, sent: Sent) -> None:
    """Each line that says something is a message; one that is refused stays, with what follows."""
    sent.refused = {"three"}
    paste(compose, "one\n\ntwo\nthree\nfour")
    assert "4" in compose.pasted.words.cget("text")
    compose.pasted.buttons[1].invoke()
    assert sent.texts == ["one", "two"]
    assert compose.composer.get() == "three\nfour"
    assert not compose.pasted.winfo_manager()


def test_what_is_asked_after_a_paste_goes_on_below(compose: Compose) -> None:
    """In a narrow window no word of it is cut or squeezed."""
    root = compose.winfo_toplevel()
    root.geometry("330x700")
    paste(compose, "one\ntwo\nthree\nfour")
    root.update()
    root.update()
    for part in (compose.pasted.words, *compose.pasted.buttons):
        assert part.winfo_width() >= part.winfo_reqwidth()
    assert compose.pasted.buttons[2].winfo_rooty() > compose.pasted.words.winfo_rooty()
    assert inside(root) == []


def test_many_lines_can_go_as_one(compose: Compose, sent: Sent) -> None:
    """That is what Enter does, too; the strip goes."""
    paste(compose, "one\ntwo\nthree\nfour")
    compose.pasted.buttons[0].invoke()
    assert sent.texts == ["one\ntwo\nthree\nfour"]
    assert not compose.pasted.winfo_manager()


def test_many_lines_can_be_taken_out_again(compose: Compose) -> None:
    """What was typed round them stays, and Ctrl+Z brings them back."""
    compose.composer.set("before ")
    paste(compose, "one\ntwo\nthree\nfour")
    compose.composer.insert(" after")
    compose.pasted.buttons[2].invoke()
    assert compose.composer.get() == "before  after"
    assert not compose.pasted.winfo_manager()
    press(compose.composer.text, "<Control-z>")
    assert compose.composer.get() == "before one\ntwo\nthree\nfour after"


def test_few_lines_are_no_question(compose: Compose) -> None:
    """Nor is a flood offered line by line."""
    paste(compose, "one\ntwo")
    assert not compose.pasted.winfo_manager()
    paste(compose, "\n".join(map(str, range(MOST_MESSAGES + 1))))
    assert compose.pasted.winfo_manager()
    assert not compose.pasted.buttons[1].winfo_viewable()


def test_what_is_typed_is_told(compose: Compose) -> None:
    """For drafts, and for those who see who writes."""
    told: list[str] = []
    compose.on_typed = told.append
    press(compose.composer.text, "<a>")
    assert told == ["a"]


def test_the_emoji_button_gets_its_picture_later(root: tk.Tk, sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Emoji do not hold up the start."""
    monkeypatch.setattr(compose_file, "AFTER_START_MS", 1)
    compose = make(root, sent)
    wait(root, lambda: compose.emoji_button.cget("image"))
    pressed: list[int] = []
    compose.on_emoji = lambda: pressed.append(1)
    compose.emoji_button.invoke()
    assert pressed == [1]


def wait(root: tk.Tk, condition: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        root.update()


# --- the picker -------------------------------------------------------------------------------------------------------


@pytest.fixture
def picked() -> list[str]:
    return []


def open_picker(root: tk.Tk, picked: list[str], *recent: str) -> EmojiPicker:
    root.geometry("800x700+0+0")
    root.deiconify()
    root.update()
    picker = EmojiPicker(root, picked.append, recent)
    root.update()
    picker.field.focus_force()
    root.update()
    return picker


def test_an_emoji_is_found_and_picked_by_keyboard(root: tk.Tk, picked: list[str]) -> None:
    """Type, arrows, Enter; Shift+Enter leaves the window open."""
    picker = open_picker(root, picked)
    picker.field.insert(0, "tada")
    press(picker.field, "<KeyRelease>", "<Shift-Return>")
    assert picked == ["🎉"]
    picker.field.delete(0, "end")
    picker.field.insert(0, "heart")
    press(picker.field, "<KeyRelease>", "<Right>", "<Down>", "<Up>", "<Left>", "<Right>", "<Return>")
    assert picked[1:] == [emoji.search("heart")[1].text]
    assert not picker.is_open


def test_the_last_used_stand_first(root: tk.Tk, picked: list[str]) -> None:
    """In the order in which they were used, skins too; unknown ones are left out."""
    picker = open_picker(root, picked, "👋🏽", "nonsense", "🎂")
    assert picker.grid.current is not None
    assert picker.grid.current.names[0] == "wave"
    press(picker.field, "<Right>", "<Return>")
    assert picked == ["🎂"]


def test_nothing_found_is_said(root: tk.Tk, picked: list[str]) -> None:
    """And Enter picks nothing."""
    picker = open_picker(root, picked)
    picker.field.insert(0, "qqqq")
    press(picker.field, "<KeyRelease>", "<Return>")
    assert picked == []
    assert picker._name.cget("text") == "No emoji is called so."
    press(picker.field, "<Escape>")
    assert not picker.is_open


def test_tab_goes_through_the_categories(root: tk.Tk, picked: list[str]) -> None:
    """From the first on, and back round the end."""
    picker = open_picker(root, picked)
    first = []
    for key in ("<Tab>", "<Tab>", "<Shift-Tab>", "<Shift-Tab>"):
        press(picker.field, key)
        assert picker.grid.current is not None
        first.append(picker.grid.current.category)
    assert first == [0, 1, 0, 8]
    picker.close()


def test_only_what_is_seen_is_drawn(root: tk.Tk, picked: list[str]) -> None:
    """At the end of the list as at its beginning."""
    picker = open_picker(root, picked)
    for _ in range(3):
        assert 0 < len(picker.grid.canvas.find_all()) < 250
        picker.grid.canvas.yview_scroll(60, "units")
        root.update()
    picker.close()


def test_a_click_picks(root: tk.Tk, picked: list[str]) -> None:
    """The one that is under the pointer."""
    picker = open_picker(root, picked)
    side = picker.grid._side
    picker.grid.canvas.event_generate("<Motion>", x=side + 5, y=side + 5)
    picker.grid.canvas.event_generate("<Button-1>", x=side + 5, y=side + 5)
    assert picked == [emoji.table().rows[1].text]


@given(
    st.lists(st.integers(0, 23), min_size=1, max_size=4),
    st.integers(1, 9),
    st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), max_size=12),
)
def test_arrow_keys_stay_within_the_grid(sizes: list[int], columns: int, moves: list[tuple[int, int]]) -> None:
    """Whatever is pressed, the marked one is one of those that are there."""
    known = emoji.table().rows
    rows = rows_of([(str(number), known[:size]) for number, size in enumerate(sizes)], columns)
    place = 0
    for right, down in moves:
        place = beside(rows, place, right, down)
        assert (0 <= place < sum(sizes)) if sum(sizes) else place == -1
        place = max(0, place)
