"""HTML tags in a text: which of them are tags, and which are only letters between ``<`` and ``>``.

Rule 1: a tag counts only with its other half (``<br>`` needs none); whatever does not count stays visible text. So no
        ``a<b>c`` loses a letter, and nobody can hide words in a tag.
Rule 2: at most ``DEEPEST`` tags are open at a time; when more open, the outermost becomes text. So the work for each
        tag is bounded, and nesting makes nothing slow.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chat_tk.irc.markup.style import COLOURS, NAMES, PLAIN, Style

DEEPEST: Final = 32

_BOLD, _ITALIC, _UNDERLINE = Style(bold=True), Style(italic=True), Style(underline=True)
_STRIKE, _MONO = Style(strike=True), Style(mono=True)
_SIMPLE: Final = {
    "b": _BOLD, "strong": _BOLD, "i": _ITALIC, "em": _ITALIC, "u": _UNDERLINE,
    "s": _STRIKE, "del": _STRIKE, "code": _MONO, "tt": _MONO, "pre": _MONO,
}  # fmt: skip

TAG: Final = re.compile(
    r"<(/?)(strong|span|font|code|pre|del|em|tt|br|b|i|u|s|a)((?:[ \n/][^<>\x00-\x09\x0b-\x1f]{0,600}+)?)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""\b(color|background-color|style|href)\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"']+)""", re.I)
_DECLARATION = re.compile(r"(?:^|;)\s{0,9}(color|background-color|background)\s{0,9}:\s{0,9}([^;\s]{1,30})", re.I)
_HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"\x00-\x1f]{1,2000}", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Tag:
    """A tag that counts. ``opens``: its style and link begin here; otherwise they end; ``br``: a line break."""

    start: int
    end: int
    name: str
    opens: bool
    style: Style = PLAIN
    link: str = ""
    other: Tag | None = None
    text_since: int = 0
    """For who reads: how much had been written when the tag opened."""


def find(text: str) -> list[Tag]:
    """The tags of ``text`` that count, in order; opening and closing ones know each other."""
    tags: list[Tag] = []
    stack: list[Tag] = []
    for match in TAG.finditer(text):
        name, attributes = match[2].lower(), match[3]
        if name == "br" and not match[1] and not attributes.strip(" /\n"):
            tags.append(Tag(match.start(), match.end(), name, opens=True))
        elif match[1]:
            if not attributes.strip() and (opened := _pop(stack, name)):
                closing = Tag(match.start(), match.end(), name, opens=False, other=opened)
                opened.other = closing
                tags.append(closing)
        elif (tag := _opening(match, name, attributes)) is not None:
            tags.append(tag)
            stack.append(tag)
            if len(stack) > DEEPEST:
                del stack[0]
    return [tag for tag in tags if tag.other is not None or tag.name == "br"]


@lru_cache(maxsize=4096)
def inside(outer: Style, inner: Style) -> Style:
    """What ``outer`` looks like inside a tag of style ``inner``."""
    return Style(
        bold=outer.bold or inner.bold,
        italic=outer.italic or inner.italic,
        underline=outer.underline or inner.underline,
        strike=outer.strike or inner.strike,
        mono=outer.mono or inner.mono,
        reverse=outer.reverse or inner.reverse,
        foreground=inner.foreground or outer.foreground,
        background=inner.background or outer.background,
    )


def _pop(stack: list[Tag], name: str) -> Tag | None:
    for index in range(len(stack) - 1, -1, -1):
        if stack[index].name == name:
            return stack.pop(index)
    return None


def _opening(match: re.Match[str], name: str, attributes: str) -> Tag | None:
    if name in _SIMPLE:
        if attributes.strip():
            return None
        return Tag(match.start(), match.end(), name, opens=True, style=_SIMPLE[name])
    values = {found[1].lower(): html.unescape(found[2].strip("\"'")) for found in _ATTRIBUTE.finditer(attributes)}
    if name == "a":
        link = values.get("href", "").strip()
        return Tag(match.start(), match.end(), name, opens=True, link=link) if _ADDRESS.fullmatch(link) else None
    style = _coloured(values)
    return Tag(match.start(), match.end(), name, opens=True, style=style) if style != PLAIN else None


def _coloured(values: dict[str, str]) -> Style:
    declared = {found[1].lower(): found[2] for found in _DECLARATION.finditer(values.get("style", ""))}
    return Style(
        foreground=colour(declared.get("color", values.get("color", ""))),
        background=colour(declared.get("background-color", declared.get("background", ""))),
    )


def colour(value: str) -> str:
    """A colour as people write it in HTML (``red``, ``#f00``, ``#ff0000``) -> ``#rrggbb``; empty: it is none."""
    value = value.strip().lower()
    if _HEX.fullmatch(value):
        return value if len(value) == 7 else "#" + "".join(digit * 2 for digit in value[1:])
    return NAMES.get(value, "")


def code_of(value: str) -> int | None:
    """The number that mIRC gave to this colour; None: it has none."""
    return _NUMBERS.get(value)


@lru_cache(maxsize=1024)
def nearest_code(value: str) -> int:
    """The number of the colour that is most like this one."""
    return min(range(len(COLOURS)), key=lambda number: _distance(COLOURS[number], value))


def _distance(one: str, other: str) -> int:
    return sum((int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) ** 2 for at in (1, 3, 5))


_NUMBERS: Final = {value: number for number, value in reversed(list(enumerate(COLOURS)))}
