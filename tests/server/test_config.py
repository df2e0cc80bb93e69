"""Tests of the settings: what a person may write, and the sentence for what not."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat_tk.server import checks, config
from chat_tk.server.config import Config, ConfigError, Limits, Operator, build
from chat_tk.server.settings_file import FILE_LIMIT, read


def written(tmp_path, text):
    file = tmp_path / "chat.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def problem(tables, flags=None, origin="chat.toml"):
    with pytest.raises(ConfigError) as caught:
        build(tables, flags or {}, origin)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_without_settings_the_defaults_hold():
    """No file and no flag give the defaults, and the computer's name as the chat's name."""
    assert build({}, {}) == Config(network=config.computer_name())


def test_every_setting_of_the_file_arrives(tmp_path):
    """Each key of each table ends in its field."""
    file = written(
        tmp_path,
        """
        [server]
        name = "room.school"
        network = "Room 204"
        description = "Mathematics"
        host = "127.0.0.1"
        port = 7000
        password = " secret "
        data_dir = "/tmp/chat"
        motd = "Be kind.\\nBe brief."
        lobby = "#class"
        lobby_autojoin = false
        [operators.anna]
        password = "key"
        [limits]
        flood = false
        max_clients = 5
        registration_timeout = 1.5
        ping_interval = 10
        ping_timeout = 20
        """,
    )
    assert build(read(file), {}) == Config(
        name="room.school",
        network="Room 204",
        description="Mathematics",
        host="127.0.0.1",
        port=7000,
        password=" secret ",
        data_dir=config.Path("/tmp/chat"),
        motd="Be kind.\nBe brief.",
        lobby="#class",
        lobby_autojoin=False,
        operators={"anna": Operator("key")},
        limits=Limits(flood=False, max_clients=5, registration_timeout=1.5, ping_interval=10, ping_timeout=20),
    )


def test_a_flag_stands_over_the_file():
    """What was typed on the command line is meant for this start, and wins."""
    built = build({"server": {"port": 7000, "network": "File"}}, {"port": "0", "network": "Flag"})
    assert (built.port, built.network) == (0, "Flag")


def test_an_empty_network_is_the_computers_name(monkeypatch):
    """A chat always has a name that people can recognise, without the domain behind it."""
    monkeypatch.setattr("chat_tk.net.address.computer", lambda: "annas-laptop.fritz.box")
    assert build({"server": {"network": "  "}}, {}).network == "annas-laptop"
    monkeypatch.setattr("chat_tk.net.address.computer", lambda: "")
    assert build({}, {}).network == "Chat"


def test_brackets_around_an_ipv6_host_are_taken_off():
    """People write [::1] as they see it in addresses."""
    assert build({}, {"host": "[::1]"}).host == "::1"


def test_a_byte_order_mark_is_no_error(tmp_path):
    """Windows' own editor writes one."""
    assert build(read(written(tmp_path, b"\xef\xbb\xbf[server]\nport = 7001\n")), {}).port == 7001


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("port", 65536, "whole number from 0 to 65535, not 65536"),
        ("port", -1, "from 0 to 65535"),
        ("port", True, "from 0 to 65535, not true"),
        ("port", "http", "from 0 to 65535"),
        ("port", 6667.5, "from 0 to 65535"),
        ("name", "chat", "with a dot"),
        ("name", "a b.local", "with a dot"),
        ("name", "-a.local", "with a dot"),
        ("name", "a" * 60 + ".local", "with a dot"),
        ("network", "a\nb", "without control characters"),
        ("network", "a\x1b[31m", "without control characters"),
        ("network", "a\u202eb", "without control characters"),
        ("network", "x" * 61, "at most 60"),
        ("network", ["a"], "a text"),
        ("host", "a host", "addresses"),
        ("password", "a\nb", "1 to 300 characters"),
        ("password", 1234, "1 to 300 characters"),
        ("motd", "bell\a", "without control characters"),
        ("lobby", "lobby", "#lobby"),
        ("lobby", "#a b", "#lobby"),
        ("lobby", "", "#lobby"),
        ("lobby_autojoin", "yes", "true or false"),
        ("lobby_autojoin", 1, "true or false"),
        ("data_dir", 5, "folder"),
        ("data_dir", "a\0b", "folder"),
    ],
)
def test_a_wrong_value_is_one_sentence_with_place_and_range(key, value, allowed):
    """The sentence names file, table, key, and what is allowed."""
    sentence = problem({"server": {key: value}})
    assert sentence.startswith(f"chat.toml: [server] {key} must be ")
    assert allowed in sentence


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("flood", 1),
        ("max_clients", 0),
        ("max_clients", 2.0),
        ("registration_timeout", float("nan")),
        ("registration_timeout", float("inf")),
        ("ping_interval", 0),
        ("ping_timeout", "60"),
    ],
)
def test_wrong_limits_are_told(key, value):
    """Limits are numbers in their range; nan and inf, which TOML knows, are not."""
    assert f"[limits] {key} must be" in problem({"limits": {key: value}})


