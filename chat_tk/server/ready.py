"""Telling another program when people can join: ChatClient, which has started this one, or a script.

Nobody needs to knock at the port to find out; a knock would be somebody's number.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from chat_tk.server.events import Event, Started


class Ready:
    """Writes where the chat listens into a file (empty: nothing), a line for each address, whole or not at all."""

    def __init__(self, file: str) -> None:
        self._file = Path(file) if file else None

    def before(self, emit: Callable[[Event], None]) -> Callable[[Event], None]:
        """``emit``, after the file was written."""
        if self._file is None:
            return emit

        def heard(event: Event) -> None:
            if isinstance(event, Started):
                self._write(event)
            emit(event)

        return heard

    def _write(self, event: Started) -> None:
        assert self._file is not None
        half = self._file.with_name(self._file.name + ".part")
        with contextlib.suppress(OSError):  # whoever waits for it gives up, and says so
            half.write_text("".join(f"{address}\n" for address in event.addresses + event.secure), encoding="ascii")
            half.replace(self._file)
