"""What each setting may be: one check for each kind of value.

A check takes what stood in the TOML file (any type) or on the command line (text), and returns the value as the program
uses it, or raises ValueError whose text says what is allowed: it follows on "must be".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chat_tk.i18n import _
from chat_tk.irc import names
from chat_tk.server import passwords

Check = Callable[[Any], Any]

LOOKS: Final = ("system", "light", "dark")
"""How the host's window looks; ``system``: as the desktop does."""
NETWORK_LIMIT: Final = 60
"""Characters of the chat's name."""
_TEXT_LIMIT = 300  # a line of IRC has 512 bytes
_TOPIC_LIMIT = 100  # 300 bytes in any script; a topic has 307
_MOTD_LIMIT = 20_000
_SERVER_NAME = re.compile(
    r"(?=.{3,63}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)


def invisible(character: str) -> bool:
    """Whether the character acts, or hides, instead of being shown."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    low: int
    high: int

    def __call__(self, value: object) -> int:
        """The number. Raises ValueError."""
        if not isinstance(value, int) or isinstance(value, bool) or not self.low <= value <= self.high:
            raise ValueError(_("a whole number from {low} to {high}").format(low=self.low, high=self.high))
        return value


@dataclass(frozen=True, slots=True)
class Seconds:
    """A number of seconds within bounds."""

    low: float
    high: float

    def __call__(self, value: object) -> float:
        """The number. Raises ValueError."""
        if not isinstance(value, int | float) or isinstance(value, bool) or not self.low <= value <= self.high:
            raise ValueError(_("a number of seconds from {low} to {high}").format(low=self.low, high=self.high))
        return value


@dataclass(frozen=True, slots=True)
class Text:
    """At most so many characters, none of which acts or hides, but for those that are ``spared``."""

    limit: int
    spared: str = ""

    def __call__(self, value: object) -> str:
        """The text without blanks around it. Raises ValueError."""
        if (
            not isinstance(value, str)
            or len(value) > self.limit
            or any(invisible(c) for c in value if c not in self.spared)
        ):
            text = _("a text of at most {limit} characters without control characters")
            raise ValueError(text.format(limit=self.limit))
        return value.strip()


def _port(value: object) -> object:
    if isinstance(value, str) and re.fullmatch("[0-9]{1,5}", value):  # a flag
        value = int(value)
    return Whole(0, 65535)(value)


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("true or false"))
    return value


def password(value: object) -> str:
    """A text that is not empty, exactly as it was written: no space is dropped."""
    if not isinstance(value, str) or not value or len(value) > _TEXT_LIMIT or any(invisible(c) for c in value):
        raise ValueError(_("a text of 1 to {limit} characters without control characters").format(limit=_TEXT_LIMIT))
    return value


def operator_password(value: object) -> str:
    """A password, or its hash (``passwords``), whole."""
    text = password(value)
    if passwords.looks_hashed(text) and not passwords.is_hash(text):
        raise ValueError(_("a password, or a whole line that --hash-password printed"))
    return text


def _server_password(value: object) -> str:
    return password(value) if value != "" else ""


def _server_name(value: object) -> str:
    if not isinstance(value, str) or not _SERVER_NAME.fullmatch(value):
        raise ValueError(_("a name with a dot such as chat.local, of ASCII letters, digits and hyphens, 63 at most"))
    return value


def _host(value: object) -> str:
    if not isinstance(value, str) or len(value) > 253 or any(c.isspace() or invisible(c) for c in value):
        raise ValueError(_("the name or number of one of this computer's addresses, or empty for all of them"))
    return value[1:-1] if value.startswith("[") and value.endswith("]") else value


def _lobby(value: object) -> str:
    if not isinstance(value, str) or not names.is_channel(value):
        raise ValueError(_("the name of a room such as #lobby: # first, no space, no comma, no control character"))
    return value


def _folder(value: object) -> Path | None:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(_("the path of a folder"))
    try:
        return Path(value).expanduser() if value else None
    except RuntimeError:  # "~nobody": there is no such person
        raise ValueError(_("the path of a folder")) from None


def _file(value: object) -> Path | None:
    try:
        return _folder(value)
    except ValueError:
        raise ValueError(_("the path of a file")) from None


def _look(value: object) -> object:
    if value not in LOOKS:
        raise ValueError(_("system, light or dark"))
    return value


def _durability(value: object) -> object:
    if value not in ("normal", "full"):
        raise ValueError(_("normal or full"))
    return value


SERVER: Final[Mapping[str, Check]] = {
    "name": _server_name,
    "network": Text(NETWORK_LIMIT),
    "description": Text(_TEXT_LIMIT),
    "contact": Text(_TEXT_LIMIT),
    "host": _host,
    "port": _port,
    "password": _server_password,
    "data_dir": _folder,
    "topic": Text(_TOPIC_LIMIT),
    "motd": Text(_MOTD_LIMIT, spared="\r\n\t"),
    "lobby": _lobby,
    "lobby_autojoin": _yes_no,
    "announce": _yes_no,
}
RULES: Final[Mapping[str, Check]] = {"names_fixed": _yes_no, "private_chat": _yes_no, "start_paused": _yes_no}
ACCOUNTS: Final[Mapping[str, Check]] = {"enabled": _yes_no, "register_before_connect": _yes_no}
LIMITS: Final[Mapping[str, Check]] = {
    "flood": _yes_no,
    "max_clients": Whole(1, 100_000),
    "registration_timeout": Seconds(1, 3600),
    "ping_interval": Seconds(1, 86_400),
    "ping_timeout": Seconds(1, 86_400),
}
HISTORY: Final[Mapping[str, Check]] = {
    "enabled": _yes_no,
    "days": Whole(0, 36_500),
    "durability": _durability,
    "lobby_lines": Whole(0, 200),
    "start_empty": _yes_no,
}
TLS: Final[Mapping[str, Check]] = {
    "enabled": _yes_no,
    "cert": _file,
    "key": _file,
    "port": _port,
    "sts": _yes_no,
    "sts_duration": Whole(0, 10 * 365 * 86_400),
}
UDP: Final[Mapping[str, Check]] = {"enabled": _yes_no, "timeout": Seconds(10, 86_400)}
WINDOW: Final[Mapping[str, Check]] = {"look": _look}
TABLES: Final = {
    "server": SERVER,
    "rules": RULES,
    "accounts": ACCOUNTS,
    "limits": LIMITS,
    "history": HISTORY,
    "tls": TLS,
    "udp": UDP,
    "window": WINDOW,
}
