"""The tables of the reference, made from the code when the documentation is built: nothing in them can be out of date.

A page says ``{code-table} commands``; ``TABLES`` lists what there is. What only people can say (what a mode is for)
stands in ``meanings.py``; tests/test_docs.py holds that nothing is missing there.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent))

import meanings
import programs
import uses
from cells import Row, code, sentence, table
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import chat_tk
from chat_tk.irc import numerics
from chat_tk.irc.markup import style, tags
from chat_tk.server import checks, config, greeting
from chat_tk.server.arguments import make_parser
from chat_tk.server.chat import Chat
from chat_tk.server.commands.cap import OFFERED
from chat_tk.server.registry import COMMANDS, Command
from chat_tk.server.state import LIST_MODES, PREFIXES

_ADDRESS = re.compile(r"https?://\S+[^\s,]|docs/\S+\.md")


def commands() -> list[str]:
    """Every command: how it is used, what it is for, where it is specified."""
    return table(
        ("Command", "What it is for", "Specified in"), [_command(row) for _verb, row in sorted(COMMANDS.items())]
    )


def _command(row: Command) -> Row:
    usage, *_rest = (row.handler.__doc__ or row.verb).split("\n")
    links = [f"[{_place(link)}]({_from_here(link)})" for link in _ADDRESS.findall(usage)]
    purpose = (sys.modules[row.handler.__module__].__doc__ or "").split("\n")[0].partition(": ")[2]
    notes = [" *Operators only.*"] * row.operator + [" *Also before registration.*"] * row.before_registration
    return (
        code(_ADDRESS.split(usage)[0].rstrip(" ,")),
        purpose[:1].upper() + purpose[1:] + "".join(notes),
        ", ".join(links),
    )


def _from_here(link: str) -> str:
    """A page of ours as the reference links to it."""
    return "../" + link.removeprefix("docs/") if link.startswith("docs/") else link


def _place(link: str) -> str:
    if link.startswith("docs/"):
        return "Keeping order"
    if "ircv3" in link:
        return "IRCv3 " + link.rpartition("/")[2].partition("#")[0].removesuffix(".html")
    return "Modern IRC" if "modern" in link else "RFC 2812" if "rfc2812" in link else link


def all_numerics() -> list[str]:
    """Every numeric: what it says, and which commands it answers."""
    sent = uses.of_numerics()
    return table(
        ("Numeric", "Name", "Parameters after the nick", "Sent in answer to"),
        [
            (
                row.code,
                code(row.name),
                code(row.text),
                ", ".join(sent.get(row.name, ())) or "*not sent by ChatServer*",
            )
            for row in sorted(numerics.BY_CODE.values())
        ],
    )


def channel_modes() -> list[str]:
    """Every mode of a room."""
    kinds = {**dict.fromkeys(LIST_MODES, "list of masks"), "k": "a word", "l": "a number"}
    kinds |= dict.fromkeys(greeting.FLAG_MODES, "–") | dict.fromkeys(PREFIXES, "a nick")
    rows = [
        (code("+" + letter), kind, code(PREFIXES[letter]) if letter in PREFIXES else "")
        for letter, kind in kinds.items()
    ]
    return table(
        ("Mode", "Parameter", "Sign", "What it does"),
        [(*row, meanings.CHANNEL_MODES[letter]) for letter, row in zip(kinds, rows, strict=True)],
    )


def user_modes() -> list[str]:
    """Every mode of a person."""
    return table(("Mode", "What it does"), [(code("+" + x), meanings.USER_MODES[x]) for x in greeting.USER_MODES])


def capabilities() -> list[str]:
    """Every capability that is offered."""
    rows = [(name, value, name.removeprefix("draft/")) for name, value in sorted(OFFERED.items())]
    return table(
        ("Capability", "What it changes"),
        [
            (f"[{code(name + '=' * bool(value) + value)}]({_specification(page)})", meanings.CAPABILITIES[name])
            for name, value, page in rows
        ],
    )


def _specification(page: str) -> str:
    elsewhere = {"metadata-3": "613", "search": "496"}
    if page in elsewhere:
        return f"https://github.com/ircv3/ircv3-specifications/pull/{elsewhere[page]}"
    if page.startswith("soju.im/"):
        return f"https://codeberg.org/emersion/soju/src/branch/master/doc/ext/{page.removeprefix('soju.im/')}.md"
    page = {"cap-notify": "capability-negotiation", "metadata-2": "metadata", "sasl": "sasl-3.2"}.get(page, page)
    return f"https://ircv3.net/specs/extensions/{page}"


def isupport() -> list[str]:
    """Every token of RPL_ISUPPORT, with its value in a chat without settings."""
    chat = Chat(config.Config(), _Nowhere(), lambda _event: None, lambda: 0.0)  # type: ignore[arg-type]
    return table(("Token", "Value"), [(code(k), code(v) if v else "") for k, v in greeting.isupport(chat).items()])


class _Nowhere:
    """A delivery to nobody."""


def settings(name: str) -> list[str]:
    """Every setting of one table of the TOML file: its default, what is allowed, its flag, what it does."""
    allowed = checks.TABLES[name]
    defaults = _defaults()
    flags = _flags_of_settings()
    return table(
        ("Setting", "Default", "Allowed", "Flag", "What it does"),
        [
            (
                code(key),
                code(_toml(defaults[name, key])),
                _allowed(check),
                ", ".join(map(code, flags.get((name, key), ()))),
                meanings.SETTINGS[name, key],
            )
            for key, check in allowed.items()
        ],
    )


def html_tags() -> list[str]:
    """Every HTML tag that has a meaning in a message."""
    names = re.findall(r"\w+", tags.TAG.pattern.partition("(")[2].partition("(")[2].partition(")")[0])
    return table(("Tag", "What it does"), [(code(meanings.TAGS[x][0]), meanings.TAGS[x][1]) for x in sorted(names)])


def colours() -> list[str]:
    """Every colour that has a name."""
    return table(("Name", "Colour"), [(code(name), code(value)) for name, value in style.NAMES.items()])


def _defaults() -> dict[tuple[str, str], object]:
    found: dict[tuple[str, str], object] = {}
    for item in fields(config.Config):
        value = _default(item)
        if is_dataclass(value) and not isinstance(value, type):
            found |= {(item.name, inner.name): _default(inner) for inner in fields(value)}
        else:
            found["server", item.name] = value
    found["server", "network"] = ""  # where nothing is said, ``config.build`` puts this computer's name
    return found


def _default(item: Field[Any]) -> object:
    return item.default_factory() if item.default_factory is not MISSING else item.default


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else f'"{value or ""}"'


def _allowed(check: Callable[[Any], Any]) -> str:
    """What a check says of a value that nobody could mean."""
    try:
        check(object())
    except ValueError as error:
        return sentence(str(error))
    return ""


def _actions() -> list[argparse.Action]:
    return [action for action in make_parser()._actions if action.option_strings]  # noqa: SLF001  argparse has no other way


def _flags_of_settings() -> Mapping[tuple[str, str], list[str]]:
    elsewhere = config.FLAGS_ELSEWHERE
    return {elsewhere.get(action.dest, ("server", action.dest)): list(action.option_strings) for action in _actions()}


def modules(floor: str) -> list[str]:
    """The modules of one floor, each as Sphinx reads it from its text."""
    folder = Path(chat_tk.__file__).parent
    paths = sorted((folder / floor).rglob("*.py"))
    names = [".".join(path.relative_to(folder.parent).with_suffix("").parts) for path in paths]
    lines = []
    for name in names:
        module = name.removesuffix(".__init__")
        lines += [
            f"### {module}",
            "",
            "```{eval-rst}",
            f".. automodule:: {module}",
            "   :members:",
            "   :ignore-module-all:",
            "```",
            "",
        ]
    return lines


TABLES: Final[dict[str, Callable[[], list[str]]]] = {
    "commands": commands,
    "typed": programs.typed,
    "numerics": all_numerics,
    "channel-modes": channel_modes,
    "user-modes": user_modes,
    "capabilities": capabilities,
    "isupport": isupport,
    "flags-server": programs.flags_of_server,
    "flags-client": programs.flags_of_client,
    "keys-server": programs.keys_of_server,
    "keys-client": programs.keys_of_client,
    "client-tags": programs.client_tags,
    "choices": programs.choices,
    "html-tags": html_tags,
    "colours": colours,
    **{f"api-{floor}": partial(modules, floor) for floor in ("irc", "net", "server", "client", "ui")},
    **{f"settings-{name}": partial(settings, name) for name in checks.TABLES},
}
"""Name in a page -> the lines of the table, in Markdown."""


class CodeTable(SphinxDirective):
    """``{code-table} name``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Put the table in the place of the directive."""
        return self.parse_text_to_nodes("\n".join(TABLES[self.arguments[0]]()))


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.add_directive("code-table", CodeTable)
    return {"parallel_read_safe": True}
