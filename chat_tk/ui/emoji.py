"""Emoji in texts, and their names. Pure: no Tk; the pictures are in ``emoji_pictures``.

The table (``assets/emoji/table.tsv``) is read when the first emoji is met, in some milliseconds, or before, on a thread
(``emoji_pictures.reader``). What is an emoji and what is text: Unicode Technical Standard 51, "Unicode Emoji".

Rule: a sign that Unicode calls text by default (``©``, ``↔``, ``❤`` without U+FE0F) stays text, for fonts draw it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).parent.parent / "assets" / "emoji"
CATEGORIES: Final = 9
"""Smileys, people, animals, food, activities, travel, objects, symbols, flags; the table's tenth, parts, is hidden."""

_PICTURE, _TEXT = "\ufe0f", "\ufe0e"
"""Behind a sign: draw it as a picture, or as text."""
_MAYBE: Final = re.compile("[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff]")
"""What every emoji has at least one of; a text without them is done after this one look."""
_SPELLED: Final = re.compile(r"(?<![\w:/]):[\w+-]+:(?::[\w+-]+:)*(?![\w:/])")
"""``:smile:``, also several in a row; not what stands within a word, a time (``10:30:15``) or an address."""
_KEPT: Final = re.compile(
    r"^/(?!(?:me|say|msg|query|reply|notice)\s)[^/\s].*|<(code|tt|pre)>.*?(?:</\1>|\Z)", re.IGNORECASE | re.DOTALL
)
"""What is sent as it was typed: commands that do not talk, and code."""
_FONTS_HAVE: Final = "\U0001f000"
"""Signs below this that are text by default are in the fonts of every system; those above are not."""


class Found(NamedTuple):
    """An emoji in a text: ``text[start:end]``; ``key`` is what ``Pictures.get`` takes."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Emoji:
    """A row of the picker.

    ``text``      what is inserted into a message
    ``category``  its place in the picker's tabs, 0 to 8
    ``names``     what stands between colons, the usual one first
    ``words``     what it is found by, besides its names
    ``skins``     the same in other skins, as texts
    """

    text: str
    category: int
    names: tuple[str, ...]
    words: tuple[str, ...]
    skins: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """All that is known: ``cells`` has each key's place in the sheet, ``longest`` the length of keys by first sign."""

    rows: list[Emoji]
    cells: dict[str, int]
    named: dict[str, Emoji]
    longest: dict[str, int]
    text_by_default: set[str]
    begins: re.Pattern[str]


def find(text: str) -> list[Found]:
    """The emoji in ``text``, from left to right; they do not overlap. A long text may have thousands."""
    if not _MAYBE.search(text):
        return []
    return list(_found(text, table()))


def only_emoji(text: str, most: int = 3) -> bool:
    """Whether ``text`` is nothing but one to ``most`` emoji and spaces: such a message is drawn larger."""
    found = find(text) if len(text) <= most * 16 else []
    return 0 < len(found) <= most and not _without(text, found).strip()


def named(name: str) -> str:
    """The emoji called ``name`` (``smile``, without colons); empty for none."""
    row = table().named.get(name.lower())
    return row.text if row else ""


def spelled(text: str) -> str:
    """``text`` with each emoji as ``:smile:``, for what cannot draw it: other than ``drawn``, for who reads."""
    found = find(text)
    if not found:
        return text
    pieces, done = [], 0
    for one in found:
        shown = text[one.start : one.end]
        name = _spellings().get(shown.replace("\ufe0f", ""))
        pieces += [text[done : one.start], f":{name}:" if name else shown]
        done = one.end
    return "".join([*pieces, text[done:]])


def drawn(text: str) -> str:
    """What a person typed, with ``:smile:`` and all other known names as emoji; commands and ``<code>`` stay."""
    if not _SPELLED.search(text):
        return text
    pieces, done = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [_SPELLED.sub(_drawn, text[done : kept.start()]), kept[0]]
        done = kept.end()
    return "".join([*pieces, _SPELLED.sub(_drawn, text[done:])])


