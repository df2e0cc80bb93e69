"""What belongs to the person: choices count at once, keys do what the page of keys says, pop-ups lead to their room."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import pytest

from chat_tk.client.details import Alert
from chat_tk.client.preferences import Preferences
from chat_tk.client.values import Kind, Line, Member, Room
from chat_tk.client.view import comfort as comfort_file
from chat_tk.client.view.chat import ChatWindow
from chat_tk.client.view.comfort import Comfort
from chat_tk.client.view.keys import table
from chat_tk.client.view.shortcuts import READING, WRITING, ShortcutsWindow, licences
from chat_tk.ui.keys import in_words
from chat_tk.ui.theme import Theme

from .conftest import Notes, inside, press

NOON = 1_795_176_000.0


class Home:
    """A chat window with all comfort; ``told`` has what was told of."""

    def __init__(self, root: tk.Tk, notes: Notes, path: Path) -> None:
        self.window = ChatWindow(root, notes, lambda _link: None)
        self.kept = Preferences(path)
        self.told: list[tuple[Alert, int]] = []
        self.clicks: SimpleQueue[str] = SimpleQueue()
        commands = (("nick", "change your name"), ("names", "who is here"))
        tell = lambda alert, window: self.told.append((alert, window))  # noqa: E731
        self.comfort = Comfort(self.window, self.kept, tell, self.clicks, lambda: commands)
        for room in (Room("#lobby", "Lobby"), Room("#den", "den", unread=2), Room("bob", "Bob", private=True)):
            self.window.open_room(room)
        lines = [
            Line(1, "#lobby", Kind.MESSAGE, NOON, "Hello", "Zoe"),
            Line(2, "#lobby", Kind.MOVEMENT, NOON + 1, "Anna came"),
            Line(3, "#lobby", Kind.MESSAGE, NOON + 2, "Hi", "Maria", own=True),
        ]
        self.window.select_room("#lobby", lines, [Member("Anna"), Member("Maria", me=True), Member("Zoe")], "")
        self.window.show_nick("Maria", "Room 204")
        root.update()

    @property
    def shown(self) -> str:
        return self.window.area.rich.text.get("1.0", "end")


@pytest.fixture
def home(root: tk.Tk, notes: Notes, tmp_path: Path) -> Home:
    return Home(root, notes, tmp_path / "preferences.json")


def wait(root: tk.Tk, condition: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        root.update()


def test_choices_count_at_once(home: Home) -> None:
    """Look, size, times, movements, Enter, toolbar: in the window that is open."""
    theme, composer = Theme.of(home.window.root), home.window.compose.composer
    assert "Anna came" in home.shown
    clock = home.window.area.story._time(home.window.area.lines[0]).strip()
    assert clock in home.shown
    home.kept.change(look="dark", zoom=1.4, timestamps=False, movements=False, enter_sends=False, toolbar=True)
    assert theme.mode == "dark"
    assert theme.zoom == 1.4
    assert "Anna came" not in home.shown
    assert clock not in home.shown
    assert not composer.enter_sends
    assert home.window.compose.toolbar.winfo_manager()
    home.kept.change(look="system", zoom=1.0, timestamps=True, movements=True, toolbar=False)
    assert theme.mode == "light"
    assert "Anna came" in home.shown
    assert clock in home.shown


def test_text_grows_and_shrinks_by_keys(home: Home) -> None:
    """Ctrl and +, -, 0; it is kept for the next time."""
    field = home.window.compose.composer.text
    press(field, "<Control-plus>", "<Control-plus>")
    assert Theme.of(home.window.root).zoom == 1.25
    press(field, "<Control-minus>")
    assert home.kept.choices.zoom == 1.1
    press(field, "<Control-Key-0>")
    assert Theme.of(home.window.root).zoom == 1.0


def test_windows_open_by_keys_and_once(home: Home) -> None:
    """Settings by Ctrl+comma, keys by F1; pressed again, the same window."""
    field = home.window.compose.composer.text
    press(field, "<Control-comma>")
    press(field, "<F1>")  # a window that opens takes the keys, on Windows at once
    settings, shortcuts = home.comfort.settings, home.comfort.shortcuts
    assert settings is not None
    assert settings.name.get() == "Maria"
    assert shortcuts is not None
    press(field, "<Control-comma>")
    press(field, "<F1>")
    assert home.comfort.settings is settings
    assert home.comfort.shortcuts is shortcuts
    press(settings.window, "<Escape>")
    assert not settings.is_open
    shortcuts.close()


def test_emoji_are_picked_for_the_message_and_remembered(home: Home) -> None:
    """The last used first, each once."""
    press(home.window.compose.composer.text, "<Control-period>")
    for name in ("tada", "birthday", "tada"):
        home.window.compose.emoji_button.invoke()
        picker = home.comfort.picker
        assert picker is not None
        picker.field.insert(0, name)
        press(picker.field, "<KeyRelease>", "<Return>")
    assert home.window.compose.composer.get() == "🎉🎂🎉"
    assert home.kept.choices.recent == ("🎉", "🎂")


def test_writing_goes_on_after_an_emoji_was_clicked(home: Home) -> None:
    """The button that was clicked does not keep the keyboard."""
    composer, button = home.window.compose.composer.text, home.window.compose.emoji_button
    composer.update()
    composer.focus_force()
    composer.update()
    for event in ("<Enter>", "<Button-1>", "<ButtonRelease-1>"):
        button.event_generate(event, x=3, y=3)
    picker = home.comfort.picker
    assert picker is not None
    picker.field.insert(0, "tada")
    press(picker.field, "<KeyRelease>", "<Return>")
    assert composer.focus_lastfor() is composer


def test_a_reaction_is_picked(home: Home, notes: Notes) -> None:
    """The same window, for another purpose."""
    home.window.wishes.react(home.window.area.lines[0])
    picker = home.comfort.picker
    assert picker is not None
    picker.field.insert(0, "tada")
    press(picker.field, "<KeyRelease>", "<Return>")
    assert ("react", 1, "🎉") in notes.done


def test_tab_knows_who_spoke_last(home: Home) -> None:
    """Then the others, then rooms, and the commands."""
    assert home.comfort._names() == ["Zoe", "Anna", "Lobby", "den"]
    composer = home.window.compose.composer
    composer.set("/na")
    press(composer.text, "<Tab>")
    assert composer.get() == "/names "


def test_what_is_typed_is_told(root: tk.Tk, notes: Notes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts and typing hear of it; a room that is shown with its draft is no typing."""
    told: list[str] = []
    monkeypatch.setattr(notes, "typed", told.append)
    home = Home(root, notes, tmp_path / "preferences.json")
    home.window.select_room("bob", (), (), "draft")
    press(home.window.compose.composer.text, "<a>")
    assert told == ["drafta"]


