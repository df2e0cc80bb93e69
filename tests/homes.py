"""A home for a test: what the environment must hold so that chat_tk keeps its files in a folder of the test's own."""

from __future__ import annotations

import sys
from pathlib import Path


def below(folder: Path) -> dict[str, str]:
    """The variables, on this system (``chat_tk.folders`` reads them)."""
    if sys.platform == "win32":
        return {"LOCALAPPDATA": str(folder)}
    if sys.platform == "darwin":
        return {"HOME": str(folder)}
    places = {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}
    return {variable: str(folder / place) for variable, place in places.items()}