def completions(begun: str, most: int = 8) -> list[tuple[str, str]]:
    """Names that ``begun`` (without its colon) can become, with their emoji: first those whose first word it begins."""
    begun, names = begun.lower(), table().named
    begins = [name for name in names if name.startswith(begun)]
    begins.sort(key=len)
    within = [name for name in names if f"_{begun}" in name or f"-{begun}" in name] if len(begins) < most else []
    return [(name, names[name].text) for name in list(dict.fromkeys(begins + within))[:most]]


def search(words: str, most: int = 200) -> list[Emoji]:
    """The emoji that have words beginning with each of ``words``: what is called just so is first."""
    wanted = words.lower().replace(":", " ").split()
    name = "_".join(wanted)
    rows = [row for row in table().rows if all(_has(row, word) for word in wanted)]
    return sorted(rows, key=lambda row: name not in row.names)[:most]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table, read once. Raises OSError when the program's own files are gone."""
    found = Table([], {}, {}, {}, set(), re.compile(""))
    row: Emoji | None = None
    for line in (FOLDER / "table.tsv").read_text(encoding="utf-8").splitlines():
        cell, points, *about = line.split("\t")
        text = "".join(chr(int(point, 16)) for point in points.split())
        _enter(found, text, int(cell))
        if not about:
            if row is not None:
                row.skins.append(text)
            continue
        row = Emoji(text, int(about[0]), tuple(about[1].split()), tuple(about[2].split()))
        if row.category < CATEGORIES:
            found.rows.append(row)
            found.named.update((name, row) for name in row.names)
    firsts = re.escape("".join(sign for sign in found.longest if not sign.isascii()))
    begins = re.compile(f"[{firsts}]|[0-9#*](?={_PICTURE}?\u20e3)")
    return Table(found.rows, found.cells, found.named, found.longest, found.text_by_default, begins)


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """The usual name of each emoji, in whichever skin; without the sign that asks for a picture."""
    return {text.replace("\ufe0f", ""): row.names[0] for row in table().rows for text in (*row.skins, row.text)}


def _drawn(spelled: re.Match[str]) -> str:
    texts = [named(name) for name in spelled[0].split(":") if name]
    return "".join(texts) if all(texts) else spelled[0]


def _enter(found: Table, text: str, cell: int) -> None:
    key = text.replace(_PICTURE, "")
    found.cells[key] = cell
    found.longest[key[0]] = max(len(key), found.longest.get(key[0], 0))
    if len(key) == 1 and text != key and key < _FONTS_HAVE:
        found.text_by_default.add(key)


def _found(text: str, known: Table) -> Iterator[Found]:
    end = 0
    for begin in known.begins.finditer(text):
        if begin.start() >= end and (one := _longest_at(text, begin.start(), known)):
            end = one.end
            yield one


def _longest_at(text: str, start: int, known: Table) -> Found | None:
    """The longest key that stands at ``start``, U+FE0F left out of account."""
    signs, ends = "", []
    place = start
    while place < len(text) and len(signs) < known.longest[text[start]]:
        signs += text[place]
        place += 1
        while text[place : place + 1] == _PICTURE:
            place += 1
        ends.append(place)
    for length in range(len(signs), 0, -1):
        key, end = signs[:length], ends[length - 1]
        if key in known.cells:
            is_text = text[end : end + 1] == _TEXT or (key in known.text_by_default and text[end - 1] != _PICTURE)
            return None if is_text else Found(start, end, key)
    return None


def _without(text: str, found: list[Found]) -> str:
    for one in reversed(found):
        text = text[: one.start] + text[one.end :]
    return text


def _has(row: Emoji, word: str) -> bool:
    names = (part for name in row.names for part in (name, *re.split("[-_]", name)))
    return any(known.startswith(word) for known in (*names, *row.words))
