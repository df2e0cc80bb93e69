"""Tests of the settings file: changed in place, comments kept, never written over when it is damaged."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.server import catalogue, checks, toml_text
from chat_tk.server.config import Config, ConfigError, build
from chat_tk.server.preferences import Preferences
from chat_tk.server.settings_file import SettingsFile
from chat_tk.server.values import Kind

WRITTEN = """# Our chat
[server]
network = "Room 204"  # the name
port = 7000

# who may keep order
[operators.anna]
password = "secret # word"
"""


def test_a_value_is_changed_where_it_stands():
    """Comments, order and the other values stay."""
    text = toml_text.changed(WRITTEN, {("server", "network"): 'Room "205"', ("rules", "names_fixed"): True})
    assert text == WRITTEN.replace('"Room 204"', '"Room \\"205\\""') + "\n[rules]\nnames_fixed = true\n"


def test_a_new_value_stands_with_its_table():
    """Before the blank line that ends it."""
    text = toml_text.changed(WRITTEN, {("server", "topic"): "Homework"})
    assert 'port = 7000\ntopic = "Homework"\n\n# who' in text


@pytest.mark.parametrize(
    "text",
    [
        'server = { network = "x" }\n',
        '[server]\nmotd = """\nport = 5\n"""\n',
        'server.network = "x"\n',
        '["server"]\nnetwork = "x"\n',
    ],
    ids=["inline", "long text", "dotted", "quoted"],
)
def test_an_unusual_text_is_written_anew(text):
    """What is meant counts."""
    found = tomllib.loads(toml_text.changed(text, {("server", "port"): 7001}))
    assert found["server"] == {**tomllib.loads(text)["server"], "port": 7001}


@given(
    st.dictionaries(st.sampled_from(["network", "topic", "motd"]), st.text(st.characters(exclude_categories=["Cs"])))
)
def test_whatever_a_text_holds_it_is_read_as_it_was(values):
    """Quotes, backslashes, control characters, line ends."""
    changes = {("server", key): value for key, value in values.items()}
    assert tomllib.loads(toml_text.changed(WRITTEN, changes))["server"] == {
        "network": "Room 204",
        "port": 7000,
        **values,
    }


def test_the_file_is_made_when_it_is_missing(tmp_path):
    """With its folder, readable by its owner alone: there may be a password in it."""
    file = SettingsFile(tmp_path / "new" / "chat.toml")
    assert file.read() == {}
    file.change({("server", "password"): "pw"})
    assert file.read() == {"server": {"password": "pw"}}
    if sys.platform != "win32":
        assert file.path.stat().st_mode & 0o77 == 0


def test_a_damaged_file_is_not_written_over(tmp_path):
    """It is set aside, whole, and only when that is asked for."""
    file = SettingsFile(tmp_path / "chat.toml")
    file.path.write_text("[server\n")
    with pytest.raises(ConfigError, match="line 1"):
        file.read()
    with pytest.raises(ConfigError, match="damaged"):
        file.change({("server", "port"): 1})
    aside = file.set_aside()
    assert aside.read_text() == "[server\n"
    assert file.read() == {}


def test_every_setting_has_its_words():
    """A new setting cannot be forgotten in the window."""
    listed = catalogue.listed(Config())
    assert {catalogue.place(setting.key) for setting in listed} == {
        (table, key) for table, keys in checks.TABLES.items() for key in keys
    }
    assert all(setting.label and setting.group for setting in listed)
    kinds = {setting.key: setting.kind for setting in listed}
    assert kinds["server.port"] is kinds["udp.timeout"] is Kind.NUMBER
    assert kinds["rules.names_fixed"] is Kind.SWITCH
    assert {setting.key for setting in listed if setting.at_once} >= {"server.network", "rules.names_fixed"}


def test_what_is_typed_is_judged_in_words():
    """As text, as a number, and what there is not."""
    assert catalogue.problem("server.port", "6668") == ""
    assert catalogue.problem("udp.timeout", "12,5") == ""
    assert "from 0 to 65535" in catalogue.problem("server.port", "70000")
    assert "whole number" in catalogue.problem("limits.max_clients", "many")
    assert "control characters" in catalogue.problem("server.network", "a\nb")
    assert catalogue.problem("server.nothing", 1) != ""


def test_the_first_room_is_written_as_people_call_it():
    """The sign of a room belongs to the file."""
    (lobby,) = (setting for setting in catalogue.listed(Config()) if setting.key == "server.lobby")
    assert (lobby.value, lobby.default) == ("lobby", "lobby")
    assert catalogue.typed("server.lobby", "Room 204") == "#Room-204"
    assert catalogue.typed("server.lobby", "#den") == "#den"
    assert catalogue.problem("server.lobby", "Room 204") == ""
    assert "comma" in catalogue.problem("server.lobby", "a,b")
    assert catalogue.problem("server.lobby", "") != ""


@pytest.mark.parametrize("preset", catalogue.presets(), ids=lambda preset: preset.key)
def test_a_preset_can_be_applied(preset, tmp_path):
    """Each of its values is a setting, and sound."""
    preferences = make(tmp_path)
    assert preferences.change(dict(preset.values)) == ""
    assert all(value == {s.key: s.value for s in preferences.listed()}[key] for key, value in preset.values)


def make(folder: Path, **flags: object) -> Preferences:
    file = SettingsFile(folder / "chat.toml")
    return Preferences(build(file.read(), flags), file, flags, lambda tables: build(tables, flags))


def test_a_change_is_kept_and_counts_more_than_the_flag_was(tmp_path):
    """Whoever changes the port in the window means it."""
    preferences = make(tmp_path, port="7000", topic="tea")
    assert not preferences.change({"server.port": "7001"})
    assert (preferences.config.port, preferences.config.topic) == (7001, "tea")
    assert make(tmp_path).config.port == 7001


def test_what_is_wrong_changes_nothing(tmp_path):
    """One value is enough."""
    preferences = make(tmp_path, port="7000")
    with pytest.raises(ConfigError, match="Port"):
        preferences.change({"server.topic": "tea", "server.port": "x"})
    with pytest.raises(ConfigError, match="sts"):
        preferences.change({"tls.sts": True, "server.port": 7001})
    assert (preferences.config.port, preferences.config.topic) == (7000, "")
    assert not (tmp_path / "chat.toml").exists()


def test_what_cannot_be_kept_holds_all_the_same(tmp_path):
    """And that is said."""
    (tmp_path / "file").write_text("")
    file = SettingsFile(tmp_path / "file" / "chat.toml")
    preferences = Preferences(Config(), file, {}, lambda tables: build(tables, {}))
    assert "until the chat is closed" in preferences.change({"server.topic": "tea"})
    assert preferences.config.topic == "tea"


def test_the_first_time_is_when_nobody_has_said_anything(tmp_path):
    """No file, no name or password as a flag."""
    assert make(tmp_path).first_time
    assert not make(tmp_path, network="Room 204").first_time
    preferences = make(tmp_path)
    preferences.change({"server.network": "Room 204"})
    assert not preferences.first_time


def test_a_file_that_was_removed_takes_no_setting_along(tmp_path: Path) -> None:
    """Another name for the chat, and who comes in is still asked for the password."""
    file = SettingsFile(tmp_path / "chat.toml")
    file.path.write_text('[server]\npassword = "a \\"b\\""\n[operators.anna]\npassword = "secret"\n', encoding="utf-8")
    before = file.read()
    preferences = Preferences(build(before, {}), file, {}, lambda tables: build(tables, {}))
    file.path.unlink()
    preferences.refresh()
    assert preferences.config.password == 'a "b"'
    assert preferences.change({"server.network": "Room 9"}) == ""
    assert preferences.config.password == 'a "b"'
    assert SettingsFile(file.path).read() == {**before, "server": {"password": 'a "b"', "network": "Room 9"}}


def test_what_could_not_be_saved_holds_and_is_saved_when_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password that the disk had no room for stays when something else is changed."""
    file = SettingsFile(tmp_path / "chat.toml")
    preferences = Preferences(Config(), file, {}, lambda tables: build(tables, {}))

    def full(_text: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(file, "_replace", full)
        assert "No space left" in preferences.change({"server.password": "secret"})
        preferences.refresh()
        assert preferences.config.password == "secret"
    assert preferences.change({"server.network": "Room 9"}) == ""
    assert preferences.config.password == "secret"
    assert SettingsFile(file.path).read() == {"server": {"password": "secret", "network": "Room 9"}}


def test_a_table_that_is_none_is_told(tmp_path: Path) -> None:
    """Somebody has edited the file meanwhile; it is not written over."""
    file = SettingsFile(tmp_path / "chat.toml")
    preferences = Preferences(Config(), file, {}, lambda tables: build(tables, {}))
    file.path.write_text("server = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="server"):
        preferences.change({"server.network": "Room 9"})
    assert file.path.read_text(encoding="utf-8") == "server = 3\n"
