"""In each language no word of the host's window is cut off, whatever its width and the size of its letters."""

from __future__ import annotations

import tkinter as tk

import pytest

from chat_tk import i18n
from chat_tk.server import catalogue
from chat_tk.server.config import build
from chat_tk.server.values import Hand, Room
from chat_tk.server.view.shortcuts import KeysWindow
from chat_tk.server.view.window import HostWindow
from chat_tk.ui.theme import Theme
from tests.cut import cut
from tests.server.view.conftest import NOW, OPEN, FakeActions, people


class Actions(FakeActions):
    """With all settings that there are."""

    def settings(self):
        return catalogue.listed(build({}, {}))

    def presets(self):
        return catalogue.presets()


@pytest.fixture
def root():
    made = tk.Tk()
    yield made
    made.destroy()


@pytest.mark.parametrize("language", ["en", "de", "ru"])
@pytest.mark.parametrize(("width", "zoom"), [(1, 1.0), (980, 1.0), (980, 1.6)])
def test_nothing_is_cut_off(root, language, width, zoom):
    """Each tab, with all it has; and the list of keys."""
    i18n.install(language)
    try:
        window = HostWindow(root, Actions())
        Theme.of(root).set_zoom(zoom)
        window.show_open(OPEN)
        window.show_people(people("Anna", "Ben", muted=True, operator=True), [])
        window.show_rooms([Room("#lobby", "Be kind", 2, "+nt", lobby=True)])
        window.show_hands([Hand(1, "Anna", NOW)])
        window.note("…")
        root.geometry(f"{width}x720")
        for tab in window.tabs.tabs():
            window.tabs.select(tab)
            root.update()
            assert cut(root) == []
        for group in window.settings.groups.get_children():
            window.settings.groups.selection_set(group)
            assert cut(root) == []
        KeysWindow(root)
        assert cut(root) == []
    finally:
        i18n.install("en")
