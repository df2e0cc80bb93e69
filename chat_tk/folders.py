"""Where the operating system wants a user's files. The lowest floor: it imports nothing of chat_tk."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

_NAME: Final = "chat_tk"


def data() -> Path:
    """The user's folder for what a chat keeps (history, accounts, certificates); it may not exist yet."""
    try:
        from platformdirs import user_data_path
    except ImportError:
        return _without_platformdirs() / _NAME
    return user_data_path(_NAME, appauthor=False)


def _without_platformdirs() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
