"""What the client remembers of joining between two starts: the name, and the chats it was in. Never a password.

A file that is missing, broken or not writable never keeps anybody from the chat: defaults count, and the
problem is told once.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from chat_tk import folders
from chat_tk.client import files
from chat_tk.client.values import Target
from chat_tk.i18n import _
from chat_tk.net.dial import Encryption
from chat_tk.net.typed import PORT

log = logging.getLogger(__name__)

CHATS_KEPT: Final = 8
"""Chats that are remembered, the last one first."""
_FILE = "client.json"
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Recent:
    """A chat that somebody was in, and how; ``chat_id`` and ``chat_name`` as in ``Target``."""

    host: str
    port: int = PORT
    chat_id: str = ""
    chat_name: str = ""
    encryption: Encryption = Encryption.TRY
    account: str = ""
    password: bool = False
    """It let in only who knew its password, which is not kept."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The name as the person writes it, and the chats, the last one first; empty before the first."""

    name: str = ""
    recent: tuple[Recent, ...] = ()

    @property
    def host(self) -> str:
        """Where the last chat was; empty: there was none."""
        return self.recent[0].host if self.recent else ""

    @property
    def port(self) -> int:
        """Its port."""
        return self.recent[0].port if self.recent else PORT


def load(path: Path | None = None) -> tuple[Remembered, str]:
    """What is remembered, and a sentence about what is wrong with the file (empty: nothing)."""
    path = path or folders.settings() / _FILE
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Remembered(), ""
    except (OSError, ValueError, RecursionError):
        return Remembered(), _("The settings in {path} cannot be read; the defaults are used.").format(path=path)
    if not isinstance(raw, dict):
        return Remembered(), _("The settings in {path} cannot be read; the defaults are used.").format(path=path)
    listed = raw.get("recent", [raw])  # before there were several, the one stood in the file itself
    found = [_recent(each) for each in listed[:CHATS_KEPT]] if isinstance(listed, list) else []
    return Remembered(_text(raw.get("name")), tuple(recent for recent in found if recent is not None)), ""


def save(remembered: Remembered, path: Path | None = None) -> str:
    """Remember; a sentence when that is not possible (empty: done). The file is whole at every moment."""
    path = path or folders.settings() / _FILE
    chats = [asdict(recent) | {"encryption": recent.encryption.value} for recent in remembered.recent[:CHATS_KEPT]]
    try:
        files.write(path, {"name": remembered.name, "recent": chats})
    except OSError as problem:
        text = _("Your name and the address cannot be remembered in {path}: {problem}.")
        return text.format(path=path, problem=problem.strerror or problem)
    return ""


def remember(target: Target, path: Path | None = None) -> None:
    """Keep what led into a chat for the next time, before all others; where that is not possible, the log says so."""
    latest = Recent(
        target.host,
        target.port,
        target.chat_id,
        target.chat_name,
        target.encryption,
        target.account,
        bool(target.password),
    )
    others = [recent for recent in load(path)[0].recent if not same_chat(recent, latest)]
    remembered = Remembered(target.full_name or target.name, (latest, *others)[:CHATS_KEPT])
    if problem := save(remembered, path):
        log.warning("%s", problem)


def same_chat(one: Recent, other: Recent) -> bool:
    """Whether the two are one chat, perhaps at a new address."""
    if one.chat_id and other.chat_id:
        return one.chat_id == other.chat_id
    return (one.host.lower(), one.port) == (other.host.lower(), other.port)


def _recent(raw: Any) -> Recent | None:
    """A chat as the file tells of it; None: that is none."""
    if not isinstance(raw, dict) or not (host := _text(raw.get("host"))):
        return None
    wanted = raw.get("encryption")
    return Recent(
        host,
        _port(raw.get("port")),
        _text(raw.get("chat_id")),
        _text(raw.get("chat_name")),
        Encryption(wanted) if wanted in [kind.value for kind in Encryption] else Encryption.TRY,
        _text(raw.get("account")),
        raw.get("password") is True,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST and value.isprintable() else ""


def _port(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536 else PORT
