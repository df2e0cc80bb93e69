"""Small files in the user's folder for settings: whole at every moment, and readable for nobody else."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from pathlib import Path

from chat_tk import folders
from chat_tk.i18n import _

log = logging.getLogger(__name__)


def read(path: Path, expect: type = object) -> object:
    """What stands in a JSON file; None when there is none, or it cannot be read, or is no ``expect``.

    One that cannot be read is set aside under another name, so that the next ``write`` does not destroy it.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        _set_aside(path)
        return None
    if not isinstance(content, expect):
        _set_aside(path)
        return None
    return content


def aside(path: Path) -> Path:
    """Where a file that cannot be read is set aside."""
    return path.with_name(path.name + ".damaged")


def _set_aside(path: Path) -> None:
    place = aside(path)
    with contextlib.suppress(OSError):  # a folder that nothing can be written to: then nothing is destroyed either
        path.replace(place)
        log.warning("%s", _("{path} cannot be read. It was set aside as {aside}.").format(path=path, aside=place.name))


def write(path: Path, content: object) -> None:
    """Put ``content`` into a JSON file, whole or not at all. Raises OSError."""
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:  # half a pasted sign, say
            json.dump(content, file, ensure_ascii=False, indent=1)
        folders.put(Path(temporary), path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
