"""The settings: what is chosen counts at once, what is typed wrongly is said in words."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator
from pathlib import Path
from tkinter import ttk

import pytest

from chat_tk.client.preferences import Preferences
from chat_tk.client.values import Level, Room
from chat_tk.client.view.settings import SettingsWindow, Surroundings

from .conftest import inside, press


class Around:
    """A chat with two rooms."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []
        rooms = (Room("#lobby", "Lobby"), Room("#den", "den", level=Level.NOTHING))
        self.given = Surroundings(
            lambda: "Anna",
            lambda name: self.done.append(("name", name)),
            lambda: rooms,
            lambda key, level: self.done.append((key, level)),
        )


@pytest.fixture
def around() -> Around:
    return Around()


@pytest.fixture
def keeper(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "preferences.json")


@pytest.fixture
def settings(root: tk.Tk, keeper: Preferences, around: Around) -> Iterator[SettingsWindow]:
    root.deiconify()
    settings = SettingsWindow(root, keeper, around.given)
    root.update()
    yield settings
    settings.close()


def test_every_page_fits(scaled_root: tk.Tk, keeper: Preferences, around: Around) -> None:
    """At 100 % and 200 %, in a window that is no larger than the screen; what is higher is scrolled."""
    scaled_root.deiconify()
    settings = SettingsWindow(scaled_root, keeper, around.given)
    for number in range(len(settings.pages)):
        settings.book.select(number)
        outside = [place for place in inside(settings.window) if "scrolled" not in place]
        assert outside == []
    settings.close()


def test_tab_visits_what_can_be_changed_and_nothing_else(settings: SettingsWindow) -> None:
    """No frame and no label takes the keys: one would press Tab and see nothing happen."""
    for number in range(len(settings.pages)):
        settings.book.select(number)
        settings.window.update()
        visited, here = [], settings.book.tk_focusNext()
        while here is not None and here is not settings.close_button:
            visited.append(here.winfo_class())
            here = here.tk_focusNext()
        assert visited
        assert not {"TFrame", "TLabel", "Canvas"} & set(visited)


def test_every_choice_is_shown_and_changed(settings: SettingsWindow, keeper: Preferences) -> None:
    """Each box and button shows what is chosen, and a press changes just that."""
    for page in settings.pages.values():
        for name, widget in page.widgets.items():
            if isinstance(widget, ttk.Checkbutton):
                before = getattr(keeper.choices, name)
                assert ("selected" in widget.state()) is before
                widget.invoke()
                assert getattr(keeper.choices, name) is not before
            elif isinstance(widget, ttk.Radiobutton) and "=" in name:
                widget.invoke()
                key, _sign, value = name.partition("=")
                assert str(getattr(keeper.choices, key)) == value


def test_lists_that_fold_out(settings: SettingsWindow, keeper: Preferences) -> None:
    """Language and size of text."""
    zoom = settings.pages["looks"].widgets["zoom"]
    assert isinstance(zoom, ttk.Combobox)
    assert zoom.get() == "100 %"
    zoom.current(zoom.cget("values").index("140 %"))
    zoom.event_generate("<<ComboboxSelected>>")
    assert keeper.choices.zoom == 1.4
    language = settings.pages["general"].widgets["language"]
    assert isinstance(language, ttk.Combobox)
    assert language.cget("values")[:2] == ("As the system", "English")


@pytest.mark.parametrize(
    ("page", "name", "typed", "value"),
    [
        ("told", "quiet_from", "21.30", 21 * 60 + 30), ("told", "quiet_to", "25:00", None),
        ("told", "quiet_to", "", None),
        ("told", "words", "tea, käse ,tea", ("tea", "käse")), ("told", "words", "x" * 61, None),
        ("privacy", "away_after", "5", 5), ("privacy", "away_after", "", 0), ("privacy", "away_after", "soon", None),
        ("privacy", "away_after", "99999", None),
    ],
)  # fmt: skip
def test_what_is_typed_counts_or_is_told(
    settings: SettingsWindow, keeper: Preferences, page: str, name: str, typed: str, value: object
) -> None:
    """In words, below the field; what was chosen before stays then."""
    before = getattr(keeper.choices, name)
    settings.book.select(list(settings.pages).index(page))
    entry = settings.pages[page].widgets[name]
    assert isinstance(entry, ttk.Entry)
    entry.delete(0, "end")
    entry.insert(0, typed)
    press(entry, "<KeyRelease>")
    assert getattr(keeper.choices, name) == (before if value is None else value)
    assert bool(entry.instate(["invalid"])) is (value is None)
    assert entry.get() == typed


def test_a_change_made_elsewhere_is_followed(settings: SettingsWindow, keeper: Preferences) -> None:
    """Ctrl and + in the chat, say; a closed window hears nothing more."""
    keeper.change(zoom=2.0, look="dark", quiet_from=60)
    zoom = settings.pages["looks"].widgets["zoom"]
    assert isinstance(zoom, ttk.Combobox)
    assert zoom.get() == "200 %"
    assert settings.pages["looks"].widgets["look=dark"].instate(["selected"])  # type: ignore[attr-defined]
    settings.close()
    keeper.change(zoom=1.0)


def test_the_name_can_be_changed(settings: SettingsWindow, around: Around) -> None:
    """An empty one, or the same, is no change."""
    for name in ("Anna", " ", "Maria Rossi"):
        settings.name.delete(0, "end")
        settings.name.insert(0, name)
        settings.rename.invoke()
    assert around.done == [("name", "Maria Rossi")]


def test_rooms_with_a_rule_of_their_own_are_listed(settings: SettingsWindow, around: Around) -> None:
    """And can be made like all others."""
    assert list(settings.levels) == ["#den"]
    settings.levels["#den"].invoke()
    assert around.done == [("#den", Level.USUAL)]


def test_what_cannot_be_kept_is_said(root: tk.Tk, tmp_path: Path, around: Around) -> None:
    """It counts until the chat is closed."""
    (tmp_path / "file").write_text("")
    settings = SettingsWindow(root, Preferences(tmp_path / "file" / "preferences.json"), around.given)
    settings.pages["told"].widgets["sound"].invoke()  # type: ignore[attr-defined]
    assert "preferences.json" in settings.problem.cget("text")
    settings.close()
