"""Names of people (nicks) and of rooms (channels): which are good, and which two are the same.

Rule 1: two names are the same when ``fold`` makes them equal; nowhere is a name compared, or looked up, in another way.
Rule 2: among ASCII names ``fold`` is ``str.lower``, no more: so ISUPPORT's ``CASEMAPPING=ascii`` is true for every IRC
program, and brackets are not the capitals of braces. Beyond ASCII it also joins what nobody can tell apart by eye, in
capitals or in small letters (Cyrillic ``а`` and Latin ``a``); accents count (``Jürgen`` is not ``Jurgen``).
Rule 3: what ``derive_nick`` and ``next_nick`` return is a good nick, whatever they were given.
Sources: Modern IRC "Clients", "Channels"; Unicode TR 15 (NFKC), TR 39 (confusable letters; the choice here is smaller).
"""

from __future__ import annotations

import enum
import re
import unicodedata
from functools import lru_cache
from typing import Final

NICK_LIMIT: Final = 30
"""Characters of the longest nick; ISUPPORT ``NICKLEN``."""
NICK_BYTES: Final = 90
"""Bytes (UTF-8) of the longest nick: three for each character, so that sources leave room for text in a line of 512."""
CHANNEL_LIMIT: Final = 64
"""Bytes (UTF-8), and so characters, of the longest channel name with its ``#``; ISUPPORT ``CHANNELLEN``."""
CHANNEL_TYPES: Final = "#"
"""What a channel's name starts with here; ISUPPORT ``CHANTYPES``."""
FALLBACK_NICK: Final = "Guest"
_PLAIN_LIMIT: Final = 8
"""One less than old servers take: the number of ``next_nick`` fits behind it."""

_BAD_IN_NICK = frozenset(" ,*?!@.:")
_BAD_AT_START = frozenset("#&$~%+")  # channel types, server masks, membership prefixes ("@" and ":" are bad everywhere)
_BAD_IN_CHANNEL = frozenset(" ,")
_BAD_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"))
# Drawn as nothing or as a gap, though Unicode calls them letters, marks or symbols.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | frozenset(
    chr(code) for start, end in ((0xFE00, 0xFE10), (0xE0100, 0xE01F0)) for code in range(start, end)
)
_MARKS_IN_A_ROW = 4  # more than any script needs; a pile of them would paint over the neighbours' lines
_ASCII_NICK = re.compile(r"[A-Za-z0-9_\-\[\]\\`^{|}]{1,30}")

# A letter after case folding, without its accents; then the Latin letter that its capital or small form looks like.
_LOOK_ALIKES = (
    "аa вb еe гr ѕs іi јj кk ԟk мm нh ӊh оo рp сc ԛq тt уy үy ԝw хx һh ԁd ӏl "  # Cyrillic
    "αa βb γy εe ζz ηh ιi κk μm νn οo ρp τt υu χx ϳj ϲc "  # Greek
    "հh ոn ցg սu օo յj զq տs լl "  # Armenian
    "ᎪA ᏴB ᏟC ᎠD ᎬE ᏀG ᎻH ᎥI ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᎳW ᎩY ᏃZ "  # Cherokee
    "ıi ȷj ɑa ɡg ɩi ʙb ᴄc ᴅd ᴇe ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz"  # Latin itself
)
_TO_LATIN: Final[dict[int, str]] = {ord(pair[0]): pair[1].lower() for pair in _LOOK_ALIKES.split()}
_DOTTED = re.compile("(?<=[ij])\u0307")  # a dot on what has one already: Turkish "İ" in small letters


