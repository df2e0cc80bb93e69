"""Where the operating system wants a user's files, and how one gets there.

The lowest floor: it imports nothing of chat_tk.

Sources: XDG Base Directory Specification; Windows "Known folders" (Local); Apple "File System Programming Guide".
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_NAME: Final = "chat_tk"
_PLATFORM: str = sys.platform
"""In a variable, so that type checkers look at every branch."""
_TRIES: Final = 20
_PAUSE: Final = 0.05
_NAMES: Final = 100


def data() -> Path:
    """The user's folder for what a chat keeps (history, accounts, certificates); it may not exist yet."""
    return _place("XDG_DATA_HOME", ".local/share") / _NAME


def settings() -> Path:
    """The user's folder for what ChatClient remembers; it may not exist yet."""
    return _place("XDG_CONFIG_HOME", ".config") / _NAME


def cache() -> Path:
    """The user's folder for what is only kept so that it need not be made again; it may not exist yet."""
    return _place("XDG_CACHE_HOME", ".cache") / _NAME


def put(written: Path, path: Path) -> None:
    """Give the file ``written`` the name ``path``, in place of what has it. Raises OSError.

    On Windows nothing takes the place of a file that somebody has open, and virus scanners look into each that is new:
    there it is tried again, for a second at most.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            written.replace(path)
        except PermissionError:
            if _PLATFORM != "win32" or not tries_left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def set_aside(path: Path, name: str, also: Sequence[str] = ()) -> Path:
    """Rename a file to ``name`` (or with a number, so that nothing is written over); its path now. Raises OSError.

    ``also``: endings of the files that belong to it, if they are there; they keep them.
    """
    names = (name, *(f"{name}-{number}" for number in range(2, _NAMES)))
    aside = next((free for each in names if not (free := path.with_name(each + path.suffix)).exists()), None)
    if aside is None:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    path.rename(aside)
    for ending in also:
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{ending}").rename(f"{aside}{ending}")
    return aside


def _place(variable: str, below_home: str) -> Path:
    """``variable`` and ``below_home`` are for Linux and its kin; Windows and macOS have one place for both."""
    if sys.platform == "win32":
        place = os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        place = _home() / "Library" / "Application Support"
    else:
        place = Path(os.environ.get(variable, ""))
        if not place.is_absolute():  # "If an implementation encounters a relative path ... ignore it"
            place = _home() / below_home
    return Path(place)


def _home() -> Path:
    """The user's home; ``/``, as containers have it, for somebody who has none. There, writing fails in plain words."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.sep)
