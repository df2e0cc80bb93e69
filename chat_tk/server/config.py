"""The settings of ChatServer: one dataclass per table of the TOML file, and the checks of what a person wrote.

Rule 1: a ``Config`` that ``build`` returns is sound: every value has its type and lies in its range.
Rule 2: only settings that have an effect are accepted. A mistyped ``pasword`` must not open a chat without one, so an
unknown key or table is an error, not a warning.
Rule 3: whatever is wrong is one ``ConfigError`` with one sentence that names the place and what is allowed there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chat_tk.i18n import _
from chat_tk.net import address
from chat_tk.server import checks
from chat_tk.server.checks import Check

DEFAULT_PORT: Final = 6667
"""Where IRC programs, and ChatClient, look for a chat by themselves."""


class ConfigError(ValueError):
    """A setting is wrong; the text is a sentence for the person, with what is allowed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one client may take. Seconds and counts."""

    flood: bool = True
    max_clients: int = 10_000
    registration_timeout: float = 30
    ping_interval: float = 90
    ping_timeout: float = 60


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """What is kept of the chat: for how many ``days`` (0: for ever), and how much of the lobby newcomers read.

    ``durability``: ``normal`` survives a crash of the program, ``full`` a loss of power too. ``start_empty``: what an
    earlier chat said in rooms is forgotten when the chat opens.
    """

    enabled: bool = True
    days: int = 0
    durability: str = "normal"
    lobby_lines: int = 20
    start_empty: bool = False


@dataclass(frozen=True, slots=True)
class TlsSettings:
    """Encrypted connections, on the same port as all others.

    ``cert``, ``key``  PEM files; without them a certificate is made on the first start, and kept in ``data_dir``
    ``port``           one more port, where all connections are encrypted (mostly 6697); 0: none
    ``sts``            have programs that come unencrypted come back encrypted, and remember that for ``sts_duration``
                       seconds; those that do not trust the certificate stay away
    """

    enabled: bool = True
    cert: Path | None = None
    key: Path | None = None
    port: int = 0
    sts: bool = False
    sts_duration: int = 30 * 86_400


@dataclass(frozen=True, slots=True)
class UdpSettings:
    """Plain text over UDP, beside TCP on the same port. ``timeout``: seconds of silence that count as leaving."""

    enabled: bool = False
    timeout: float = 300


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """The host's window. ``look``: light, dark, or as the system is."""

    look: str = "system"


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """Registered names: whether there are any, and whether one may register before being in the chat."""

    enabled: bool = True
    register_before_connect: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """How the chat is led.

    ``names_fixed``   once it is in, nobody but an operator takes another name than its own
    ``private_chat``  whether one person may write to another alone; to operators always
    ``start_paused``  the chat opens paused: all read, only the host and the operators write
    """

    names_fixed: bool = False
    private_chat: bool = True
    start_paused: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who may keep order; the password is plain text or an scrypt hash."""

    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. ``name`` stands on the wire, ``network`` is what people see.

    Without a ``data_dir`` nothing is kept; the program's start puts the user's data folder in its place.
    ``announce``: the chat is found by itself on the local network.
    """

    name: str = "chat.local"
    network: str = "chat"
    description: str = ""
    contact: str = ""
    host: str = ""
    port: int = DEFAULT_PORT
    password: str = field(default="", repr=False)
    data_dir: Path | None = None
    topic: str = ""
    motd: str = ""
    lobby: str = "#lobby"
    lobby_autojoin: bool = True
    announce: bool = True
    operators: dict[str, Operator] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    accounts: AccountSettings = field(default_factory=AccountSettings)
    limits: Limits = field(default_factory=Limits)
    history: HistorySettings = field(default_factory=HistorySettings)
    tls: TlsSettings = field(default_factory=TlsSettings)
    udp: UdpSettings = field(default_factory=UdpSettings)
    window: WindowSettings = field(default_factory=WindowSettings)


Table = Mapping[str, object]
FLAGS_ELSEWHERE: Final = {
    "tls": ("tls", "enabled"),
    "tls_port": ("tls", "port"),
    "udp": ("udp", "enabled"),
    "accounts": ("accounts", "enabled"),
}
"""Flags that do not set a key of ``[server]``: their table and key."""


