"""How a piece of text looks, and the colours that mIRC's codes count.

Source: https://modern.ircdocs.horse/formatting ("Colors", "Colors 16-98").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a text; colours are ``#rrggbb``, or empty for the window's own."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    mono: bool = False
    reverse: bool = False
    foreground: str = ""
    background: str = ""


PLAIN: Final = Style()


class Span(NamedTuple):
    """A text in one look; ``link`` is the http(s) address it leads to, or empty."""

    text: str
    style: Style = PLAIN
    link: str = ""


_BASIC = (
    "ffffff 000000 00007f 009300 ff0000 7f0000 9c009c fc7f00 ffff00 00fc00 009393 00ffff 0000fc ff00ff 7f7f7f d2d2d2"
)
_EXTENDED = (
    "470000 472100 474700 324700 004700 00472c 004747 002747 000047 2e0047 470047 47002a "
    "740000 743a00 747400 517400 007400 007449 007474 004074 000074 4b0074 740074 740045 "
    "b50000 b56300 b5b500 7db500 00b500 00b571 00b5b5 0063b5 0000b5 7500b5 b500b5 b5006b "
    "ff0000 ff8c00 ffff00 b2ff00 00ff00 00ffa0 00ffff 008cff 0000ff a500ff ff00ff ff0098 "
    "ff5959 ffb459 ffff71 cfff60 6fff6f 65ffc9 6dffff 59b4ff 5959ff c459ff ff66ff ff59bc "
    "ff9c9c ffd39c ffff9c e2ff9c 9cff9c 9cffdb 9cffff 9cd3ff 9c9cff dc9cff ff9cff ff94d3 "
    "000000 131313 282828 363636 4d4d4d 656565 818181 9f9f9f bcbcbc e2e2e2 ffffff"
)
COLOURS: Final = tuple(f"#{colour}" for colour in f"{_BASIC} {_EXTENDED}".split())
"""The 99 colours 0-98; 99 is "the window's own"."""

NAMES: Final = {
    "white": "#ffffff", "black": "#000000", "navy": "#00007f", "blue": "#0000fc", "green": "#009300", "red": "#ff0000",
    "maroon": "#7f0000", "brown": "#7f0000", "purple": "#9c009c", "orange": "#fc7f00", "yellow": "#ffff00",
    "lime": "#00fc00", "teal": "#009393", "cyan": "#00ffff", "aqua": "#00ffff", "magenta": "#ff00ff",
    "fuchsia": "#ff00ff", "pink": "#ff59bc", "gray": "#7f7f7f", "grey": "#7f7f7f", "silver": "#d2d2d2",
    "lightgray": "#d2d2d2", "lightgrey": "#d2d2d2", "darkgreen": "#004700", "darkblue": "#000074",
    "darkred": "#740000", "gold": "#ffff71", "violet": "#dc9cff", "indigo": "#4b0074", "olive": "#747400",
    "lightblue": "#9cd3ff", "lightgreen": "#9cff9c", "crimson": "#ff0000", "turquoise": "#65ffc9",
}  # fmt: skip
"""The names that HTML gives to colours, as far as people type them; the values are colours of mIRC's."""
