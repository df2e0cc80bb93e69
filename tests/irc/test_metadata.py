"""Which keys and values of metadata are good, and whom a display name is taken for."""

from __future__ import annotations

import pytest

from chat_tk.irc.metadata import DISPLAY_NAME_LENGTH, KEY_BYTES, VALUE_BYTES, cleaned, is_key, likenesses
from chat_tk.irc.names import fold


@pytest.mark.parametrize("key", ["display-name", "im.xmpp", "a/b_c", "7", "x" * KEY_BYTES])
def test_good_keys(key: str) -> None:
    """'Key names are restricted to the ranges a-z, 0-9, and _./-'."""
    assert is_key(key)


@pytest.mark.parametrize("key", ["", "$url$", "Display-Name", "a b", "ключ", "a\n", "x" * (KEY_BYTES + 1)])
def test_bad_keys(key: str) -> None:
    """'The empty string is an invalid value'."""
    assert not is_key(key)


def test_a_display_name_is_one_line_of_readable_words() -> None:
    """Spaces around and between are made single ones."""
    assert cleaned("display-name", "  Jürgen   Müller ") == "Jürgen Müller"
    assert cleaned("display-name", "Алиса 🎉") == "Алиса 🎉"


@pytest.mark.parametrize("name", ["", "   ", "a\u202eb", "a\u200bb", "a\x02b", "e" + "\u0301" * 9, "\u3164", "x" * 61])
def test_a_display_name_hides_nothing(name: str) -> None:
    """Nothing invisible, nothing that turns the text round, no pile of marks, and it has an end."""
    assert cleaned("display-name", name) is None
    assert DISPLAY_NAME_LENGTH == 60


@pytest.mark.parametrize("value", ["a\x1b[1m", "a\u202eb", "\ud800", "x" * (VALUE_BYTES + 1), "\u2764" * 81])
def test_values_that_are_refused(value: str) -> None:
    """Control characters, what turns the text round, and more bytes than are announced."""
    assert cleaned("status", value) is None


def test_other_values_stay_as_they_are() -> None:
    """A status may hold joined emoji and two spaces."""
    for value in ("family: 👨‍👩‍👧", "two  spaces", "x" * VALUE_BYTES, "https://example.org/a.png"):
        assert cleaned("status", value) == value


def test_whom_a_display_name_looks_like() -> None:
    """Spaces may stand for what names have in their place; look-alike letters are the same."""
    assert fold("Maria_Rossi") in likenesses("Maria Rossi")
    assert fold("anna") in likenesses("Аnna")
