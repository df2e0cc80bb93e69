"""With what the chat opens: the settings file, the flags over it, the folder, the port.

Rule: a settings file that somebody named must be there; the usual one need not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from chat_tk import folders
from chat_tk.i18n import _
from chat_tk.net.ports import ListenError, open_sockets
from chat_tk.server import config
from chat_tk.server.config import Config, ConfigError, Table
from chat_tk.server.settings_file import SettingsFile, usual

PORTS_TRIED: Final = 20


def settings_file(named: str | None) -> SettingsFile:
    """The file that somebody named, or the usual one. Raises ConfigError when the named one cannot be opened."""
    if named is None:
        return SettingsFile(usual())
    try:
        Path(named).open("rb").close()
    except OSError as error:
        problem = _("The settings file {path} cannot be read: {error}.")
        raise ConfigError(problem.format(path=named, error=error.strerror or error)) from None
    return SettingsFile(Path(named))


class Opening:
    """``settings`` are what the chat opens with; ``flags`` count more than ``file``, until they are taken out."""

    def __init__(self, file: SettingsFile, flags: dict[str, Any]) -> None:
        """Read the file, if it is there. Raises ConfigError."""
        self.flags = flags
        self.file = file
        self._found_port: int | None = None
        tables = self.file.read()
        self.settings = self.build(tables)
        self.port_chosen = "port" in flags or "port" in _server(tables)

    def build(self, tables: Table) -> Config:
        """The settings of these tables, under the flags. Raises ConfigError."""
        settings = config.build(tables, self.flags, str(self.file.path))
        if self._found_port is not None and "port" not in self.flags and "port" not in _server(tables):
            settings = replace(settings, port=self._found_port)
        return replace(settings, data_dir=settings.data_dir or folders.data())

    def reload(self) -> Config:
        """The settings as they are in the file now. Raises ConfigError."""
        return self.build(self.file.read())

    def open_at(self, port: int) -> None:
        """The port was found, not chosen: it stays until somebody chooses one."""
        self._found_port = port
        self.flags.pop("port", None)
        self.settings = replace(self.settings, port=port)

    def make_folder(self) -> None:
        """Make the folder for what is kept. Raises ConfigError."""
        make_folder(self.settings.data_dir, chosen=self.settings.data_dir != folders.data())


def _server(tables: Table) -> Mapping[str, object]:
    table = tables.get("server", {})
    return table if isinstance(table, Mapping) else {}


def make_folder(folder: Path | None, *, chosen: bool) -> None:
    """Make the folder. Without the usual one the chat opens all the same; whoever wanted to keep something says so.

    Raises:
        ConfigError: the folder that somebody chose cannot be made.
    """
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if not chosen:
            return
        problem = _("The folder {folder} cannot be made: {error}. Choose another with data_dir or --data-dir.")
        raise ConfigError(problem.format(folder=folder, error=error.strerror or error)) from None


def first_free_port(host: str, port: int) -> int:
    """The first port from ``port`` that can be listened at; ``port`` itself when none can, so that its error is told.

    Whoever takes it in the moment until the server listens makes the server say so.
    """
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            sockets = open_sockets(host, candidate)
        except ListenError as error:
            if not error.taken:
                break
        else:
            for sock in sockets:
                sock.close()
            return candidate
    return port
