"""The settings as the host's window changes them: judged, kept in the file, handed to the chat. Main thread."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from chat_tk.i18n import _
from chat_tk.server import catalogue, toml_text
from chat_tk.server.config import FLAGS_ELSEWHERE, Config, ConfigError, Table
from chat_tk.server.settings_file import SettingsFile
from chat_tk.server.values import Setting

Build = Callable[[Table], Config]


class Preferences:
    """``config`` is what was wanted last; some of it may hold only when the chat is opened again."""

    def __init__(self, config: Config, file: SettingsFile, flags: dict[str, Any], build: Build) -> None:
        """``build`` makes settings of tables and ``flags``; a flag whose setting is changed counts no more."""
        self.config = config
        self._file = file
        self._flags = flags
        self._build = build

    @property
    def first_time(self) -> bool:
        """Whether nobody has said anything yet about how the chat shall be."""
        return not self._file.path.exists() and not {"network", "password"} & self._flags.keys()

    def refresh(self) -> None:
        """Somebody else may have changed the file (REHASH): what it holds now is what is wanted."""
        with contextlib.suppress(ConfigError):  # then nothing was changed in the chat either
            self.config = self._build(self._file.read())

    def listed(self) -> tuple[Setting, ...]:
        """All settings."""
        return catalogue.listed(self.config)

    def change(self, values: Mapping[str, object]) -> str:
        """Take and keep other values, by key; what was wrong, as a sentence, but then ``config`` may still be new.

        Raises ConfigError when they cannot be: then nothing has changed.
        """
        for key, value in values.items():
            if problem := catalogue.problem(key, value):
                raise ConfigError(f"{self._label(key)}: {problem}")
        changes = {catalogue.place(key): catalogue.typed(key, value) for key, value in values.items()}
        flags = {f: v for f, v in self._flags.items() if FLAGS_ELSEWHERE.get(f, ("server", f)) not in changes}
        gone = {flag: self._flags.pop(flag) for flag in self._flags.keys() - flags.keys()}
        try:
            tables = self._file.read()
            if not all(isinstance(tables.get(table, {}), Mapping) for table, _name in changes):
                self._build(tables)  # raises: somebody has written "server = 3"
            self.config = self._build(toml_text.merged(tables, changes))
        except ConfigError:
            self._flags.update(gone)
            raise
        try:
            self._file.change(changes)
        except ConfigError as error:
            return str(error)
        return ""

    def _label(self, key: str) -> str:
        return next((setting.label for setting in self.listed() if setting.key == key), _("This setting"))
