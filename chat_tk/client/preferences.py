"""The file with what a person has chosen: ``preferences.json`` in the folder of the settings.

Rule 1: what is chosen counts at once, whether it can be kept or not. Rule 2: the file is whole at every moment; one
    that cannot be read is set aside, said in a sentence, and never written over.
Rule 3: what a newer program wrote there, and we do not know, stays there; so does what another program of the same
    person has chosen meanwhile, as long as it was not chosen here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from chat_tk import folders
from chat_tk.client import files
from chat_tk.client.choices import Choices, from_raw
from chat_tk.i18n import _

_FILE: Final = "preferences.json"


class Preferences:
    """The choices, where they are kept, and who wants to hear of changes."""

    def __init__(self, path: Path | None = None) -> None:
        """Read ``path`` (default: the person's own); whatever is wrong with it, there are choices."""
        self._path = path or folders.settings() / _FILE
        self._unsaved: set[str] = set()
        self._listeners: list[Callable[[Choices], None]] = []
        was_there = self._path.exists()
        raw = files.read(self._path, expect=dict)
        self._raw = raw if isinstance(raw, dict) else {}
        self.choices = from_raw(self._raw)
        self._damaged = raw is None and was_there

    @property
    def problem(self) -> str:
        """A sentence about the file; empty when all is well."""
        if not self._damaged:
            return ""
        words = _("Your settings could not be read. They were set aside as {file}, and the usual ones are used.")
        return words.format(file=files.aside(self._path).name)

    def change(self, **values: Any) -> str:
        """Choose; it counts at once. A sentence when it cannot be kept for the next time (empty: it is)."""
        changed = replace(self.choices, **values)
        if changed == self.choices:
            return ""
        self.choices = changed
        self._unsaved.update(values)
        for heard in list(self._listeners):
            heard(changed)
        return self._save()

    def listen(self, heard: Callable[[Choices], None]) -> None:
        """Call ``heard`` now and after every change."""
        self._listeners.append(heard)
        heard(self.choices)

    def unlisten(self, heard: Callable[[Choices], None]) -> None:
        """No more."""
        if heard in self._listeners:
            self._listeners.remove(heard)

    def _save(self) -> str:
        mine = asdict(self.choices)
        there = files.read(self._path, expect=dict)
        self._raw = (
            there | {name: mine[name] for name in self._unsaved} if isinstance(there, dict) else self._raw | mine
        )
        try:
            files.write(self._path, self._raw)
            self._unsaved.clear()
        except OSError as problem:
            words = _("Your settings cannot be kept in {path}: {problem}. They count until you close the chat.")
            return words.format(path=self._path, problem=problem.strerror or problem)
        return ""
