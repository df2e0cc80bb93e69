"""The tags that a room's lines need beside those of every chat area, and how they are drawn."""

from __future__ import annotations

from typing import Any, Final

from chat_tk.ui.colours import MARKED, mixed
from chat_tk.ui.inks import Inks
from chat_tk.ui.theme import Theme

WHO: Final = "who"
"""A name, on which a person can be asked for."""
RETRY: Final = "retry"
"""The words "Try again"."""
QUOTE: Final = "quote"
"""What a line answers."""
JUMP: Final = "jump"
"""... and a click goes there."""
CHIP: Final = "chip"
"""A reaction; beside it stands ``chip-<place in Line.reactions>``."""
MY_CHIP: Final = "mychip"
"""One's own."""
UNFOLD: Final = "unfold"
"""A condensed line that has details."""
GONE: Final = "gone"
"""The words that stand for a deleted line."""
FLASH: Final = "flash"
"""A line to which one has just jumped."""

PRESSED: Final = (RETRY, JUMP, CHIP, MY_CHIP, UNFOLD, WHO)
"""What does something when it is clicked."""


def define(inks: Inks) -> None:
    """Make the tags; what comes later wins."""
    inks.define("own", _own)
    inks.define("air", lambda theme: {**_rule(theme), "background": "", "spacing1": theme.px(6)})
    inks.define("rule", _rule)
    inks.define("newrule", lambda theme: {**_rule(theme), "background": theme.palette.danger})
    inks.define("day", lambda theme: {"spacing1": theme.px(6), "spacing3": theme.px(2)})
    inks.define("info", lambda theme: {"spacing1": theme.px(4)})
    inks.define("quiet", lambda theme: {"spacing1": theme.px(3), "spacing3": theme.px(3)})
    inks.define("failed", lambda theme: {"foreground": theme.palette.danger})
    inks.define("right", lambda _theme: {"justify": "right"})
    inks.define(GONE, lambda theme: {"font": theme.variant(italic=True)})
    inks.define(QUOTE, _quote)
    inks.define("chips", lambda theme: {"spacing1": theme.px(3), "spacing3": theme.px(6)})
    inks.define(FLASH, _flash)
    inks.define(CHIP, lambda theme: {"background": theme.palette.hover, "foreground": theme.palette.text})
    inks.define(MY_CHIP, _my_chip)
    inks.define(RETRY, lambda theme: {"foreground": theme.palette.link, "underline": True})
    for tag in (WHO, JUMP, UNFOLD):
        inks.define(tag, lambda _theme: {})


def _own(theme: Theme) -> dict[str, Any]:
    return _band(mixed(theme.palette.surface, theme.palette.accent, 0.08))


def _flash(theme: Theme) -> dict[str, Any]:
    return _band(mixed(theme.palette.surface, theme.palette.accent, MARKED))


def _band(colour: str) -> dict[str, Any]:
    """A colour behind whole lines, from edge to edge."""
    return {"background": colour, "lmargincolor": colour, "rmargincolor": colour}


def _quote(theme: Theme) -> dict[str, Any]:
    """Set in, so that it is seen to be another's."""
    return {"lmargin1": theme.px(24), "lmargin2": theme.px(24), "spacing1": theme.px(6), "spacing3": theme.px(4)}


def _my_chip(theme: Theme) -> dict[str, Any]:
    return {"background": mixed(theme.palette.surface, theme.palette.accent, 0.3), "foreground": theme.palette.text}


def _rule(theme: Theme) -> dict[str, Any]:
    """A line of text that is nothing but a background: a rule from edge to edge at every width."""
    return {
        "font": ("TkDefaultFont", -1), "spacing1": 0, "spacing2": 0, "spacing3": 0, "lmargin1": 0, "rmargin": 0,
        "background": theme.palette.border,
    }  # fmt: skip
