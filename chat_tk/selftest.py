"""What a built program finds of its own parts (``--self-test FILE``). The lowest floor: it imports only ``i18n``.

For whoever builds the programs: a part that PyInstaller left out shows here, and not at somebody's desk.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import chat_tk
from chat_tk import i18n

MISSING = "missing: "
"""How the word on a part begins that cannot be used."""

Look = Callable[[], str]
"""Uses a part of the program; a word on it (its version, mostly), or any exception."""


def run(file: str, program: str, parts: Mapping[str, Look]) -> int:
    """Try all ``parts`` and write what came of it to ``file``, as JSON; the exit status: 0 when none is missing.

    Raises OSError when the file cannot be written.
    """
    found: dict[str, object] = {
        "program": program,
        "version": chat_tk.__version__,
        "python": platform.python_version(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "languages": sorted({"en", *(folder.name for folder in i18n.LOCALES.glob("*/"))}),
    }
    words = {name: _word(look) for name, look in parts.items()}
    Path(file).write_text(json.dumps(found | words, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(any(word.startswith(MISSING) for word in words.values()))


def _word(look: Look) -> str:
    try:
        return look() or "yes"
    except Exception as problem:  # noqa: BLE001  whatever a part that is not there may raise
        return f"{MISSING}{type(problem).__name__}: {problem}"
