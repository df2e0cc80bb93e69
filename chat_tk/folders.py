"""Where the operating system wants a user's files. The lowest floor: it imports nothing of chat_tk.

Sources: XDG Base Directory Specification; Windows "Known folders" (Local); Apple "File System Programming Guide".
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

_NAME: Final = "chat_tk"


def data() -> Path:
    """The user's folder for what a chat keeps (history, accounts, certificates); it may not exist yet."""
    return _place("XDG_DATA_HOME", ".local/share") / _NAME


def settings() -> Path:
    """The user's folder for what ChatClient remembers; it may not exist yet."""
    return _place("XDG_CONFIG_HOME", ".config") / _NAME


def _place(variable: str, below_home: str) -> Path:
    """``variable`` and ``below_home`` are for Linux and its kin; Windows and macOS have one place for both."""
    if sys.platform == "win32":
        place = os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        place = _home() / "Library" / "Application Support"
    else:
        place = os.environ.get(variable) or _home() / below_home
    return Path(place)


def _home() -> Path:
    """The user's home; ``/``, as containers have it, for somebody who has none. There, writing fails in plain words."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.sep)
