"""A part of a Text as plain text: without what is marked ``nocopy``; pictures as the text that they stand for."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping

from chat_tk.ui.blocks import NO_COPY


def copyable(text: tk.Text, start: object, end: object, pictures: Mapping[str, str]) -> str:
    """From ``start`` to ``end``; ``pictures``: the name of an image in the Text -> what it stands for."""
    first = str(start)
    hidden = NO_COPY in text.tag_names(first)
    chosen: list[str] = []
    for kind, value, _index in text.dump(first, str(end), tag=True, text=True, image=True):
        if kind == "text" and not hidden:
            chosen.append(value)
        elif kind == "image" and not hidden:
            chosen.append(pictures.get(value.partition("#")[0], ""))
        elif value == NO_COPY:
            hidden = kind == "tagon"
    return "".join(chosen)