def build(tables: Table, flags: Table, origin: str = "") -> Config:
    """The settings: those of the file's ``tables``, over them ``flags``, defaults for the rest.

    A flag is a key of ``[server]``, or stands in ``FLAGS_ELSEWHERE``. ``origin`` is the file's name for errors.
    Raises ConfigError.
    """
    where = f"{origin}: " if origin else ""
    _known(tables, (*checks.TABLES, "operators"), _("{where}the table [{key}]"), where)
    found = {
        name: _checked(_table(tables, name, where), kinds, f"{where}[{name}]") for name, kinds in checks.TABLES.items()
    }
    operators = {
        name: Operator(**_operator(name, entry, where)) for name, entry in _table(tables, "operators", where).items()
    }
    for flag, value in flags.items():
        table, key = FLAGS_ELSEWHERE.get(flag, ("server", flag))
        found[table][key] = _value(checks.TABLES[table][key], value, "--" + flag.replace("_", "-"))
    server = found["server"]
    server["network"] = server.get("network") or computer_name()
    _fits(found["tls"], where)
    return Config(
        **server,
        operators=operators,
        rules=Rules(**found["rules"]),
        accounts=AccountSettings(**found["accounts"]),
        limits=Limits(**found["limits"]),
        history=HistorySettings(**found["history"]),
        tls=TlsSettings(**found["tls"]),
        udp=UdpSettings(**found["udp"]),
        window=WindowSettings(**found["window"]),
    )


def _fits(tls: Table, where: str) -> None:
    if tls.get("sts") and not (tls.get("enabled", True) and tls.get("cert")):
        text = _("{where}[tls] sts needs encryption with a cert that programs trust: the others could not come at all.")
        raise ConfigError(text.format(where=where))
    if tls.get("key") and not tls.get("cert"):
        raise ConfigError(_("{where}[tls] has a key, and no cert that it belongs to.").format(where=where))


def computer_name() -> str:
    """What the chat is called when nobody named it: the computer's name without its domain."""
    visible = "".join(c for c in address.computer().partition(".")[0] if not checks.invisible(c))
    return visible.strip()[: checks.NETWORK_LIMIT] or "Chat"


def _table(tables: Table, key: str, where: str) -> Table:
    table = tables.get(key, {})
    if not isinstance(table, Mapping):
        raise ConfigError(
            _("{where}{key} must be a table: a line [{key}] with its settings below.").format(where=where, key=key)
        )
    return table


def _operator(name: str, entry: object, where: str) -> dict[str, Any]:
    place = f"{where}[operators.{name}]"
    if not isinstance(entry, Mapping) or "password" not in entry:
        raise ConfigError(_('{place} needs a password = "…".').format(place=place))
    return _checked(entry, {"password": checks.operator_password}, place)


def _checked(table: Table, kinds: Mapping[str, Check], place: str) -> dict[str, Any]:
    _known(table, kinds, _("{where}: the setting {key}"), place)
    return {key: _value(kinds[key], value, f"{place} {key}") for key, value in table.items()}


def _known(table: Table, known: Collection[str], what: str, where: str) -> None:
    for key in table:
        if key not in known:
            import difflib

            close = difflib.get_close_matches(key, known, 1)
            hint = (
                _("did you mean {key}?").format(key=close[0])
                if close
                else _("there are: {keys}.").format(keys=", ".join(known))
            )
            raise ConfigError(
                _("{what} is unknown; {hint}").format(what=what.format(where=where, key=_shown(key)), hint=hint)
            )


def _value(check: Check, value: object, place: str) -> Any:
    try:
        return check(value)
    except ValueError as error:
        raise ConfigError(
            _("{place} must be {allowed}, not {value}.").format(place=place, allowed=error, value=_shown(value))
        ) from None


def _shown(value: object) -> str:
    """``value`` as it can stand in a sentence: short, on one line, nothing invisible."""
    text = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join("\N{REPLACEMENT CHARACTER}" if checks.invisible(c) else c for c in text)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"' if isinstance(value, str) else text
