"""Settings and statistics."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ET

import pytest

from chat_tk.server.values import Kind, Sample, Setting
from chat_tk.ui import files
from chat_tk.ui.theme import Theme
from tests.server.view.conftest import SETTINGS, answer, until


@pytest.fixture
def page(window):
    window.select(window.settings)
    window.root.update()
    return window.settings


def go(page, group):
    page.groups.selection_set(group)
    page.update()


def test_settings_stand_in_groups_and_show_what_is(window, page):
    """S5: settings in a window; each says when it holds."""
    assert page.groups.get_children() == ("This chat", "Network", "History")
    assert page.rows["server.network"].get() == "Room 204"
    assert page.rows["server.motd"].get() == "Hello"
    go(page, "Network")
    assert page.rows["server.port"].get() == 6667
    assert "opened again" in page.rows["server.port"]._hint.cget("text")
    go(page, "History")
    assert page.rows["history.keep"].get() == "week"
    assert not page.rows["server.port"].winfo_ismapped()
    assert page.apply_button.instate(["disabled"])


def test_a_change_is_counted_applied_and_shown_as_reported(window, page):
    """One that needs a new start is said to; what the core makes of it comes back."""
    page.rows["server.network"].set("Room 205")
    go(page, "Network")
    page.rows["server.port"].set(7000)
    page.rows["udp.enabled"].field.invoke()
    told = page.told.cget("text")
    assert told.startswith("3 changes")
    assert "1 of them holds when the chat is opened again" in told
    page.apply_button.invoke()
    assert window.actions.done == [
        ("apply", {"server.network": "Room 205", "server.port": 7000, "udp.enabled": True})
    ]  # fmt: skip
    window.show_settings([s._replace(value="ROOM 205") if s.key == "server.network" else s for s in SETTINGS])
    assert page.rows["server.network"].get() == "ROOM 205"
    assert page.rows["server.port"].get() == 6667
    assert page.apply_button.instate(["disabled"])


def test_a_wrong_value_says_so_while_it_is_typed(window, page):
    """Every field says at once what is wrong with it, and nothing can be applied until it is right."""
    go(page, "Network")
    row = page.rows["server.port"]
    row.set("many")
    assert row.problem == "A port is a number."
    assert row.field.instate(["invalid"])
    assert page.apply_button.instate(["disabled"])
    page.apply()
    assert window.actions.done == []
    row.set(6667)
    assert row.problem == ""
    assert not row.field.instate(["invalid"])


def test_what_cannot_be_applied_stays_and_is_said(window, page):
    """Nothing typed is lost."""
    window.actions.saved = "The file cannot be written."
    page.rows["server.network"].set("Room 205")
    page.apply_button.invoke()
    assert page.told.cget("text") == "The file cannot be written."
    assert not page.apply_button.instate(["disabled"])
    assert page.rows["server.network"].get() == "Room 205"


def test_what_is_typed_stays_whatever_is_reported(window, page):
    """Somebody else may change settings meanwhile (REHASH, say)."""
    page.rows["server.network"].set("mine")
    changed = [s._replace(value="theirs") if s.key in {"server.network", "server.motd"} else s for s in SETTINGS]
    window.show_settings(changed)
    assert page.rows["server.network"].get() == "mine"
    assert page.rows["server.motd"].get() == "theirs"
    page.discard_button.invoke()
    assert page.rows["server.network"].get() == "theirs"
    assert page.discard_button.instate(["disabled"])


def test_a_preset_fills_in_and_waits(window, page):
    """Classroom, office, party: seen before they hold."""
    page.preset_buttons["classroom"].invoke()
    assert "Classroom" in page.told.cget("text")
    go(page, "History")
    assert page.rows["history.keep"].get() == "day"
    page.apply_button.invoke()
    assert window.actions.done == [("apply", {"history.keep": "day", "server.port": 7000})]


def test_the_switch_for_old_programs_follows_what_is(window, page):
    """Also when it was switched elsewhere."""
    go(page, "Network")
    window.show_udp(on=True)
    assert page.rows["udp.enabled"].get() is True
    assert page.apply_button.instate(["disabled"])


def test_the_look_of_the_window_is_one_of_them(window):
    """Light, dark, or as the desktop is; live, and kept with the others."""
    look = Setting("window.look", "This window", "Light or dark", Kind.CHOICE, "dark", "system", at_once=True)
    window.show_settings([*SETTINGS, look])
    assert Theme.of(window.root).mode == "dark"
    window.show_settings([*SETTINGS, look._replace(value="light")])
    assert Theme.of(window.root).mode == "light"


def test_a_folder_can_be_chosen_and_a_password_be_seen(window, page, monkeypatch):
    """A path need not be typed; a password is hidden until one wants to see it."""
    monkeypatch.setattr(files, "ask_open", lambda *_given, **_more: "/srv/chat")
    go(page, "Network")
    row = page.rows["server.data_dir"]
    [button] = [child for child in row.winfo_children() if child.winfo_class() == "TButton"]
    button.invoke()
    assert row.get() == "/srv/chat"
    go(page, "This chat")
    row = page.rows["server.password"]
    [button] = [child for child in row.winfo_children() if child.winfo_class() == "TButton"]
    assert row.field.cget("show") == "\u2022"
    button.invoke()
    assert row.field.cget("show") == ""
    assert button.cget("text") == "Hide"


def test_statistics_show_the_hour_and_the_day(window):
    """S5: people, messages/s, bytes/s, beat time, waiting bytes; nothing is drawn while nobody looks."""
    now = time.time()
    window.actions.measured = [Sample(now - 3600 + n, n % 9, 1.5, 3000.0, 0.002, 0) for n in range(3600)]
    page = window.statistics
    window.show_sample(Sample(now, 5))
    assert page.board._plots == ()
    window.select(page)
    until(window.root, lambda: len(page.board._plots) == 5)
    assert [plot.name for plot in page.board._plots][:2] == ["People", "Messages per second"]
    window.show_sample(Sample(now + 1, 42))
    assert page.board._plots[0].points[-1] == (now + 1, 42)
    page.day_button.invoke()
    window.root.update()
    assert len(page.board._plots[0].points) == 60
    assert page.board._span == 59 * 60, "no further back than was measured"


def test_a_chat_that_has_just_begun_fills_its_plots(window):
    """An hour of which a minute was measured would be a stroke at the right."""
    now = time.time()
    window.actions.measured = [Sample(now - 60 + n, 1) for n in range(60)]
    window.select(window.statistics)
    until(window.root, lambda: window.statistics.board._plots)
    assert window.statistics.board._span == 300


def test_the_hour_stays_an_hour(window):
    """Bounded memory: what is older than an hour goes."""
    now = time.time()
    window.actions.measured = [Sample(now - 3600 + n, 1) for n in range(3600)]
    window.select(window.statistics)
    until(window.root, lambda: window.statistics.board._plots)
    for n in range(400):
        window.show_sample(Sample(now + n, 2))
    assert len(window.statistics._samples) <= 3600 + 2 * 61


def test_a_picture_of_the_statistics_is_saved(window, monkeypatch, tmp_path):
    """As SVG; where it cannot be written, that is said."""
    window.actions.measured = [Sample(time.time() - 1, 3)]
    window.select(window.statistics)
    until(window.root, lambda: window.statistics.board._plots)
    path = tmp_path / "p.svg"
    monkeypatch.setattr(files, "ask_save", lambda *_given: str(path))
    window.statistics.export_button.invoke()
    assert ET.parse(path).getroot().tag.endswith("svg")
    assert str(path) in window.note_line.label.cget("text")
    monkeypatch.setattr(files, "ask_save", lambda *_given: str(tmp_path / "no" / "p.svg"))
    asked = answer(window)
    window.statistics.export_button.invoke()
    assert "cannot be written" in asked.text


def test_everything_is_painted_again_when_the_look_changes(window, page):
    """Light and dark, live."""
    theme = Theme.of(window.root)
    theme.use("dark")
    assert str(page.fields.canvas.cget("background")) == theme.palette.surface
    assert str(page.rows["server.motd"]._lines.text.cget("background")) == theme.palette.surface