def test_a_wrong_flag_is_named_as_it_was_typed():
    """Who typed --tls-port looks for --tls-port."""
    assert problem({}, {"port": "70000"}).startswith("--port must be a whole number from 0 to 65535")
    assert problem({}, {"tls_port": "banana"}).startswith("--tls-port must be")


def test_an_unknown_key_is_refused_with_the_likely_one():
    """A mistyped password must not open a chat without one."""
    assert problem({"server": {"pasword": "x"}}) == (
        'chat.toml: [server]: the setting "pasword" is unknown; did you mean password?'
    )


def test_an_unknown_table_is_refused_with_the_known_ones():
    """Nobody believes to be encrypted by a table that nothing reads."""
    sentence = problem({"encryption": {"cert": "x"}})
    assert "[" in sentence
    assert "there are: server, rules, accounts, limits, history, tls, udp, window, operators." in sentence


@pytest.mark.parametrize(
    ("tables", "hint"),
    [
        ({"server": 5}, "[server]"),
        ({"operators": []}, "[operators]"),
        ({"operators": {"anna": "secret"}}, "[operators.anna] needs a password"),
        ({"operators": {"anna": {}}}, "[operators.anna] needs a password"),
        ({"operators": {"anna": {"password": ""}}}, "[operators.anna] password must be"),
        ({"operators": {"anna": {"password": "x", "rank": 1}}}, '"rank" is unknown'),
    ],
)
def test_tables_of_the_wrong_shape_are_told(tables, hint):
    """A value where a table belongs is said so."""
    assert hint in problem(tables)


def test_a_sentence_shows_nothing_invisible_and_nothing_endless():
    """What is wrong is quoted, but cannot write on the terminal by itself."""
    sentence = problem({"server": {"network": "\x1b[31m" + "x" * 500}})
    assert "\x1b" not in sentence
    assert len(sentence) < 200


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[server\n", "line 1"),
        ("[server]\nport = 1\nport = 2\n", "line 3"),
        (b'[server]\nnetwork = "\xff"\n', "UTF-8"),
        ("a = " + "[" * 5000, "deep"),
        (b"#" * (FILE_LIMIT + 1), "too large"),
    ],
    ids=["broken", "twice", "latin", "deep", "large"],
)
def test_a_file_that_is_no_toml_is_told(tmp_path, text, hint):
    """Whatever the file holds, it is a sentence that names it."""
    file = written(tmp_path, text)
    with pytest.raises(ConfigError, match=hint) as caught:
        read(file)
    assert "chat.toml" in str(caught.value)


def test_a_missing_file_is_told(tmp_path):
    """The path as it was given, and the reason."""
    with pytest.raises(ConfigError, match=r"none\.toml cannot be read: No such file"):
        read(tmp_path / "none.toml")


def test_passwords_are_not_in_the_representation():
    """Settings end in logs and test output; secrets must not."""
    shown = repr(build({"server": {"password": "hush"}, "operators": {"a": {"password": "hush"}}}, {}))
    assert "hush" not in shown


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first st.text() of a run builds its tables
@given(st.sampled_from(list(checks.SERVER)), st.text() | st.integers() | st.booleans() | st.floats())
def test_any_value_is_taken_or_told(key, value):
    """Hostile values never raise anything but the sentence."""
    with contextlib.suppress(ConfigError):
        assert 0 <= build({"server": {key: value}}, {}).port <= 65535


@pytest.mark.parametrize(
    ("text", "said"),
    [("[server]\nport = = 1\n", "line 2 is not understood."), ('motd = """hello', "its end is not understood")],
)
def test_a_file_that_is_no_toml_is_told_by_its_line(tmp_path, text, said):
    """Which line it is, and no word of a parser."""
    path = tmp_path / "chat.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(config.ConfigError) as caught:
        read(path)
    assert said in str(caught.value)
    assert "TOML" not in str(caught.value)
