"""Every setting as a window shows it: label, kind, limits, whether it applies at once; and the presets.

What a setting is, is written in ``config`` and ``checks``; here stands only what people read.
Rule: a setting without its row here is an error of the tests, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from chat_tk.i18n import _
from chat_tk.irc.naming import title_of
from chat_tk.server import checks, fields, settings
from chat_tk.server.checks import Seconds, Text, Whole
from chat_tk.server.config import Config
from chat_tk.server.premises import full_name
from chat_tk.server.values import Field, Kind, Preset, Setting

Words = Callable[[], str]


class _Row(NamedTuple):
    group: Words
    label: Words
    help: Words = str
    kind: Kind = Kind.TEXT


def _chat() -> str:
    return _("The chat")


def _people() -> str:
    return _("People")


def _safety() -> str:
    return _("Safety")


def _kept() -> str:
    return _("What is kept")


def _network() -> str:
    return _("Network")


def _window() -> str:
    return _("This window")


_ROWS: Final[dict[tuple[str, str], _Row]] = {
    ("server", "network"): _Row(_chat, lambda: _("Name of the chat"), lambda: _("What people see when they join")),
    ("server", "topic"): _Row(_chat, lambda: _("Topic"), lambda: _("What the chat is about; everybody reads it")),
    ("server", "motd"): _Row(_chat, lambda: _("Welcome"), lambda: _("What everybody reads on joining"), Kind.LINES),
    ("server", "description"): _Row(_chat, lambda: _("A line about the chat")),
    ("server", "contact"): _Row(_chat, lambda: _("Who answers questions, and how")),
    ("server", "lobby"): _Row(_chat, lambda: _("The room that everybody enters")),
    ("server", "lobby_autojoin"): _Row(
        _chat, lambda: _("Everybody enters it by themselves"), lambda: _("People at plain-text programs always do")
    ),
    ("rules", "names_fixed"): _Row(
        _people, lambda: _("Names are fixed"), lambda: _("Whoever has joined keeps the name until it leaves")
    ),
    ("rules", "private_chat"): _Row(
        _people, lambda: _("People may write to one person alone"), lambda: _("Helpers may always, and be written to")
    ),
    ("rules", "start_paused"): _Row(
        _people, lambda: _("The chat opens paused"), lambda: _("All read, and only the host and the helpers write")
    ),
    ("accounts", "enabled"): _Row(_people, lambda: _("People may register their names")),
    ("accounts", "register_before_connect"): _Row(_people, lambda: _("They may do so before they have joined")),
    ("server", "password"): _Row(
        _safety, lambda: _("Password"), lambda: _("Only who knows it can join; empty: everybody"), Kind.SECRET
    ),
    ("limits", "flood"): _Row(_safety, lambda: _("Slow down who sends too fast")),
    ("limits", "max_clients"): _Row(_safety, lambda: _("People at most")),
    ("limits", "registration_timeout"): _Row(_safety, lambda: _("Seconds to give a name")),
    ("limits", "ping_interval"): _Row(_safety, lambda: _("Seconds of silence until somebody is asked for a sign")),
    ("limits", "ping_timeout"): _Row(_safety, lambda: _("Seconds to give that sign")),
    ("tls", "enabled"): _Row(_safety, lambda: _("Connections may be encrypted")),
    ("tls", "port"): _Row(_safety, lambda: _("Port where everything is encrypted"), lambda: _("0: there is none")),
    ("tls", "cert"): _Row(
        _safety, lambda: _("Certificate"), lambda: _("Empty: one is made on the first start"), Kind.FILE
    ),
    ("tls", "key"): _Row(_safety, lambda: _("Its key"), kind=Kind.FILE),
    ("tls", "sts"): _Row(_safety, lambda: _("Programs must come back encrypted")),
    ("tls", "sts_duration"): _Row(_safety, lambda: _("Seconds for which they remember that")),
    ("history", "enabled"): _Row(_kept, lambda: _("Keep what is said")),
    ("history", "days"): _Row(_kept, lambda: _("For so many days"), lambda: _("0: for ever")),
    ("history", "start_empty"): _Row(
        _kept, lambda: _("Start empty"), lambda: _("What an earlier chat said is forgotten when the chat opens")
    ),
    ("history", "lobby_lines"): _Row(_kept, lambda: _("Messages that newcomers read")),
    ("history", "durability"): _Row(_kept, lambda: _("What it survives")),
    ("server", "data_dir"): _Row(_kept, lambda: _("Folder"), lambda: _("Empty: the usual one"), Kind.FOLDER),
    ("server", "host"): _Row(_network, lambda: _("Address to listen at"), lambda: _("Empty: all of this computer's")),
    ("server", "port"): _Row(_network, lambda: _("Port"), lambda: _("6667 is where programs look first")),
    ("server", "name"): _Row(_network, lambda: _("Name of the server"), lambda: _("As programs write it, with a dot")),
    ("server", "announce"): _Row(_network, lambda: _("Found by itself in this network")),
    ("udp", "enabled"): _Row(
        _network, lambda: _("Plain text without a connection"), lambda: _("By UDP, as old programs do")
    ),
    ("udp", "timeout"): _Row(_network, lambda: _("Seconds of silence that count as leaving")),
    ("window", "look"): _Row(_window, lambda: _("Light or dark"), kind=Kind.CHOICE),
}
"""Table and key -> what people read, in the order of the window."""


def listed(config: Config) -> tuple[Setting, ...]:
    """All settings, with the values of ``config``."""
    return tuple(_setting(table, key, row, config) for (table, key), row in _ROWS.items())


def _setting(table: str, key: str, row: _Row, config: Config) -> Setting:
    check, value = checks.TABLES[table][key], _of(config, table, key)
    low, high, limit, kind = 0.0, 0.0, 300, row.kind
    choices: tuple[tuple[str, str], ...] = ()
    if isinstance(check, Whole | Seconds):
        kind, low, high = Kind.NUMBER, check.low, check.high
    elif key == "port":
        kind, low, high = Kind.NUMBER, 0, 65535
    elif isinstance(check, Text):
        limit = check.limit
    elif isinstance(value, bool):
        kind = Kind.SWITCH
    elif key == "look":
        choices = (("system", _("As the desktop is")), ("light", _("Light")), ("dark", _("Dark")))
    elif key == "durability":
        kind = Kind.CHOICE
        choices = (("normal", _("A crash of the program")), ("full", _("A loss of power too")))
    at_once = (key if table == "server" else table) in settings.AT_ONCE
    return Setting(
        *(f"{table}.{key}", row.group(), row.label(), kind, _shown(key, value), _default(table, key), row.help()),
        choices=choices,
        low=low,
        high=high,
        limit=limit,
        at_once=at_once,
    )


def _of(config: Config, table: str, key: str) -> Any:
    return getattr(config if table == "server" else getattr(config, table), key)


def _default(table: str, key: str) -> object:
    return _shown(key, _of(Config(), table, key))


def _shown(key: str, value: object) -> object:
    """A value as it stands in its field: a path as text, a room without the sign that it has in the file."""
    if key == "lobby":
        return title_of(str(value))
    return "" if value is None else str(value) if isinstance(value, Path) else value


def place(key: str) -> tuple[str, str]:
    """The table and the name in it of a ``Setting.key``."""
    table, _dot, name = key.partition(".")
    return table, name


def typed(key: str, value: object) -> object:
    """``value``, which may be the text that was typed, as the file has it; text that is no number stays text."""
    table, name = place(key)
    check = checks.TABLES.get(table, {}).get(name)
    if isinstance(value, str) and (isinstance(check, Whole | Seconds) or name == "port"):
        try:
            number = float(value.strip().replace(",", "."))
            return int(number) if number == int(number) else number
        except (ValueError, OverflowError):
            return value
    if name == "lobby" and isinstance(value, str):
        return full_name(value)
    return str(value) if isinstance(value, Path) else value


def problem(key: str, value: object) -> str:
    """What is wrong with a value, as a sentence; empty: nothing."""
    table, name = place(key)
    check = checks.TABLES.get(table, {}).get(name)
    if check is None:
        return _("There is no such setting.")
    if name == "lobby":
        return fields.problem(Field.ROOM, str(value))
    try:
        check(typed(key, value))
    except ValueError as error:
        return _("This must be {allowed}.").format(allowed=error)
    return ""


def presets() -> tuple[Preset, ...]:
    """What fits an occasion."""
    rules: Mapping[str, object] = {"rules.names_fixed": False, "rules.private_chat": True, "rules.start_paused": False}
    classroom = dict(rules)
    classroom |= {"rules.names_fixed": True, "rules.private_chat": False, "rules.start_paused": True}
    classroom |= {"accounts.enabled": False, "history.start_empty": True}
    office = {
        **rules,
        "accounts.enabled": True,
        "history.enabled": True,
        "history.start_empty": False,
        "history.days": 0,
    }
    party = {**rules, "accounts.enabled": False, "history.start_empty": True, "limits.flood": True}
    return (
        Preset(
            "classroom",
            _("Classroom"),
            _("Names are fixed, nobody writes to one person alone, and all only read until you open the chat."),
            tuple(classroom.items()),
        ),
        Preset(
            "office",
            _("Office"),
            _("People register their names, write to each other, and find again what was said."),
            tuple(office.items()),
        ),
        Preset(
            "party", _("Party"), _("Everybody just joins, and the chat starts empty each time."), tuple(party.items())
        ),
    )
