"""Names: which are good, which are the same, and what is made of what people type."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat_tk.irc.names import (
    CHANNEL_LIMIT,
    FALLBACK_NICK,
    NICK_BYTES,
    NICK_LIMIT,
    NameProblem,
    channel_problem,
    derive_nick,
    fold,
    is_channel,
    is_nick,
    next_nick,
    nick_problem,
)

ANY_TEXT = st.text(st.characters()) | st.text(st.sampled_from("aA_İıi̇́ͅßẞſаΑϓﬁ\u200b\ud800 #@.é한ᄒ\u1161＃"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna", "aNNA"),
        ("аdmin", "admin"),  # Cyrillic а
        ("АННА", "ahha"),  # all Cyrillic, as capitals read
        ("ΑDΜΙΝ", "admin"),  # Greek
        ("ADM\u0399N", "admin"),
        ("ａｄｍｉｎ", "admin"),
        ("JÜRGEN", "Ju\u0308rgen"),
        ("STRASSE", "Straße"),
        ("İbrahim", "ibrahim"),
        ("Алёна", "АЛЁНА"),
        ("ad\u200bmin", "admin"),
        ("ᎪNN", "ann"),  # Cherokee
        ("#dеn", "#DEN"),
    ],
)
def test_same_names(one: str, other: str) -> None:
    """What nobody can tell apart by eye, or by capitals, is one name."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jürgen", "Jurgen"), ("Алёна", "Алена"), ("[a]", "{a}"), ("a\\", "a|"), ("a^", "a~"), ("Lan", "Ian"), ("O", "0")],
)
def test_different_names(one: str, other: str) -> None:
    """Accents count, and among ASCII names only capitals are the same as small letters (CASEMAPPING=ascii)."""
    assert fold(one) != fold(other)


def test_fold_is_stable_for_every_character() -> None:
    """To fold twice is to fold once, alone and among letters, in all scripts but those of ideographs and syllables."""
    uniform = (range(0x3400, 0xA000), range(0xAC00, 0xD7A4), range(0xE000, 0xF900), range(0x12000, 0x1D000))
    for code in {*range(0x20000), sys.maxunicode}.difference(*uniform):
        for text in (chr(code), f"i{chr(code)}\u0307"):
            once = fold(text)
            assert fold(once) == once, hex(code)


@given(ANY_TEXT)
@example("ı\u0307")
def test_fold_is_total_and_stable(text: str) -> None:
    """Any text has a key, which is its own key; upper and lower case of ASCII letters do not matter in it."""
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "nick",
    [
        "Anna",
        "7of9",
        "-x-",
        "[a]{b}|^`\\_",
        "Jürgen",
        "Алиса",
        "山田太郎",
        "ประวิทย์",
        "अनुष्का",
        "😀",
        "O'Neil",
        "a" * NICK_LIMIT,
    ],
)
def test_good_nicks(nick: str) -> None:
    """Names as people write them."""
    assert nick_problem(nick) is None
    assert is_nick(nick)


@pytest.mark.parametrize(
    ("nick", "problem"),
    [
        ("", NameProblem.EMPTY),
        ("a b", NameProblem.INVISIBLE),
        ("a\u202eb", NameProblem.INVISIBLE),  # bidi
        ("a\u200bb", NameProblem.INVISIBLE),  # zero width
        ("a\u3164", NameProblem.INVISIBLE),  # a "letter" that is drawn as nothing
        ("a\x02b", NameProblem.INVISIBLE),
        ("a\ud800", NameProblem.INVISIBLE),
        ("a" + "\u0301" * 5, NameProblem.INVISIBLE),
        *[(f"a{char}b", NameProblem.BAD_CHARACTER) for char in ",*?!@.:＠"],
        *[(f"{char}b", NameProblem.BAD_START) for char in "#&$~%+＃\u0301"],
        ("a" * (NICK_LIMIT + 1), NameProblem.TOO_LONG),
        ("😀" * 23, NameProblem.TOO_LONG),
    ],
)
def test_bad_nicks(nick: str, problem: NameProblem) -> None:
    """Each reason for which a nick is refused."""
    assert nick_problem(nick) is problem
    assert not is_nick(nick)


@pytest.mark.parametrize("name", ["#a", "##", "#Büro", "#комната", "#a:b", "#" + "x" * (CHANNEL_LIMIT - 1)])
def test_good_channels(name: str) -> None:
    """Rooms in any script, up to the limit."""
    assert is_channel(name)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", NameProblem.EMPTY),
        ("#", NameProblem.EMPTY),
        ("den", NameProblem.BAD_START),
        ("&den", NameProblem.BAD_START),
        ("#a,b", NameProblem.BAD_CHARACTER),
        ("#a b", NameProblem.BAD_CHARACTER),
        ("#a\x07", NameProblem.INVISIBLE),
        ("#a\ud800", NameProblem.INVISIBLE),
        ("#" + "ä" * 32, NameProblem.TOO_LONG),
    ],
)
def test_bad_channels(name: str, problem: NameProblem) -> None:
    """Each reason for which the name of a room is refused."""
    assert channel_problem(name) is problem


@pytest.mark.parametrize(
    ("full_name", "nick"),
    [
        ("Maria Rossi", "Maria_Rossi"),
        ("  J. R. R.  Tolkien ", "J_R_R_Tolkien"),
        ("Алиса Иванова", "Алиса_Иванова"),
        ("@#anna!", "anna"),
        ("7of9", "7of9"),
        ("Anna\u200d\u202e", "Anna"),
        ("...", FALLBACK_NICK),
        ("", FALLBACK_NICK),
        ("x" * 50, "x" * NICK_LIMIT),
    ],
)
def test_derive_nick(full_name: str, nick: str) -> None:
    """What people call themselves becomes a nick that still reads like it."""
    assert derive_nick(full_name) == nick


@pytest.mark.parametrize(
    ("nick", "attempt", "expected"),
    [
        ("Maria", 1, "Maria2"),
        ("Maria", 2, "Maria3"),
        ("7of9", 1, "7of9_2"),
        ("x" * 30, 9, "x" * 28 + "10"),
        ("", 1, "Guest2"),
    ],
)
def test_next_nick(nick: str, attempt: int, expected: str) -> None:
    """A taken name gets a number, and stays within the limit."""
    assert next_nick(nick, attempt) == expected


@given(ANY_TEXT | st.text(st.sampled_from("a\u0301😀_#"), min_size=25), st.integers(1, 99))
def test_made_nicks_are_good(text: str, attempt: int) -> None:
    """Whatever was typed, the nick made of it can be used, and so can the next one."""
    nick = derive_nick(text)
    following = next_nick(text, attempt)
    assert nick_problem(nick) is None
    assert nick_problem(following) is None
    assert fold(following) != fold(nick)
    assert len(following.encode()) <= NICK_BYTES
