"""Prints the changelog's section of one version: ``python3 .github/notes.py VERSION``."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def notes(version: str, changelog: str) -> str:
    """The text between the heading of ``version`` and the next one. Raises SystemExit where there is none."""
    found = re.search(rf"^## \[?{re.escape(version)}\]?.*?\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if found is None or not found[1].strip():
        raise SystemExit(f"CHANGELOG.md has no section for {version}")
    return found[1].strip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(notes(sys.argv[1], Path("CHANGELOG.md").read_text(encoding="utf-8")))
