"""Masks: what they match, how partial ones are completed, and that none is slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat_tk.irc.masks import ANYBODY, matches, normalise


def slow_match(mask: str, text: str) -> bool:
    """The rule as a table: row by row which starts of the mask match which starts of the text."""
    tokens = []
    index = 0
    while index < len(mask):
        escaped = mask[index] == "\\" and mask[index + 1 : index + 2] in set("*?\\")
        tokens.append(("=" if escaped or mask[index] not in "*?" else mask[index], mask[index + escaped]))
        index += 1 + escaped
    reached = {0}
    for char in [*text, None]:
        for position, (kind, _char) in enumerate(tokens):
            if kind == "*" and position in reached:
                reached.add(position + 1)
        if char is None:
            break
        reached = {
            position + (kind != "*")
            for position, (kind, wanted) in enumerate(tokens)
            if position in reached and (kind != "=" or wanted == char)
        }
    return len(tokens) in reached


@given(st.text("aab**?\\", max_size=8), st.text("aab*?\\", max_size=8))
@example("*a*a", "a")
def test_matches_as_a_slow_matcher_says(mask: str, text: str) -> None:
    """The fast matcher agrees with one that tries everything."""
    assert matches(mask, text) == slow_match(mask, text)


@pytest.mark.parametrize(
    ("mask", "text", "expected"),
    [
        ("*!*@10.0.0.?", "bob!b@10.0.0.7", True),
        ("*!*@10.0.0.?", "bob!b@10.0.0.17", False),
        ("BOB!*@*", "bob!b@h", True),
        ("аdmin!*@*", "admin!x@h", True),  # the first letter of the mask is Cyrillic
        ("jurgen!*@*", "Jürgen!x@h", False),
        ("a.c!*@*", "abc!x@h", False),  # a dot is a dot
        (r"\*bob!*@*", "xbob!x@h", False),
        ("*a*a", "a", False),  # each letter of a mask needs its own
        ("", "", True),
        ("", "a", False),
    ],
)
def test_examples(mask: str, text: str, expected: bool) -> None:
    """Wildcards, escapes, folding; nothing of a regular expression gets through."""
    assert matches(mask, text) is expected


@pytest.mark.parametrize(
    ("partial", "whole"),
    [
        ("bob", "bob!*@*"),
        ("bob!b", "bob!b@*"),
        ("b@host", "*!b@host"),
        ("@host", "*!*@host"),
        ("10.0.0.*", "*!*@10.0.0.*"),
        ("fe80::1", "*!*@fe80::1"),
        ("bob!*@*", "bob!*@*"),
        ("", ANYBODY),
        ("!@", ANYBODY),
        ("**", ANYBODY),
    ],
)
def test_normalise(partial: str, whole: str) -> None:
    """What is left out becomes a star, and a whole mask stays as it is."""
    assert normalise(partial) == whole
    assert normalise(whole) == whole


@pytest.mark.parametrize("mask", ["*a" * 200 + "*b", "?*" * 200 + "b", "*" + "a?" * 100 + "b", "*" * 400 + "b"])
def test_no_mask_is_slow(mask: str) -> None:
    """Masks made to explode a backtracking matcher cost next to nothing."""
    start = time.process_time()
    assert not matches(mask, "a" * 500)
    assert time.process_time() - start < 1