def test_a_clicked_pop_up_leads_to_its_room(home: Home, notes: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window comes, and shows the room that the pop-up told of; of one that is gone, the window alone."""
    monkeypatch.setattr(comfort_file, "CLICK_MS", 1)
    home.window.alert(Alert("#den", "Anna in den", "hi"))
    assert home.told == [(Alert("#den", "Anna in den", "hi"), home.window.root.winfo_id())]
    home.clicks.put("#gone")
    home.clicks.put("#den")
    wait(home.window.root, lambda: ("choose_room", "#den", "") in notes.done)


def test_the_bell_rings_where_the_system_has_no_sound(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the thread of the widgets; no room is shown for that."""
    monkeypatch.setattr(comfort_file, "CLICK_MS", 1)
    rung: list[int] = []
    monkeypatch.setattr(home.window.root, "bell", lambda: rung.append(1))
    home.window.alert(Alert("#den", "Anna in den", "hi", popup=False))
    home.clicks.put(comfort_file.RING)
    wait(home.window.root, lambda: rung)


def test_what_cannot_be_kept_is_said(root: tk.Tk, notes: Notes, tmp_path: Path) -> None:
    """In the status line; it counts all the same."""
    (tmp_path / "file").write_text("")
    home = Home(root, notes, tmp_path / "file" / "preferences.json")
    home.comfort.zoom(1)
    assert "preferences.json" in home.window.status.status["text"]
    assert Theme.of(root).zoom == 1.1


def test_the_page_of_keys_tells_those_that_are_bound(home: Home) -> None:
    """Everywhere, in the composer, in the chat area: each sequence that is told is bound there."""
    window = home.window
    composer, area = window.compose.composer.text, window.area.rich.text
    for key in table():
        for sequence in key.sequences:
            assert window.root.bind(f"<{sequence}>"), sequence
    for keys, widget in ((WRITING, composer), (READING, area)):
        for sequence, _about in keys:
            assert widget.bind(f"<{sequence}>"), sequence


def test_the_page_of_keys_fits(scaled_root: tk.Tk) -> None:
    """At 100 % and 200 %; no key is told twice for one place, and licences are named."""
    scaled_root.deiconify()
    page = ShortcutsWindow(scaled_root)
    assert [place for place in inside(page.window) if "keylist" not in place] == []
    assert len(page.rows) == len(table()) + len(WRITING) + len(READING)
    assert all(key and about for key, about in page.rows)
    press(page.window, "<Next>", "<Up>", "<Escape>")
    assert not page.is_open
    told = " ".join(words for _title, words in licences())
    assert all(name in told for name in ("Apache", "MIT", "LGPL", "assets/emoji"))


@pytest.mark.parametrize(
    ("sequence", "words"),
    [("Control-Shift-l", "Ctrl+Shift+L"), ("Alt-Up", "Alt+↑"), ("F1", "F1"), ("Control-plus", "Ctrl++")],
)
def test_keys_in_words(sequence: str, words: str) -> None:
    """As they stand on a keyboard."""
    assert in_words(sequence) == words
