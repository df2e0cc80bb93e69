"""Which commands answer with which numerics: found by reading the server's code, from each handler on.

Names are followed, not values: what a function mentions counts as used by it. That is near enough for a reference.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import chat_tk
import chat_tk.server.commands  # fills the table of commands
from chat_tk.irc import numerics
from chat_tk.server.registry import COMMANDS

_PACKAGE = "chat_tk.server"
_NAMES = {row.name for row in numerics.BY_CODE.values()}


def of_numerics() -> dict[str, list[str]]:
    """Name of a numeric -> the verbs that may be answered by it, in alphabetical order."""
    graph = _graph()
    found: dict[str, set[str]] = {}
    for verb, row in COMMANDS.items():
        for name in _reached(graph, f"{row.handler.__module__}.{row.handler.__name__}") | _checks(verb):
            found.setdefault(name, set()).add(verb)
    return {name: ["*any*"] if len(verbs) > len(COMMANDS) // 2 else sorted(verbs) for name, verbs in found.items()} | {
        "ERR_INPUTTOOLONG": ["*any*"],
        "ERR_UNKNOWNCOMMAND": ["*any*"],
    }


def _checks(verb: str) -> set[str]:
    """What the table of commands itself answers before a handler is called."""
    row = COMMANDS[verb]
    names = {"ERR_NEEDMOREPARAMS"} if row.params else set()
    names |= {"ERR_NOPRIVILEGES"} if row.operator else set()
    return names if row.before_registration else names | {"ERR_NOTREGISTERED"}


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for name in graph.get(waiting.pop(), set()) - seen:
            seen.add(name)
            waiting.append(name)
    return seen & _NAMES


def _graph() -> dict[str, set[str]]:
    """Full name of a function, class or table -> what it mentions: names of numerics, full names of others."""
    graph: dict[str, set[str]] = {}
    folder = Path(chat_tk.__file__).parent / "server"
    for path in [*folder.glob("*.py"), *(folder / "commands").glob("*.py")]:
        module = ".".join([_PACKAGE, *path.relative_to(folder).with_suffix("").parts])
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = _imported(tree) | {name: f"{module}.{name}" for node in tree.body for name in _defined(node)}
        for node in tree.body:
            for name in _defined(node):
                graph[f"{module}.{name}"] = set(_mentioned(node, known))
    return graph


def _imported(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _mentioned(node: ast.stmt, known: dict[str, str]) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            yield part.attr if part.attr in _NAMES else f"{known.get(part.value.id, '')}.{part.attr}"
        elif isinstance(part, ast.Name):
            yield part.id if part.id in _NAMES else known.get(part.id, "")
