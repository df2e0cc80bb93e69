"""The table of emoji that ChatClient reads, made from ``emoji.json`` in the npm package ``emoji-datasource-google`` 16.

    python docs/emoji_table.py emoji.json

A line for each emoji, in the order of a picker: its cell in the sheet (``column * 62 + row``), its code points, its
category, its short names and the words that it is found by. A line of two fields is the one above in another skin.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import chat_tk

CATEGORIES: Final = (
    "Smileys & Emotion", "People & Body", "Animals & Nature", "Food & Drink", "Activities", "Travel & Places",
    "Objects", "Symbols", "Flags", "Component",
)  # fmt: skip
ROWS: Final = 62
TARGET: Final = Path(chat_tk.__file__).parent / "assets" / "emoji" / "table.tsv"


def lines(emoji: list[dict[str, Any]]) -> list[str]:
    """The lines of the table."""
    found = []
    for one in sorted(emoji, key=lambda one: (CATEGORIES.index(one["category"]), one["sort_order"])):
        words = f"{one['name']} {one['subcategory']}".lower().replace("-", " ").split()
        category = str(CATEGORIES.index(one["category"]))
        found.append("\t".join([*place(one), category, " ".join(one["short_names"]), " ".join(dict.fromkeys(words))]))
        found.extend("\t".join(place(other)) for other in one.get("skin_variations", {}).values())
    return found


def place(one: dict[str, Any]) -> tuple[str, str]:
    """The cell and the code points."""
    return str(one["sheet_x"] * ROWS + one["sheet_y"]), one["unified"].replace("-", " ")


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    TARGET.write_text("\n".join(lines(source)) + "\n", encoding="utf-8")
