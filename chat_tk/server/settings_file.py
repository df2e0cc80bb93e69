"""The settings file, as the window changes it and ``--headless`` reads it.

Rule 1: it is replaced as a whole or not at all, whenever the computer stops.
Rule 2: a file that cannot be read is never written over: it is set aside, and only when somebody says so.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from chat_tk import folders
from chat_tk.i18n import _
from chat_tk.server import config, toml_text
from chat_tk.server.config import ConfigError

NAME: Final = "chat-server.toml"
_FIRST: Final = "# Settings of ChatServer: its window changes them, and a text editor may.\n"


def usual() -> Path:
    """Where the settings are when no other file is named."""
    return folders.settings() / NAME


class SettingsFile:
    """One TOML file; it need not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Any]:
        """Its tables; none when there is no such file. Raises ConfigError."""
        return dict(config.read(self.path)) if self.path.exists() else {}

    def change(self, changes: Mapping[tuple[str, str], object]) -> None:
        """Have it hold these values, by table and key. Raises ConfigError."""
        try:
            text = self.path.read_text(encoding="utf-8-sig") if self.path.exists() else _FIRST
            self._replace(toml_text.changed(text, changes))
        except OSError as error:
            problem = _("The settings cannot be saved in {path}: {error}. They hold until the chat is closed.")
            raise ConfigError(problem.format(path=self.path, error=error.strerror or error)) from None
        except ValueError as error:
            problem = _("The settings cannot be saved: {path} is damaged ({error}).")
            raise ConfigError(problem.format(path=self.path, error=error)) from None

    def set_aside(self) -> Path:
        """Give the file another name beside its own, which is returned. Raises ConfigError."""
        stamp = time.strftime("%Y-%m-%d %H.%M.%S")
        aside = self.path.with_name(f"{self.path.stem} ({stamp}){self.path.suffix}")
        try:
            self.path.rename(aside)
        except OSError as error:
            problem = _("The settings file {path} cannot be set aside: {error}.")
            raise ConfigError(problem.format(path=self.path, error=error.strerror or error)) from None
        return aside

    def _replace(self, text: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            dir=self.path.parent, prefix=".chat-server-"
        )  # readable by its owner alone
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if self.path.exists():
                Path(temporary).chmod(self.path.stat().st_mode & 0o777)
            folders.put(Path(temporary), self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
