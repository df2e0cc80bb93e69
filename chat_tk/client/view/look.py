"""The look that was chosen, put on a window; what the dialog before the chat and the chat itself have in common."""

from __future__ import annotations

from typing import Any, Final

from chat_tk.client.choices import Choices
from chat_tk.ui.theme import Choice, Theme

RING: Final = "\a"
"""In the place of a pop-up's key: let the bell of the display ring."""


def look_as(root: Any, choices: Choices) -> None:
    """Give the windows of ``root`` (a Tk) the look and the size of text that were chosen."""
    look: dict[str, Choice] = {"light": "light", "dark": "dark"}
    theme = Theme.of(root)
    theme.choose(look.get(choices.look, "system"))
    theme.set_zoom(choices.zoom)
