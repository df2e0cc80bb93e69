"""How large the chat window was, for the next time: ``window.json`` in the folder of the settings.

Rule: nobody needs it. What cannot be read is no size, and what cannot be kept is told in the log.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from chat_tk import folders
from chat_tk.client import files

log = logging.getLogger(__name__)

Size = tuple[int, int]
"""Width and height in pixels of a screen at 100 %."""
LARGEST: Final = 20_000
_FILE: Final = "window.json"


def load(path: Path | None = None) -> Size | None:
    """The size of the last time; None: none is known."""
    raw = files.read(path or folders.settings() / _FILE, expect=dict)
    sides = [raw.get(side) for side in ("width", "height")] if isinstance(raw, dict) else []
    width, height = (side if type(side) is int and 0 < side <= LARGEST else 0 for side in sides or (0, 0))
    return (width, height) if width and height else None


def keep(size: Size, path: Path | None = None) -> None:
    """Remember it, if it is another than the one that is known."""
    path = path or folders.settings() / _FILE
    if size == load(path):
        return
    try:
        files.write(path, {"width": size[0], "height": size[1]})
    except OSError as problem:
        log.warning("The size of the window cannot be kept in %s: %s", path, problem.strerror or problem)
