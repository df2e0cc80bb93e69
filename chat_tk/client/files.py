"""Small files in the user's folder for settings: whole at every moment, and readable for nobody else."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import tempfile
from pathlib import Path

from chat_tk.i18n import _

log = logging.getLogger(__name__)


def read(path: Path) -> object:
    """What stands in a JSON file; None when there is none, or it cannot be read.

    One that cannot be read is set aside under another name, so that the next ``write`` does not destroy it.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        _set_aside(path)
        return None


def _set_aside(path: Path) -> None:
    aside = path.with_name(path.name + ".damaged")
    with contextlib.suppress(OSError):  # a folder that nothing can be written to: then nothing is destroyed either
        path.replace(aside)
        log.warning("%s", _("{path} cannot be read. It was set aside as {aside}.").format(path=path, aside=aside.name))


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
