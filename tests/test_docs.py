"""The reference is complete: what the code has stands in its tables, and each row has its words."""

from __future__ import annotations

import ast
import importlib
import re
import runpy
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

import chat_tk
from chat_tk.client import slash
from chat_tk.client.__main__ import make_parser as parser_of_client
from chat_tk.client.choices import Choices
from chat_tk.client.view import keys, shortcuts
from chat_tk.irc import numerics, own
from chat_tk.irc.markup import style
from chat_tk.server import checks, greeting
from chat_tk.server.arguments import make_parser as parser_of_server
from chat_tk.server.commands.cap import OFFERED
from chat_tk.server.registry import COMMANDS
from chat_tk.server.state import LIST_MODES, PREFIXES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


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
    assert set(meanings.CLIENT_TAGS) == load("found").client_tags()
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


def test_every_setting_is_told(tables):
    """Settings: each in the page that has its table."""
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    for table, allowed in checks.TABLES.items():
        assert f"{{code-table}} settings-{table}\n" in page
        told = "\n".join(tables.TABLES[f"settings-{table}"]())
        assert all(f"| `{key}` |" in told for key in allowed)


@pytest.mark.parametrize(("program", "parser"), [("server", parser_of_server), ("client", parser_of_client)])
def test_every_flag_is_told(tables, program, parser):
    """Flags of both programs: each by all its names, and with a help."""
    told = tables.TABLES[f"flags-{program}"]()
    for action in parser()._actions:
        names = action.option_strings or [action.metavar]
        [line] = [line for line in told if all(re.search(rf"`{name}[ `]", line) for name in names)]
        assert line.split(" | ")[1].strip("| "), line


def test_every_client_tag_is_told(tables):
    """Tags of clients: those of specifications, of drafts, and our own."""
    told = "\n".join(tables.TABLES["client-tags"]())
    assert {"+typing", "+reply", "+draft/react"} | {own.HAND, own.PROGRAM} <= load("found").client_tags()
    assert all(f"| `{tag}` |" in told for tag in load("found").client_tags())


def test_every_key_of_the_chat_window_is_told(tables):
    """Keys of ChatClient: those that hold everywhere, in the composer, and in what is read."""
    told = tables.TABLES["keys-client"]()
    parts = shortcuts.WRITING + shortcuts.READING
    for key, about in [(key.shown, key.about()) for key in keys.table()] + [(keys.in_words(k), x()) for k, x in parts]:
        assert f"| `{key}` | {about} |" in told


def test_every_key_of_the_hosts_window_is_told(tables):
    """Keys of ChatServer: the usual one of each deed in its lists, and those of the whole window."""
    told = {re.sub(r"[|`*]", "", line.split(" | ")[0]).strip() for line in tables.TABLES["keys-server"]()}
    bound = set(keys_of_host())
    assert {"Ctrl+M", "Del", "F11"} <= bound
    assert bound <= told


def keys_of_host() -> Iterator[str]:
    """What the host's window binds, as it stands on a keyboard: of a deed with several keys the first."""
    words = {"Control": "Ctrl", "Delete": "Del", "Insert": "Ins", "Return": "Enter", "space": "Space"}
    for path in (ROOT / "chat_tk" / "server" / "view").glob("*.py"):
        module = importlib.import_module(f"chat_tk.server.view.{path.stem}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name("Deed"), args=[_, _, _, ast.Name(name), *_]):
                    key = getattr(module, name)[0]
                case ast.Call(func=ast.Name("Deed"), args=[_, _, _, ast.Tuple([ast.Constant(key), *_]), *_]):
                    pass
                case ast.Call(func=ast.Name("on"), args=[ast.Constant(key), _]) if not key.endswith("-0>"):
                    pass
                case _:
                    continue
            key = re.sub(r"-([A-Z])$", r"-Shift-\1", key.strip("<>"))
            yield "+".join(words.get(part, part.upper() if len(part) == 1 else part) for part in key.split("-"))


def test_every_thread_is_told():
    """Threads: each that is started under a name stands in the tables of the page about them, and no other."""
    page = (DOCS / "topics" / "threads.md").read_text(encoding="utf-8").partition("## What is synchronised")[0]
    rows = [line.split(" | ")[0].strip("| ") for line in page.splitlines() if line.startswith("| ")]
    told = {name for row in rows for name in row.split(", ")} - {"thread"}
    nameless = {"main", "reader", "client-reader"}  # the first one, and those of net.worker.start_small
    assert told == load("found").threads() | nameless | {"notify-icon"}  # a Timer, which takes its name later


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


def test_the_changelog_tells_of_this_version():
    """The notes of a release are the section of its version; ``.github/notes.py`` must find it."""
    notes = runpy.run_path(str(ROOT / ".github" / "notes.py"))["notes"]
    told = notes(chat_tk.__version__, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert all(f"#### {part}" in told for part in ("ChatClient", "ChatServer", "Protocol"))
    with pytest.raises(SystemExit, match=r"no section for 0\.0\.99"):
        notes("0.0.99", told)


def test_the_citation_is_of_this_version():
    """``CITATION.cff`` names the version that the program has."""
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {chat_tk.__version__}\n" in cited


def test_a_package_index_has_whole_addresses():
    """Where README stands alone, its links and pictures lead to the repository; ``.github/addresses.py`` sees to it."""
    addresses = runpy.run_path(str(ROOT / ".github" / "addresses.py"))
    source = (ROOT / "README.md").read_text(encoding="utf-8")
    readme = addresses["absolute"](source, "some/body", "v1.2.3")
    links = re.findall(r"\]\(([^)]+)\)", readme)
    assert len(links) == len(re.findall(r"\]\(", source))
    assert all(link.startswith("https://") and ".." not in link for link in links)
    assert "![ChatServer" in readme
    assert "(https://raw.githubusercontent.com/some/body/v1.2.3/docs/images/overview.png)" in readme
    assert "[MIT licence](https://github.com/some/body/blob/v1.2.3/LICENSE)" in readme
    assert "[releases](https://github.com/some/body/releases)" in readme
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    urls = tomllib.loads(addresses["with_addresses"](project, "some/body", "v1.2.3"))["project"].pop("urls")
    assert urls["Changelog"] == "https://github.com/some/body/blob/v1.2.3/CHANGELOG.md"
    assert "urls" not in tomllib.loads(project)["project"]


def test_every_page_stands_in_the_contents():
    """No page is left where nobody finds it, and every picture is there that a page or the README shows."""
    contents = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in DOCS.rglob("*.md"):
        name = page.relative_to(DOCS).with_suffix("").as_posix()
        assert name == "index" or f"\n{name}\n" in contents, name
    for page in (ROOT / "README.md", *DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)|\{image\} (\S+)", text):
            assert (page.parent / "".join(picture)).is_file(), (page.name, picture)
        for link in re.findall(r"\]\((?!https?:|#|\.\./\.\./releases)([^)#]+)", text):
            assert (page.parent / link).exists(), (page.name, link)


def test_every_file_that_a_page_names_is_there():
    """``server/commands/kick.py``: a path that the documentation names leads to a file, from where its page stands."""
    floors = [
        ROOT,
        ROOT / "docs",
        *(ROOT / "chat_tk" / floor for floor in ("", "irc", "net", "ui", "server", "client")),
    ]
    for page in (ROOT / "README.md", *DOCS.rglob("*.md")):
        for name in re.findall(r"`([a-z_/]+\.py)`", page.read_text(encoding="utf-8")):
            assert any((floor / name).is_file() for floor in floors), (page.name, name)
