"""Every command and every numeric that ChatServer sends has a test that quotes the specification.

What counts: a test function whose text holds the numeric (its digits or its name) or the verb, and whose docstring
quotes at least three words.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_tk.irc import numerics
from chat_tk.server import commands  # noqa: F401  fills the table of commands
from chat_tk.server.registry import COMMANDS

HERE = Path(__file__).parent
_QUOTE = re.compile(r'"\S+ \S+ [^"]+"')


def quoting_tests() -> Iterator[str]:
    """The texts of the test functions of the server whose docstrings quote something."""
    for path in sorted(HERE.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and _QUOTE.search(" ".join((ast.get_docstring(node) or "").split())):
                start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                yield "\n".join(text.split("\n")[start - 1 : node.end_lineno])


OUR_OWN = ("NICKSERV", "NS")
DRAFTS = ("CHATHISTORY", "ISUPPORT", "MARKREAD", "REDACT", "REGISTER", "RENAME", "SEARCH")
"""The words of their specifications may still change."""
SOURCES = ("modern.ircdocs.horse", "ircv3.net", "rfc2812")
TEXT = "\n".join(quoting_tests())


def specified() -> list[str]:
    """The verbs that a finished specification has; the others are our own."""
    return sorted(
        verb
        for verb, row in COMMANDS.items()
        if verb not in DRAFTS + OUR_OWN and any(source in (row.handler.__doc__ or "") for source in SOURCES)
    )


@pytest.mark.parametrize("verb", specified())
def test_each_command_is_tested_by_the_word(verb):
    """The verb stands in a test that quotes."""
    assert re.search(rf"\b{verb}\b", TEXT)


def sent() -> list[numerics.Numeric]:
    sys.path.insert(0, str(HERE.parent.parent / "docs"))
    try:
        uses = importlib.import_module("uses").of_numerics()
    finally:
        sys.path.pop(0)
    return [row for row in numerics.BY_CODE.values() if row.name in uses]


@pytest.mark.parametrize("row", sent(), ids=lambda row: f"{row.code}-{row.name}")
def test_each_numeric_is_tested_by_the_word(row):
    """The numeric stands in a test that quotes."""
    assert re.search(rf"\b({row.code}|{row.name})\b", TEXT)