class NameProblem(enum.Enum):
    """Why a name cannot be used; the caller has the words."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    BAD_START = "bad first character"
    BAD_CHARACTER = "character with a meaning in the protocol"
    INVISIBLE = "character that nobody sees"


def fold(name: str) -> str:
    """The key of any ``name``: equal for names that are the same (see Rule 2). To fold twice changes nothing."""
    return name.lower() if name.isascii() else _fold(name)


@lru_cache(maxsize=4096)
def _fold(name: str) -> str:
    while (
        folded := _fold_once(name)
    ) != name:  # a look-alike may complete what composes or folds on: seldom a third round
        name = folded
    return name


def _fold_once(name: str) -> str:
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())
    visible = "".join([char for char in letters if not _is_invisible(char)])
    return unicodedata.normalize("NFC", _DOTTED.sub("", visible.translate(_TO_LATIN)))


def nick_problem(nick: str) -> NameProblem | None:
    """What is wrong with ``nick``; None when it is good.

    Digits and ``-`` may stand first (Modern IRC; "7of9" is a name). Stricter than Modern IRC: no ``.`` (only a server's
    name has one) and no ``:`` (``name: text`` must be clear to the eye).
    """
    if _ASCII_NICK.fullmatch(nick):
        return None
    if not nick:
        return NameProblem.EMPTY
    if any(map(_is_invisible, nick)) or _has_pile_of_marks(nick):
        return NameProblem.INVISIBLE
    if any(map(_is_bad_in_nick, nick)):
        return NameProblem.BAD_CHARACTER
    if _is_bad_at_start(nick[0]):
        return NameProblem.BAD_START
    return NameProblem.TOO_LONG if _is_too_long(nick) else None


def is_nick(nick: str) -> bool:
    """Whether ``nick`` is good."""
    return nick_problem(nick) is None


def channel_problem(name: str) -> NameProblem | None:
    """What is wrong with the channel name ``name``, which is to start with ``#``; None when it is good."""
    if not name or name[0] not in CHANNEL_TYPES:
        return NameProblem.BAD_START if name else NameProblem.EMPTY
    if len(name) == 1:
        return NameProblem.EMPTY
    if not _BAD_IN_CHANNEL.isdisjoint(name):
        return NameProblem.BAD_CHARACTER
    if any(map(_is_invisible, name)) or _has_pile_of_marks(name):
        return NameProblem.INVISIBLE
    return NameProblem.TOO_LONG if len(name.encode("utf-8")) > CHANNEL_LIMIT else None


def is_channel(name: str) -> bool:
    """Whether ``name`` is good as the name of a channel on our server (elsewhere ISUPPORT's ``CHANTYPES`` decides)."""
    return channel_problem(name) is None


def is_readable(text: str) -> bool:
    """Whether a text with single spaces shows all that is in it: nothing invisible, no piles of marks."""
    return not any(_is_invisible(char) for char in text if char != " ") and not _has_pile_of_marks(text)


def visible(name: str) -> str:
    """A ``name`` as people read it: U+FFFD stands for each sign that nobody sees, so it is like no other name."""
    if name.isascii() and name.isprintable():
        return name
    return "".join(["\N{REPLACEMENT CHARACTER}" if _is_invisible(char) else char for char in name])


def derive_nick(full_name: str) -> str:
    """A good nick for what people call themselves, in any script: ``Maria_Rossi``; ``Guest`` when nothing is left."""
    words = unicodedata.normalize("NFC", full_name).split()
    kept = ["".join([char for char in word if not _is_invisible(char) and not _is_bad_in_nick(char)]) for word in words]
    nick = _thin_out_marks("_".join(filter(None, kept)))
    while nick and (_is_bad_at_start(nick[0]) or nick[0] == "_"):
        nick = nick[1:]
    return _shorten(nick).rstrip("_") or FALLBACK_NICK


def plain_nick(name: str) -> str:
    """The nick that every IRC server takes (RFC 1459: 9 letters and digits): ``Zoe_Long``; empty when none is left."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9_]", "", letters).lstrip("0123456789_")[:_PLAIN_LIMIT].rstrip("_")


def next_nick(nick: str, attempt: int) -> str:
    """The nick to try when ``attempt`` (1, 2, ...) are taken: ``Maria2``, ``Maria3``; ``7of9_2`` after a digit."""
    good = nick if is_nick(nick) else derive_nick(nick)
    suffix = f"{'_' if good[-1].isdigit() else ''}{attempt + 1}"
    return _shorten(good, reserve=len(suffix)) + suffix


def _is_invisible(char: str) -> bool:
    return char in _BLANKS or unicodedata.category(char) in _BAD_CATEGORIES


def _is_bad_in_nick(char: str) -> bool:
    """Also for what only looks like it: the wide "＠" is an "@" after NFKC."""
    return not _BAD_IN_NICK.isdisjoint(unicodedata.normalize("NFKC", char))


def _is_bad_at_start(char: str) -> bool:
    return unicodedata.normalize("NFKC", char)[0] in _BAD_AT_START or _is_mark(char)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _is_too_long(nick: str) -> bool:
    return len(nick) > NICK_LIMIT or len(nick.encode("utf-8")) > NICK_BYTES


def _shorten(nick: str, reserve: int = 0) -> str:
    """The start of ``nick`` that leaves ``reserve`` ASCII characters free and parts no letter from its marks."""
    end = min(len(nick), NICK_LIMIT - reserve)
    while len(nick[:end].encode("utf-8")) > NICK_BYTES - reserve:
        end -= 1
    while 1 < end < len(nick) and _is_mark(nick[end]):
        end -= 1
    return nick[:end]


def _has_pile_of_marks(name: str) -> bool:
    return not name.isascii() and _thin_out_marks(name) != name


def _thin_out_marks(name: str) -> str:
    """``name`` without the marks that stand behind four others."""
    kept: list[str] = []
    run = 0
    for char in name:
        run = run + 1 if _is_mark(char) else 0
        if run <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)
