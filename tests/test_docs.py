"""The reference is complete: what the code has stands in its tables, and each row has its words."""

from __future__ import annotations

import importlib
import re
import sys
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

from chat_tk.client import slash
from chat_tk.client.choices import Choices
from chat_tk.irc import numerics
from chat_tk.irc.markup import style
from chat_tk.server import checks, greeting
from chat_tk.server.arguments import make_parser
from chat_tk.server.commands.cap import OFFERED
from chat_tk.server.registry import COMMANDS
from chat_tk.server.state import LIST_MODES, PREFIXES

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def tables():
    """docs/tables.py, which the documentation is built with."""
    pytest.importorskip("sphinx", reason="the documentation needs its own packages: pip install -e '.[docs]'")
    return load("tables")


def load(name: str) -> ModuleType:
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(DOCS))


def test_meanings_are_there_for_all_that_the_code_has_and_for_nothing_else():
    """A new setting, mode, capability or tag needs a line in docs/meanings.py; an old one must not stay there."""
    meanings = load("meanings")
    assert set(meanings.CHANNEL_MODES) == {*LIST_MODES, *"kl", *greeting.FLAG_MODES, *PREFIXES}
    assert set(meanings.USER_MODES) == set(greeting.USER_MODES)
    assert set(OFFERED) <= set(meanings.CAPABILITIES)
    assert set(meanings.CHOICES) == {one.name for one in fields(Choices)}
    assert set(meanings.SETTINGS) == {(table, key) for table, keys in checks.TABLES.items() for key in keys}


def test_every_command_is_told(tables):
    """Commands: each with its usage, a purpose and a link."""
    told = "\n".join(tables.TABLES["commands"]())
    for verb in COMMANDS:
        assert re.search(rf"\| `{verb}[ `]", told), verb
    for line in tables.TABLES["commands"]()[2:]:
        usage, purpose, link = re.split(r"(?<!\\)\|", line)[1:-1]
        assert purpose.strip(), usage
        assert link.strip() or "PONG" in usage or "ERROR" in usage, usage


def test_everything_that_one_types_in_chatclient_is_told(tables):
    """The commands with a slash: each with its other names."""
    told = "\n".join(tables.TABLES["typed"]())
    assert all(f"`/{name}" in told for name in slash.COMMANDS)


def test_every_numeric_is_told(tables):
    """Numerics: each with its name; those of a command with the command."""
    lines = tables.TABLES["numerics"]()
    assert len(lines) - 2 == len(numerics.BY_CODE)
    told = {line.split(" | ")[0].strip("| "): line for line in lines}
    assert all(verb in told["482"] for verb in ("INVITE", "KICK", "MODE", "TOPIC"))
    assert "WHOIS" in told["318"]
    assert all(row.name in told[code] for code, row in numerics.BY_CODE.items())


def test_every_mode_capability_and_token_is_told(tables):
    """Modes, capabilities, ISUPPORT."""
    told = "\n".join(tables.TABLES["channel-modes"]() + tables.TABLES["user-modes"]())
    assert all(
        f"`+{letter}`" in told for letter in (*LIST_MODES, *"kl", *greeting.FLAG_MODES, *PREFIXES, *greeting.USER_MODES)
    )
    assert all(f"[`{name}" in "\n".join(tables.TABLES["capabilities"]()) for name in OFFERED)
    assert {"`UTF8ONLY`", "`WHOX`"} <= set(" ".join(tables.TABLES["isupport"]()).split())


def test_every_setting_and_flag_is_told(tables):
    """Settings: each in the page that has its table; flags: each with its help."""
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    for table, keys in checks.TABLES.items():
        assert f"{{code-table}} settings-{table}\n" in page
        told = "\n".join(tables.TABLES[f"settings-{table}"]())
        assert all(f"| `{key}` |" in told for key in keys)
    flags = "\n".join(tables.TABLES["flags"]())
    assert all(option in flags for action in make_parser()._actions for option in action.option_strings)


def test_every_tag_and_colour_is_told(tables):
    """Formatting: the tags that ``irc.markup`` understands, and the names of its colours."""
    assert len(tables.TABLES["html-tags"]()) == 2 + 14
    assert all(f"`{name}`" in "\n".join(tables.TABLES["colours"]()) for name in style.NAMES)


def test_every_table_stands_in_a_page(tables):
    """Nothing is generated for nobody, and no page asks for what there is not."""
    asked = {
        name
        for page in DOCS.rglob("*.md")
        for name in re.findall(r"\{code-table\} (\S+)", page.read_text(encoding="utf-8"))
    }
    assert asked == set(tables.TABLES)
