"""A text with formatting codes and tags -> runs of one look, and back to codes.

Source of the codes: https://modern.ircdocs.horse/formatting.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, reduce
from itertools import islice
from typing import Any, Final

from chat_tk.irc.markup import tags
from chat_tk.irc.markup.harmless import bare, harmless
from chat_tk.irc.markup.style import COLOURS, PLAIN, Style

Run = tuple[str, Style]

_CODE = re.compile(
    "\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]"
)
_ENTITY = re.compile("&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_TOGGLES: Final = {
    "\x02": "bold", "\x1d": "italic", "\x1f": "underline", "\x1e": "strike", "\x11": "mono", "\x16": "reverse"
}  # fmt: skip

MOST_CODES: Final = 300
"""Of a received text so many codes count, more than a usual line can hold; thousands of them would hold up keys."""
NOTHING: Final = "\x02\x02"
"""Bold on and off again: keeps apart what would be read as one (a colour's number and a digit; a tag that is text)."""


def of_codes(text: str) -> list[Run]:
    """The runs of ``text``, in which only codes have a meaning. Equal neighbours are joined, empty ones left out."""
    return joined(_by_codes(harmless(text), [PLAIN]))


def of_markup(text: str, *, typed: bool) -> list[Run]:
    """The runs of ``text``, in which codes and tags have a meaning.

    ``typed``: a person has just written it here: entities (``&lt;``) are decoded, and ``<br>`` is a line break. In what
    comes from elsewhere entities are text, and every line break a space: it cannot fake a line of its own.
    """
    text = harmless(text)
    if not typed:
        text = _bounded(text.replace("\n", " "))
    return joined(_by_tags(text, typed=typed))


def _bounded(text: str) -> str:
    """``text``, in which what comes after too many codes has none."""
    surplus = next(islice(_CODE.finditer(text), MOST_CODES, None), None)
    return text if surplus is None else f"{text[: surplus.start()]}\x0f{_CODE.sub('', text[surplus.start() :])}"


def _by_tags(text: str, *, typed: bool) -> Iterator[Run]:
    coded = [PLAIN]  # what the codes have set, the tags apart
    opened: list[tags.Tag] = []
    place = written = 0
    for tag in tags.find(text) if "<" in text else ():
        for shown, style in _between_tags(text[place : tag.start], coded, opened, typed=typed):
            written += len(shown)
            yield shown, style
        place = tag.end
        if tag.name == "br":
            yield "\n" if typed else " ", coded[0]
        elif tag.other is not None and tag.opens:
            tag.text_since = written
            opened.append(tag)
        elif tag.other is not None:
            opened.remove(tag.other)
            link = bare(tag.other.link)
            if link and not _is_between(text, tag.other, tag, link):
                yield link if written == tag.other.text_since else f" ({link})", coded[0]
    yield from _between_tags(text[place:], coded, opened, typed=typed)


def _between_tags(text: str, coded: list[Style], opened: list[tags.Tag], *, typed: bool) -> Iterator[Run]:
    look = reduce(tags.inside, (tag.style for tag in opened), PLAIN)
    for part, style in _by_codes(text, coded):
        if part:
            yield _decoded(part) if typed else part, style if look is PLAIN else tags.inside(style, look)


def _is_between(text: str, opening: tags.Tag, closing: tags.Tag, link: str) -> bool:
    """Whether the text of a link is its address already."""
    return closing.start - opening.end == len(link) and text[opening.end : closing.start] == link


def _by_codes(text: str, coded: list[Style]) -> Iterator[Run]:
    """The runs of ``text``; ``coded[0]`` is the style it begins with, and afterwards the one that it ends with."""
    place = 0
    style = coded[0]
    for match in _CODE.finditer(text):
        yield text[place : match.start()], style
        place = match.end()
        coded[0] = style = _changed(style, match[0])
    yield text[place:], style


@lru_cache(maxsize=4096)
def _changed(style: Style, code: str) -> Style:
    """``style`` after this code, which is one that ``_CODE`` has matched."""
    kind, values = code[0], code[1:]
    if kind == "\x0f":
        return PLAIN
    if kind in _TOGGLES:
        change: dict[str, Any] = {_TOGGLES[kind]: not getattr(style, _TOGGLES[kind])}
        return replace(style, **change)
    if not values:
        return replace(style, foreground="", background="")
    value = _numbered if kind == "\x03" else _hexadecimal
    foreground, comma, background = values.partition(",")
    return replace(style, foreground=value(foreground), background=value(background) if comma else style.background)


def _hexadecimal(digits: str) -> str:
    return f"#{digits.lower()}"


def _numbered(digits: str) -> str:
    number = int(digits)
    return COLOURS[number] if number < len(COLOURS) else ""


def _decoded(text: str) -> str:
    return bare(_ENTITY.sub(lambda match: html.unescape(match[0]), text)) if "&" in text else text


def joined(runs: Iterable[Run]) -> list[Run]:
    """Without empty runs, and with neighbours of one style as one."""
    result: list[Run] = []
    texts: list[str] = []
    last: Style | None = None
    for text, style in runs:
        if not text:
            continue
        if last is not None and style != last:
            result.append(("".join(texts), last))
            texts = []
        texts.append(text)
        last = style
    if last is not None:
        result.append(("".join(texts), last))
    return result


def guarded(text: str) -> str:
    """``text`` with ``NOTHING`` inside whatever a receiver would take for a tag."""
    return tags.TAG.sub(lambda match: f"<{NOTHING}{match[0][1:]}", text) if "<" in text else text


def transition(before: Style, after: Style, text: str) -> str:
    """The codes that lead from one look to another in front of ``text``."""
    if before == after:
        return ""
    codes = [code for code, name in _TOGGLES.items() if getattr(before, name) != getattr(after, name)]
    colours = (after.foreground, after.background)
    if colours != (before.foreground, before.background):
        if (before.foreground and not after.foreground) or (before.background and not after.background):
            codes.append("\x03")  # both go: there is no code for one of them alone
        if any(colours):
            codes.append(_colour_code(after))
        if text[:1] in set("0123456789,"):
            codes.append(NOTHING)
    return "".join(codes)


def _colour_code(style: Style) -> str:
    """Numbers, which every program knows, where both colours have one; else the newer hexadecimal form."""
    foreground, background = tags.code_of(style.foreground), tags.code_of(style.background)
    if not style.foreground:  # a background alone: colour 99 is the window's own
        return f"\x0399,{tags.nearest_code(style.background):02}"  # which hexadecimal codes cannot say
    if foreground is not None and not style.background:
        return f"\x03{foreground:02}"
    if foreground is not None and background is not None:
        return f"\x03{foreground:02},{background:02}"
    behind = f",{style.background[1:]}" if style.background else ""
    return f"\x04{style.foreground[1:]}{behind}"


def encoded(runs: Iterable[Run]) -> str:
    """The text with codes that these runs are."""
    parts: list[str] = []
    before = PLAIN
    for text, style in runs:
        parts += (transition(before, style, text), guarded(text))
        before = style
    return "".join(parts)
