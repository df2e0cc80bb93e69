"""What the client remembers between two starts: name, host and port. Never the password.

A file that is missing, broken or not writable never keeps anybody from the chat: defaults count, and the
problem is told once.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from chat_tk import folders
from chat_tk.client import files
from chat_tk.client.values import Target
from chat_tk.i18n import _

log = logging.getLogger(__name__)

DEFAULT_PORT: Final = 6667
_FILE = "client.json"
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Remembered:
    """The values of the last time; empty and ``DEFAULT_PORT`` before the first."""

    name: str = ""
    host: str = ""
    port: int = DEFAULT_PORT


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
    return Remembered(_text(raw.get("name")), _text(raw.get("host")), _port(raw.get("port"))), ""


def save(remembered: Remembered, path: Path | None = None) -> str:
    """Remember; a sentence when that is not possible (empty: done). The file is whole at every moment."""
    path = path or folders.settings() / _FILE
    try:
        files.write(path, asdict(remembered))
    except OSError as problem:
        text = _("Your name and the address cannot be remembered in {path}: {problem}.")
        return text.format(path=path, problem=problem.strerror or problem)
    return ""


def remember(target: Target) -> None:
    """Keep what led into a chat for the next time; where that is not possible, the log says so."""
    if problem := save(Remembered(target.name, target.host, target.port)):
        log.warning("%s", problem)


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST and value.isprintable() else ""


def _port(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536 else DEFAULT_PORT
