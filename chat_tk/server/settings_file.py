"""The settings file, as the window changes it and ``--headless`` reads it.

Rule 1: it is replaced as a whole or not at all, whenever the computer stops.
Rule 2: a file that cannot be read is never written over: it is set aside, and only when somebody says so.
Rule 3: a file that is removed meanwhile takes no setting along (the password!): the next change writes it whole again.
Rule 4: what could not be saved holds all the same, until the program ends, and is saved with the next change.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chat_tk import folders
from chat_tk.i18n import _
from chat_tk.server import toml_text
from chat_tk.server.config import ConfigError, Table

if TYPE_CHECKING:
    import tomllib

NAME: Final = "chat-server.toml"
FILE_LIMIT: Final = 1 << 20
"""Bytes of the largest settings file that is read."""
_LINE: Final = re.compile(r"at line (\d+)")
_FIRST: Final = "# Settings of ChatServer: its window changes them, and a text editor may.\n"


def usual() -> Path:
    """Where the settings are when no other file is named."""
    return folders.settings() / NAME


class SettingsFile:
    """One TOML file; it need not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._last: dict[str, Any] = {}
        self._unsaved: dict[tuple[str, str], object] = {}

    def read(self) -> dict[str, Any]:
        """Its tables, with what could not be saved; as they were last when it is there no more. Raises ConfigError."""
        if self.path.exists():
            self._last = dict(read(self.path))
        return toml_text.merged(self._last, self._unsaved)

    def change(self, changes: Mapping[tuple[str, str], object]) -> None:
        """Have it hold these values, by table and key. Raises ConfigError."""
        changes = {**self._unsaved, **changes}
        try:
            text = self.path.read_text(encoding="utf-8-sig") if self.path.exists() else self._anew()
            self._replace(toml_text.changed(text, changes))
            self._last = toml_text.merged(self._last, changes)
            self._unsaved = {}
        except OSError as error:
            self._unsaved = changes
            problem = _("The settings cannot be saved in {path}: {error}. They hold until the chat is closed.")
            raise ConfigError(problem.format(path=self.path, error=error.strerror or error)) from None
        except ValueError as error:
            problem = _("The settings cannot be saved: {path} is damaged ({error}).")
            raise ConfigError(problem.format(path=self.path, error=error)) from None

    def _anew(self) -> str:
        """What stood in the file."""
        return _FIRST + (toml_text.written(self._last) if self._last else "")

    def set_aside(self) -> Path:
        """Give the file another name beside its own, which is returned. Raises ConfigError."""
        try:
            aside = folders.set_aside(self.path, f"{self.path.stem} ({time.strftime('%Y-%m-%d %H.%M.%S')})")
        except OSError as error:
            problem = _("The settings file {path} cannot be set aside: {error}.")
            raise ConfigError(problem.format(path=self.path, error=error.strerror or error)) from None
        self._last, self._unsaved = {}, {}
        return aside

    def _replace(self, text: str) -> None:
        import tempfile

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


def read(path: Path) -> Table:
    """The tables of a TOML file, unchecked. Raises ConfigError when it cannot be read or is no TOML."""
    import tomllib  # 3 ms of a start, and before the first change there is no file

    try:
        with path.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            raise ConfigError(_("{path} is too large for a settings file.").format(path=path))
        return tomllib.loads(data.decode("utf-8-sig"))  # Windows editors put a byte order mark in front
    except OSError as error:
        problem = _("The settings file {path} cannot be read: {error}.")
        raise ConfigError(problem.format(path=path, error=error.strerror or error)) from None
    except UnicodeDecodeError:
        raise ConfigError(_("{path} is not a text file in UTF-8.").format(path=path)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_not_understood(path, error)) from None
    except RecursionError:
        raise ConfigError(_("{path} is nested too deeply.").format(path=path)) from None


def _not_understood(path: Path, error: tomllib.TOMLDecodeError) -> str:
    """Which line it is; what a parser has expected there helps nobody who has not learnt TOML."""
    found = _LINE.search(str(error))
    if found:
        return _("{path}: line {line} is not understood.").format(path=path, line=found[1])
    return _("{path}: its end is not understood; perhaps a part of it is missing.").format(path=path)
