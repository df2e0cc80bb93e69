"""How the tags of the chat area are drawn: each a function from the theme to the options of a Text's tag."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from chat_tk.irc.markup.style import Style
from chat_tk.ui.colours import LIGHT, MARKED, Palette, mixed, readable
from chat_tk.ui.theme import Theme
from chat_tk.ui.walking import CURRENT

Painter = Callable[[Theme], Mapping[str, Any]]

FOUND: Final = "found"
"""What a search has found."""
FOUND_HERE: Final = "found-here"
"""The one of them that the person looks at."""
UPPERMOST: Final = (CURRENT, FOUND, FOUND_HERE, "sel")
"""Tags that win over all others, the last one most."""


def standard() -> Iterator[tuple[str, Painter]]:
    """The tags that every chat area has; what comes later wins over what came before."""
    yield "body", _body
    yield "small", lambda _theme: {"font": "ChatSmall"}
    yield "heading", lambda _theme: {"font": "ChatHeading"}
    yield "center", lambda theme: {"justify": "center", "spacing1": theme.px(6), "spacing3": theme.px(6)}
    yield "gap", lambda theme: {"spacing1": theme.px(8)}
    yield "muted", lambda theme: {"foreground": theme.palette.muted}
    yield "error", lambda theme: {"foreground": theme.palette.danger}
    yield "mention", lambda theme: {"background": theme.palette.mention, "lmargincolor": theme.palette.mention}
    for index in range(len(LIGHT.names)):
        yield f"name{index}", _name_painter(index)
    for bits in range(1, 8):
        bold, italic, mono = bool(bits & 1), bool(bits & 2), bool(bits & 4)
        yield font_tag(bold=bold, italic=italic, mono=mono), _font_painter(bold=bold, italic=italic, mono=mono)
    yield "code", lambda theme: {"background": theme.palette.code}
    yield "underline", lambda _theme: {"underline": True}
    yield "strike", lambda _theme: {"overstrike": True}
    yield "link", lambda theme: {"foreground": theme.palette.link, "underline": True}
    yield CURRENT, _current
    yield FOUND, lambda theme: {"background": mixed(theme.palette.surface, theme.palette.accent, 0.35)}
    yield FOUND_HERE, lambda theme: {"background": theme.palette.accent, "foreground": theme.palette.on_accent}


def font_tag(*, bold: bool, italic: bool, mono: bool) -> str:
    """The tag of this cut of the font."""
    return "font" + "b" * bold + "i" * italic + "m" * mono


def _body(theme: Theme) -> dict[str, Any]:
    """The margin is the line's own, not the widget's, so that a coloured line has colour around its text."""
    margin = theme.px(8)
    return {
        "font": "ChatBody", "spacing2": theme.px(2), "spacing3": theme.px(4), "lmargin1": margin, "lmargin2": margin,
        "rmargin": margin,
    }  # fmt: skip


def _current(theme: Theme) -> dict[str, Any]:
    """From edge to edge, so that it is seen as a line and not as a selection."""
    shade = mixed(theme.palette.surface, theme.palette.accent, MARKED)
    return {"background": shade, "lmargincolor": shade, "rmargincolor": shade}


def _font_painter(*, bold: bool, italic: bool, mono: bool) -> Painter:
    return lambda theme: {"font": theme.variant(bold=bold, italic=italic, mono=mono)}


def _name_painter(index: int) -> Painter:
    return lambda theme: {"foreground": theme.palette.names[index], "font": theme.variant(bold=True)}


def colours(palette: Palette, style: Style) -> dict[str, Any]:
    """The options for a tag in another's colours, moved until they are readable."""
    foreground, background = style.foreground or palette.text, style.background or palette.surface
    if style.reverse:
        foreground, background = background, foreground
    return {
        "foreground": readable(foreground, background),
        "background": background if style.background or style.reverse else "",
    }
