"""The window as a whole: its size, its keys, its end."""

from __future__ import annotations

import gettext
import tkinter as tk
from collections.abc import Iterator

import pytest

from chat_tk import i18n
from chat_tk.server.values import Hand, Room, Warned
from chat_tk.ui.theme import Theme
from tests.server.view.conftest import NOW, OPEN, answer, exists, fill, until


def test_announce_tells_everyone_unless_nothing_was_written(window):
    """S4: announce to everyone."""
    fill(window, "Ann", "Bob")
    asked = answer(window, text="Five minutes left")
    window.header.announce_button.invoke()
    assert asked.text == "2 people will read it."
    answer(window, text="  ")
    window.header.announce_button.invoke()
    assert window.actions.done == [("announce", "Five minutes left")]


def test_chat_myself(window):
    """S4: Chat myself (opens ChatClient on it)."""
    window.header.chat_button.invoke()
    assert window.actions.done == [("chat_myself",)]


def test_closing_an_empty_chat_asks_nothing(window):
    """The server is asked to stop, and the window stays until it has."""
    window.ask_close()
    window.ask_close()
    assert window.actions.done == [("stop",)]
    assert exists(window.root)
    assert window.header.close_button.instate(["disabled"])
    assert window.rooms.buttons["create"].instate(["disabled"])
    window.close()
    assert not exists(window.root)


def test_closing_with_people_in_asks_and_keeps_open_by_default(window):
    """Whoever closes by mistake loses nobody: the box says how many are in, and "Keep open" is its default."""
    fill(window, "Ann", "Bob", "Carl", "")
    asked = answer(window, 1)
    window.header.close_button.invoke()
    assert asked.text == "3 people are in the chat. Close it for everyone?"
    assert window.actions.done == []
    answer(window, 0)
    window.ask_close()
    assert window.actions.done == [("stop",)]


def test_the_window_may_end_while_it_asks(window):
    """The server ended by itself (Ctrl+C, say) while a box was open: everything goes, nothing is raised."""
    fill(window, "Ann")
    window.root.after(1, window.close)
    window.ask_close()
    assert not exists(window.root)
    assert window.actions.done == []


@pytest.mark.parametrize("zoom", [1.0, 1.6])
@pytest.mark.parametrize("tab", ["people", "hands", "rooms", "bans", "log_page", "statistics", "settings"])
def test_nothing_is_cut_off_at_the_smallest_size(window, zoom, tab):
    """A3: nothing is cut off at the smallest size; with a warning, the strip of the first time, and larger letters."""
    root = window.root
    Theme.of(root).set_zoom(zoom)
    window.show_open(OPEN.__class__("Room 204", OPEN.places, OPEN.plain, warnings=(Warned("Only you.", "Plug in."),)))
    window.show_first_run("Room 204")
    window.show_hands([Hand(1, "Ann", NOW)])
    fill(window, "Ann")
    window.show_rooms([Room("#lobby", lobby=True)])
    window.select(getattr(window, tab))
    until(root, lambda: window.fit.done)
    root.geometry("{}x{}".format(*root.minsize()))
    until(root, lambda: root.winfo_width() == root.minsize()[0] and window.fit.done)
    cut = [widget for widget in _leaves(root) if not _whole(widget, root)]
    assert [(widget.winfo_class(), str(widget)) for widget in cut] == []


