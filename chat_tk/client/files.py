"""Small files in the user's folder for settings: whole at every moment, and readable for nobody else."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path


def read(path: Path) -> object:
    """What stands in a JSON file; None when there is none, or it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def write(path: Path, content: object) -> None:
    """Put ``content`` into a JSON file, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:  # half a pasted sign, say
            json.dump(content, file, ensure_ascii=False, indent=1)
        Path(temporary).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