class Longer(gettext.NullTranslations):
    """Every text with half as many letters again: longer than German and Russian make them."""

    def gettext(self, text):
        return text + "\u00e4" * (len(text) // 2)

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


@pytest.mark.parametrize("tab", ["people", "hands", "rooms", "bans", "log_page", "statistics", "settings"])
def test_nothing_is_cut_off_where_words_are_longer(request, monkeypatch, tab):
    """In three languages: the window is as wide as its words need, and buttons go on in a next row."""
    monkeypatch.setattr(i18n, "_catalog", Longer())
    test_nothing_is_cut_off_at_the_smallest_size(request.getfixturevalue("window"), 1.0, tab)


def _leaves(widget):
    for child in widget.winfo_children():
        if child.winfo_viewable() and child.winfo_class() in {"TButton", "TLabel", "TEntry", "TCombobox"}:
            yield child
        if child.winfo_class() != "Canvas":  # what is in it is scrolled
            yield from _leaves(child)


def _whole(widget, root):
    right, bottom = widget.winfo_rootx() + widget.winfo_width(), widget.winfo_rooty() + widget.winfo_height()
    fits = widget.winfo_class() == "TEntry" or (
        widget.winfo_width() >= widget.winfo_reqwidth() and widget.winfo_height() >= widget.winfo_reqheight()
    )
    return (
        fits and right <= root.winfo_rootx() + root.winfo_width() and bottom <= root.winfo_rooty() + root.winfo_height()
    )


def test_everything_is_reached_by_the_tab_key(window):
    """C11 (and here too): buttons, tabs, filter and list take the focus in turn."""
    fill(window, "Ann")
    reached, widget = set(), window.root
    for _step in range(30):
        widget = widget.tk_focusNext()
        reached.add(str(widget))
    header, people = window.header, window.people
    expected = (header.chat_button, header.close_button, header.big_button, window.tabs, people.filter.entry)
    assert {str(w) for w in (*expected, people.table.tree)} <= reached


@pytest.mark.parametrize(
    ("key", "done"), [("<Control-p>", ("pause", True)), ("<Control-j>", ("chat_myself",)), ("<Control-q>", ("stop",))]
)
def test_keys_of_the_window(window, key, done):
    """Whatever has the focus."""
    window.root.focus_force()
    window.root.update()
    window.root.event_generate(key)
    assert window.actions.done == [done]


def test_tabs_letters_and_filter_by_key(window):
    """Ctrl+number goes to the n-th tab that is seen; Ctrl+F to the words; Ctrl++ and Ctrl+0 change the letters."""
    root = window.root
    root.focus_force()
    root.update()
    root.event_generate("<Control-Key-2>")
    assert window.selected is window.rooms
    root.event_generate("<Control-Key-7>")
    assert window.selected is window.rooms
    root.event_generate("<Control-f>")
    root.update()
    assert root.focus_get() is window.rooms.filter.entry
    root.event_generate("<Control-plus>")
    assert Theme.of(root).zoom > 1.0
    root.event_generate("<Control-Key-0>")
    assert Theme.of(root).zoom == 1.0


def test_tab_goes_to_what_can_be_done_and_nowhere_else(window):
    """On every page, with the lines of the log among it: each shows that it has the keyboard."""
    shown = {
        "TButton",
        "TNotebook",
        "Treeview",
        "TEntry",
        "TCombobox",
        "TRadiobutton",
        "TCheckbutton",
        "Canvas",
        "Text",
    }
    pages = (window.people, window.rooms, window.bans, window.log_page, window.statistics, window.settings)
    for page in pages:
        window.select(page)
        window.root.update()
        visited = [window.header.close_button]
        while (following := visited[-1].tk_focusNext()) is not visited[0] and len(visited) < 100:
            visited.append(following)
        assert {widget.winfo_class() for widget in visited} <= shown
        assert any(str(widget).startswith(f"{page}.") for widget in visited)
        assert (window.log_page.lines.text in visited) == (page is window.log_page)


@pytest.mark.parametrize(
    ("on", "back"), [("<Control-Tab>", "<Control-Shift-Tab>"), ("<Control-Next>", "<Control-Prior>")]
)
def test_from_tab_to_tab_wherever_the_keyboard_is(window, on, back):
    """In a list, in the log (whose Text has a Ctrl+Tab of its own), in the header; past what is hidden."""
    window.root.focus_force()
    window.root.update()
    order = [window.people, window.rooms, window.bans, window.log_page, window.statistics, window.settings]
    for page in (*order[1:], order[0]):
        (window.root.focus_get() or window.root).event_generate(on)
        window.root.update()
        assert window.selected is page
        assert str(window.root.focus_get()).startswith(f"{page}.")
    window.header.close_button.focus_force()
    for page in (order[-1], order[-2], order[-3]):
        window.root.focus_get().event_generate(back)
        window.root.update()
        assert window.selected is page
    window.log_page.lines.text.focus_force()
    window.root.update()
    window.log_page.lines.text.event_generate(on)
    window.root.update()
    assert window.selected is window.statistics


def descendants(widget: tk.Misc) -> Iterator[tk.Misc]:
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)


def test_f1_lists_the_keys(window):
    """In one window, however often it is asked for; every key is in it, the last one too, and Escape closes it."""
    for _number in range(2):
        window.root.focus_force()
        window.root.update()
        window.root.event_generate("<F1>")
    shown = window.key_list
    keys = [key for key, _about in shown.rows]
    assert {"F1", "F11", "Ctrl+P", "Ctrl+Q", "Del", "Ctrl+M", "Ctrl+1 … Ctrl+7"} <= set(keys)
    told = [child.cget("text") for child in descendants(shown.window) if child.winfo_class() == "TLabel"]
    assert set(keys) <= set(told)
    shown.window.focus_force()
    shown.window.update()
    shown.window.event_generate("<Escape>")
    assert not shown.is_open
    assert sum(isinstance(child, tk.Toplevel) for child in window.root.winfo_children()) == 0


def test_names_from_outside_are_data(window):
    """Braces, brackets, dollars and lone surrogates in a chat's name reach no interpreter."""
    window.show_open(OPEN.__class__("{[exit] $x \ud800", OPEN.places, "nc"))
    assert window.root.title() == "ChatServer – {[exit] $x \ufffd"
